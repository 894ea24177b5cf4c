/** Filters over typed arrays, a plain loop each: a bit for every filter that a row fails. */
import { fieldNames, fields, type FieldName } from '../../src/contract/fields';
import type { Field } from '../../src/contract/field';
import type { MetadataFilter, MetadataItem, RangeValue } from '../../src/contract/kinds/kind';
import type { Filters } from '../../src/contract/query';
import { foldText, searchTerms } from '../../src/domain/text-match';
import type { FloorColumns, WordColumn } from './floor-columns';

/** 1 where the row is kept. */
type Kept = Uint8Array;

const bitOf = (name: FieldName): number => 1 << fieldNames.indexOf(name);

function withinRange(numbers: Float64Array, lower: '>' | '>=', { min, max }: RangeValue): Kept {
  const kept = new Uint8Array(numbers.length);
  const low = min ?? -Infinity;
  const high = max ?? Infinity;
  const isOpen = lower === '>' && min !== undefined;
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] ?? Number.NaN;
    const isAbove = isOpen ? number > low : number >= low;
    kept[row] = isAbove && (number < high || (max === undefined && number === high)) ? 1 : 0;
  }
  return kept;
}

function withWords(
  { words, first, otherRows, otherCodes }: WordColumn,
  chosen: readonly string[] | undefined,
  without: readonly string[] = [],
): Kept {
  const isWanted = Uint8Array.from([0, ...words], (word, code) => {
    if (code === 0 || typeof word !== 'string') return 0;
    return (chosen === undefined || chosen.includes(word)) && !without.includes(word) ? 1 : 0;
  });
  const kept = new Uint8Array(first.length);
  for (let row = 0; row < first.length; row++) kept[row] = isWanted[first[row] ?? 0] ?? 0;
  for (let at = 0; at < otherRows.length; at++) {
    if (isWanted[otherCodes[at] ?? 0] === 1) kept[otherRows[at] ?? 0] = 1;
  }
  return kept;
}

function withText(texts: readonly (string | null)[], parts: readonly string[], ids: Float64Array): Kept {
  const kept = new Uint8Array(texts.length);
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row] ?? '';
    kept[row] = parts.every((part) => text.includes(part) || String(ids[row]) === part) ? 1 : 0;
  }
  return kept;
}

function withMetadata(columns: FloorColumns, { items, noMetadata, combinator }: MetadataFilter): Kept {
  const ofItem = ({ key, op, values, exclude }: MetadataItem): Kept => {
    const column = columns.metadata.get(key);
    const has = column === undefined ? new Uint8Array(columns.rows) : withWords(column, values, exclude);
    return op === 'eq' ? has : has.map((one) => 1 - one);
  };
  const sets = items.map(ofItem);
  if (noMetadata) sets.push(columns.hasMetadata.map((one) => 1 - one));
  if (combinator === 'or') {
    const named = items.map(({ key }) => ofItem({ key, op: 'eq' }));
    sets.push(columns.hasMetadata.map((one, row) => (named.some((set) => set[row] === 1) ? 0 : one)));
  }
  const kept = new Uint8Array(columns.rows).fill(combinator === 'and' ? 1 : 0);
  for (const set of sets) {
    for (let row = 0; row < kept.length; row++) {
      if (combinator === 'and') kept[row] = (kept[row] ?? 0) & (set[row] ?? 0);
      else kept[row] = (kept[row] ?? 0) | (set[row] ?? 0);
    }
  }
  return kept;
}

const need = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('The floor has no such column.');
  return value;
};

function keptBy(columns: FloorColumns, filters: Filters, name: FieldName): Kept | undefined {
  const field: Field = fields[name];
  const value = filters[name];
  if (value === undefined) return undefined;
  if (field.kind === 'flag') {
    const wanted = value === true ? 1 : 0;
    return need(columns.flags.get(name)).map((flag) => (flag === wanted ? 1 : 0));
  }
  if (typeof value === 'string' && field.kind === 'text') {
    const ids = field.match === 'terms' ? need(columns.numbers.get('id')) : new Float64Array();
    const parts = field.match === 'terms' ? searchTerms(value) : [foldText(value)];
    return withText(need(columns.texts.get(name)), parts, ids);
  }
  if (field.kind === 'metadata') return withMetadata(columns, need(filters.metadata));
  if (typeof value !== 'object') return undefined;
  if (field.kind === 'choice' && 'length' in value) return withWords(need(columns.words.get(name)), value);
  if ((field.kind === 'range' || field.kind === 'date') && !('length' in value) && !('items' in value)) {
    return withinRange(need(columns.numbers.get(name)), field.lower, value);
  }
  return undefined;
}

export interface FailedFilters {
  /** By row, a bit for each field whose filter the row fails. */
  failed: Uint32Array;
  bitOf: (name: FieldName) => number;
}

export function failedFilters(columns: FloorColumns, filters: Filters): FailedFilters {
  const failed = new Uint32Array(columns.rows);
  for (const name of fieldNames) {
    const kept = keptBy(columns, filters, name);
    if (kept === undefined) continue;
    const bit = bitOf(name);
    for (let row = 0; row < failed.length; row++) {
      if (kept[row] === 0) failed[row] = (failed[row] ?? 0) | bit;
    }
  }
  return { failed, bitOf };
}
