/** Filters → sets of rows, by the declared kind of each field: SQL conditions with bound values, and how they combine. */
import { fields, type Field, type FieldName } from '../../../contract/fields';
import type {
  FieldsByKind,
  FilterValues,
  KindName,
  MetadataFilter,
  MetadataItem,
} from '../../../contract/kinds/kind';
import type { Filters } from '../../../contract/query';
import { foldText, searchTerms } from '../../../domain/text-match';
import { columnOf, isChoiceField, slotOf, slotOfKey } from './columns';
import type { SqlValue } from './database';

/** The rows that a condition holds for in one of the index's tables. */
export interface RowCondition {
  table: 'samples' | 'others' | 'metadata';
  where: string;
  values: readonly SqlValue[];
}

/** Conditions, and how the sets of rows that they give combine. */
export type RowSet = RowCondition | { any: readonly RowSet[] } | { all: readonly RowSet[] } | { not: RowSet };

/** Words and metadata keys as the index has them; a word may have several codes, or none. */
export interface WordCodes {
  codesOf: (slot: number, words: readonly string[]) => Promise<readonly number[]>;
  keyOf: (name: string) => Promise<number | undefined>;
  /** Whether any sample has words of the slot beside its main one. */
  hasOthers: (slot: number) => boolean;
}

const nothing: RowSet = { any: [] };

/** Collects values while a condition is put together; a value stands in the text by its number alone. */
function binder() {
  const values: SqlValue[] = [];
  const bind = (value: SqlValue) => `$${values.push(value)}`;
  return { values, bind, bindAll: (all: readonly SqlValue[]) => all.map(bind).join(', ') };
}

function bounds(column: string, lower: '>' | '>=', { min, max }: FilterValues['range']): RowSet {
  const { values, bind } = binder();
  const parts: string[] = [];
  if (min !== undefined) parts.push(`${column} ${lower} ${bind(min)}::DOUBLE`);
  if (max !== undefined) parts.push(`${column} < ${bind(max)}::DOUBLE`);
  return parts.length === 0 ? { all: [] } : { table: 'samples', where: parts.join(' AND '), values };
}

const contains = (column: string, text: string): RowSet => ({
  table: 'samples',
  where: `contains(${column}, $1)`,
  values: [text],
});

/** The number that a term is as an id's text, if it is one. */
function idOf(term: string): number | undefined {
  const id = Number(term);
  return Number.isSafeInteger(id) && String(id) === term ? id : undefined;
}

function matchesTerm(column: string, term: string): RowSet {
  const id = idOf(term);
  if (id === undefined) return contains(column, term);
  return {
    table: 'samples',
    where: `contains(${column}, $1) OR ${columnOf('id')} = $2::DOUBLE`,
    values: [term, id],
  };
}

function inKey(key: number, codes: readonly number[] | undefined, isIn: boolean): RowSet {
  const { values, bind, bindAll } = binder();
  const ofKey = `key = ${bind(key)}::INTEGER`;
  if (codes === undefined || (!isIn && codes.length === 0))
    return { table: 'metadata', where: ofKey, values };
  if (codes.length === 0) return nothing;
  return {
    table: 'metadata',
    where: `${ofKey} AND word ${isIn ? '' : 'NOT '}IN (${bindAll(codes)})`,
    values,
  };
}

async function metadataItem(item: MetadataItem, words: WordCodes): Promise<RowSet> {
  const key = await words.keyOf(item.key);
  if (key === undefined) return item.op === 'eq' ? nothing : { not: nothing };
  const codesOf = async (values: readonly string[] | undefined) =>
    values === undefined ? undefined : words.codesOf(slotOfKey(key), values);
  const has = inKey(key, await codesOf(item.values), true);
  if (item.op === 'neq') return { not: has };
  if (item.exclude === undefined) return has;
  return { all: [has, inKey(key, await codesOf(item.exclude), false)] };
}

const anyMetadata: RowSet = { table: 'metadata', where: 'true', values: [] };

async function metadataRows(filter: MetadataFilter, words: WordCodes): Promise<RowSet> {
  const items = await Promise.all(filter.items.map((item) => metadataItem(item, words)));
  if (filter.noMetadata) items.push({ not: anyMetadata });
  if (filter.combinator === 'and') return { all: items };
  if (filter.combinator !== 'or') return { any: items };
  // Said outright, "or" takes in the samples that have metadata, but none of the keys that the items name.
  const named = filter.items.map(({ key }): MetadataItem => ({ key, op: 'eq' }));
  const hasNamed = await Promise.all(named.map((item) => metadataItem(item, words)));
  return { any: [...items, { all: [anyMetadata, { not: { any: hasNamed } }] }] };
}

type ConditionOf<K extends KindName> = (
  name: FieldName,
  field: FieldsByKind[K],
  value: FilterValues[K],
  words: WordCodes,
) => RowSet | Promise<RowSet>;

const conditionsByKind: { [K in KindName]: ConditionOf<K> } = {
  range: (name, field, value) => bounds(columnOf(name), field.lower, value),
  date: (name, field, value) => bounds(columnOf(name), field.lower, value),
  async choice(name, _field, chosen, words) {
    if (!isChoiceField(name)) return nothing;
    const codes = await words.codesOf(slotOf(name), chosen);
    if (codes.length === 0) return nothing;
    const slot = slotOf(name);
    const main = binder();
    const where = `${columnOf(name)} IN (${main.bindAll(codes)})`;
    const inMain: RowSet = { table: 'samples', where, values: main.values };
    if (!words.hasOthers(slot)) return inMain;
    const other = binder();
    const inOthers = `slot = ${other.bind(slot)}::INTEGER AND word IN (${other.bindAll(codes)})`;
    return { any: [inMain, { table: 'others', where: inOthers, values: other.values }] };
  },
  text(name, field, value) {
    if (field.match === 'contains') return contains(columnOf(name), foldText(value));
    return { all: searchTerms(value).map((term) => matchesTerm(columnOf(name), term)) };
  },
  flag: (name, _field, value) => ({
    table: 'samples',
    where: `${columnOf(name)} = $1::BOOLEAN`,
    values: [value],
  }),
  metadata: (_name, _field, value, words) => metadataRows(value, words),
};

const condition = <K extends KindName>(
  name: FieldName,
  field: FieldsByKind[K],
  kind: K,
  value: FilterValues[K],
  words: WordCodes,
) => conditionsByKind[kind](name, field, value, words);

/** The rows that one field's filter keeps, or `undefined` where it is not set. */
export async function filterRows(
  filters: Filters,
  name: FieldName,
  words: WordCodes,
): Promise<RowSet | undefined> {
  const field: Field = fields[name];
  const value = filters[name];
  return value === undefined ? undefined : condition(name, field, field.kind, value, words);
}
