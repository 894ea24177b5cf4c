/** Translates a filter into the SQL condition on samples or verdicts, by the declared kind of its field. */
import {
  fields,
  isChoiceField,
  verdictFieldNames,
  type ChoiceFieldName,
  type FieldName,
} from '../../../contract/fields';
import type { Field } from '../../../contract/field';
import type {
  ChoiceValue,
  FieldsByKind,
  FilterValues,
  KindName,
  MetadataFilter,
  MetadataItem,
} from '../../../contract/kinds/kind';
import type { Exclusions } from '../../../contract/exclusions';
import type { Filters } from '../../../contract/query';
import { boxErrors, verdictKinds, verdictResults } from '../../../contract/verdict-words';
import { foldText, searchTerms } from '../../../domain/text-match';
import { isSampleChoice, isTextField, type SampleChoice } from '../fields-by-kind';
import type { Dictionary, OwnerCodes } from './dictionary';
import {
  column,
  columnOf,
  firstKeyOwner,
  firstRareOwner,
  keyColumn,
  ownerOf,
  tables,
  verdictColumn,
} from './schema';
import type { SqlIndex } from './sql-index';
import { allOf, anyOf, isOneOf, type Fragment } from './statement';

/** The inputs for building conditions. */
export interface ConditionContext {
  index: SqlIndex;
  dictionary: Dictionary;
}

const nothing: Fragment = () => 'false';
const not =
  (fragment: Fragment): Fragment =>
  (bind) =>
    `NOT (${fragment(bind)})`;

/** The rows for which a side table has an entry that meets a condition. */
export const inRowsOf =
  (table: string, condition: Fragment): Fragment =>
  (bind) =>
    `${column.row} IN (SELECT ${column.row} FROM ${table} WHERE ${condition(bind)})`;

/** More codes than this are looked up as a set: as lists, those of many columns exceeded the memory limit. */
const listedCodes = 100;

const ownerIs = (owner: number): Fragment => isOneOf(column.owner, [owner]);

function range(name: FieldName, lower: '>' | '>=', { min, max }: FilterValues['range']): Fragment {
  const bound = (comparison: string, value: number | undefined): Fragment[] =>
    value === undefined ? [] : [(bind) => `${columnOf(name)} ${comparison} ${bind(value)}`];
  return allOf([...bound(lower, min), ...bound('<', max)]);
}

/** The indexes of selected words in a list, counted from `first`. */
const placesOf = (list: readonly string[], chosen: readonly ChoiceValue[], first: number): number[] =>
  list.flatMap((word, at) => (chosen.includes(word) ? [at + first] : []));

/** The codes of the values; values that the run does not have are left out. */
async function codesOf(
  dictionary: Dictionary,
  owner: number,
  values: readonly ChoiceValue[],
): Promise<number[]> {
  const words = values.filter((value) => value !== null);
  return [...(await dictionary.codesOf(owner, words)).values()];
}

/** The condition on verdicts that have one of the values. */
async function verdictChoice(
  { dictionary }: ConditionContext,
  name: Exclude<ChoiceFieldName, SampleChoice>,
  chosen: readonly ChoiceValue[],
): Promise<Fragment> {
  if (name === 'verdict') {
    return anyOf([
      isOneOf(verdictColumn('result'), placesOf(verdictResults, chosen, 0)),
      isOneOf(verdictColumn('kind'), placesOf(verdictKinds, chosen, 1)),
    ]);
  }
  if (name === 'boxError') return isOneOf(verdictColumn(name), placesOf(boxErrors, chosen, 1));
  const codes = await codesOf(dictionary, ownerOf(name), chosen);
  return isOneOf(verdictColumn(name), chosen.includes(null) ? [...codes, 0] : codes);
}

async function choice(
  context: ConditionContext,
  name: ChoiceFieldName,
  chosen: readonly ChoiceValue[],
): Promise<Fragment> {
  if (!isSampleChoice(name)) return verdictChoice(context, name, chosen);
  const { index, dictionary } = context;
  const owner = ownerOf(name);
  const codes = await codesOf(dictionary, owner, chosen);
  if (codes.length === 0) return nothing;
  const isMain = isOneOf(columnOf(name), codes);
  if (!index.built.fieldsWithOthers.includes(name)) return isMain;
  const isOther = allOf([ownerIs(owner), isOneOf(column.code, codes)]);
  return anyOf([isMain, inRowsOf(tables.sampleValues, isOther)]);
}

const containsText =
  ({ index }: ConditionContext, name: FieldName, text: string): Fragment =>
  (bind) =>
    `coalesce(${index.dialect.contains(columnOf(name), bind(text))}, false)`;

/** The column of an owner that is searched. */
function searchedColumn(owner: number): string {
  if (owner === ownerOf('label')) return columnOf('label');
  if (owner === ownerOf('device')) return columnOf('device');
  return keyColumn(owner);
}

/** Whether a sample has one of the codes, which are those of the owner's words that contain the text. */
function hasWordWith(
  { index: { dialect } }: ConditionContext,
  { owner, codes }: OwnerCodes,
  text: string,
): Fragment {
  const own = searchedColumn(owner);
  if (codes.length <= listedCodes) return isOneOf(own, codes);
  const { sets } = dialect;
  if (sets === undefined) {
    const found = allOf([ownerIs(owner), (bind) => dialect.contains(column.folded, bind(text))]);
    return (bind) => `${own} IN (SELECT ${column.code} FROM ${tables.words} WHERE ${found(bind)})`;
  }
  const end = codes.reduce((most, code) => Math.max(most, code), 0) + 1;
  const set = sets.setOf(codes, end);
  return (bind) => `CASE WHEN ${own} < ${bind(end)} THEN ${sets.isInRowSet(own, bind(set))} ELSE false END`;
}

/** Whether a sample has the term as its id, or in its file name, label, device or a metadata value. */
async function hasTerm(context: ConditionContext, term: string): Promise<Fragment> {
  const owners = anyOf([
    isOneOf(column.owner, [ownerOf('label'), ownerOf('device')]),
    (bind) => `${column.owner} >= ${bind(firstKeyOwner)}`,
  ]);
  const found = await context.dictionary.codesContaining(owners, term);
  const conditions = [containsText(context, 'filename', term)];
  for (const words of found) {
    if (words.owner < firstRareOwner) conditions.push(hasWordWith(context, words, term));
  }
  if (found.some(({ owner }) => owner >= firstRareOwner)) {
    const { owner, code, folded } = column;
    conditions.push(
      inRowsOf(
        tables.metadata,
        (bind) =>
          `(${owner}, ${code}) IN (SELECT ${owner}, ${code} FROM ${tables.words} ` +
          `WHERE ${owner} >= ${bind(firstRareOwner)} AND ${context.index.dialect.contains(folded, bind(term))})`,
      ),
    );
  }
  const id = Number(term);
  if (String(id) === term) conditions.push((bind) => `${columnOf('id')} = ${bind(id)}`);
  return anyOf(conditions);
}

/** Whether a sample has the key, with one of the wanted values. */
async function hasKey(
  { dictionary }: ConditionContext,
  { key, values, exclude }: Omit<MetadataItem, 'op'>,
): Promise<Fragment> {
  const owner = await dictionary.ownerOfKey(key);
  if (owner === undefined) return nothing;
  const isRare = owner >= firstRareOwner;
  const code = isRare ? column.code : keyColumn(owner);
  const conditions: Fragment[] = isRare ? [ownerIs(owner)] : [(bind) => `${code} <> ${bind(0)}`];
  if (values !== undefined) conditions.push(isOneOf(code, await codesOf(dictionary, owner, values)));
  if (exclude !== undefined) conditions.push(not(isOneOf(code, await codesOf(dictionary, owner, exclude))));
  return isRare ? inRowsOf(tables.metadata, allOf(conditions)) : allOf(conditions);
}

async function metadata(
  context: ConditionContext,
  { items, noMetadata, combinator }: MetadataFilter,
): Promise<Fragment> {
  const hasAny: Fragment = (bind) => `${column.hasMetadata} = ${bind(1)}`;
  const conditions: Fragment[] = [];
  for (const item of items) {
    const has = await hasKey(context, item);
    conditions.push(item.op === 'eq' ? has : not(has));
  }
  if (noMetadata) conditions.push(not(hasAny));
  if (combinator === 'and') return allOf(conditions);
  if (combinator === 'or') {
    // An explicit "or" includes the samples that have metadata, but none of the keys that the items name.
    const others = [hasAny];
    for (const { key } of items) others.push(not(await hasKey(context, { key })));
    conditions.push(allOf(others));
  }
  return anyOf(conditions);
}

type Condition<K extends KindName> = (
  context: ConditionContext,
  name: FieldName,
  field: FieldsByKind[K],
  value: FilterValues[K],
) => Fragment | Promise<Fragment>;

const conditions = {
  range: (_context, name, field, value) => range(name, field.lower, value),
  date: (_context, name, field, value) => range(name, field.lower, value),
  choice: (context, name, _field, value) => (isChoiceField(name) ? choice(context, name, value) : nothing),
  async text(context, name, field, value) {
    if (field.match === 'contains') {
      return isTextField(name) ? containsText(context, name, foldText(value)) : nothing;
    }
    const terms: Fragment[] = [];
    for (const term of new Set(searchTerms(value))) terms.push(await hasTerm(context, term));
    return allOf(terms);
  },
  flag: (_context, name, _field, value) => isOneOf(columnOf(name), [value ? 1 : 0]),
  metadata: (context, _name, _field, value) => metadata(context, value),
} satisfies { [K in KindName]: Condition<K> };

const byKind: { [K in KindName]: Condition<K> } = conditions;

const conditionOfKind = <K extends KindName>(
  context: ConditionContext,
  name: FieldName,
  field: FieldsByKind[K],
  kind: K,
  value: FilterValues[K],
) => byKind[kind](context, name, field, value);

/** The condition of one field's filter; `undefined` if it is not set. */
export async function conditionOf(
  context: ConditionContext,
  filters: Filters,
  name: FieldName,
): Promise<Fragment | undefined> {
  const field: Field = fields[name];
  const value = filters[name];
  return value === undefined ? undefined : conditionOfKind(context, name, field, field.kind, value);
}

/** The condition of samples that have none of the excluded values of a field; `undefined` if none is excluded. */
export async function exclusionOf(
  context: ConditionContext,
  exclusions: Exclusions,
  name: ChoiceFieldName,
): Promise<Fragment | undefined> {
  const values = exclusions[name];
  if (values === undefined) return undefined;
  const has = await choice(context, name, values);
  return not(isSampleChoice(name) ? has : inRowsOf(tables.verdicts, has));
}

const isSurplus = isOneOf(verdictColumn('kind'), placesOf(verdictKinds, ['surplus'], 1));

/** Whether the filters ask for surplus verdicts. */
export const takesSurplus = (filters: Filters, but: readonly string[]): boolean =>
  filters.verdict?.includes('surplus') === true && !but.includes('surplus');

/**
 * The condition on single verdicts under the filters on verdicts, except those in `but`. Surplus ones are excluded
 * unless the filters ask for them; `withSurplus` includes them in any case. `isFiltered`: whether any filter is
 * left.
 */
export async function verdictCondition(
  context: ConditionContext,
  filters: Filters,
  but: readonly string[] = [],
): Promise<{ condition: Fragment; withSurplus: Fragment; isFiltered: boolean }> {
  const met: Fragment[] = [];
  for (const name of verdictFieldNames) {
    const condition = but.includes(name) ? undefined : await conditionOf(context, filters, name);
    if (condition !== undefined) met.push(condition);
  }
  const surplus = takesSurplus(filters, but);
  const withSurplus = allOf(met);
  return {
    condition: surplus ? withSurplus : allOf([...met, not(isSurplus)]),
    withSurplus,
    isFiltered: met.length > 0 || surplus,
  };
}
