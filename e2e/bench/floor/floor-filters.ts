/** Filters over typed arrays, each a plain loop that sets a bit for every row that fails. */
import {
  choiceFieldNames,
  fieldNames,
  fields,
  isVerdictField,
  verdictFieldNames,
  type FieldName,
} from '../../../src/contract/fields';
import type { Field } from '../../../src/contract/field';
import type { ChoiceValue, MetadataFilter, MetadataItem, RangeValue } from '../../../src/contract/kinds/kind';
import type { Filters, Query } from '../../../src/contract/query';
import { boxErrors, verdictKinds, verdictResults } from '../../../src/contract/verdict-words';
import { foldText, searchTerms } from '../../../src/domain/text-match';
import type { FloorColumns, WordColumn } from './floor-columns';
import type { VerdictWords } from './floor-verdicts';

/** 1 if the row is kept. */
type Kept = Uint8Array;

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
  chosen: readonly ChoiceValue[] | undefined,
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

/** By code from 0, whether a verdict's value is selected. */
const chosenPlaces = (list: readonly string[], chosen: readonly ChoiceValue[]) =>
  Uint8Array.from(list, (word) => (chosen.includes(word) ? 1 : 0));

const chosenWords = ({ words }: VerdictWords, chosen: readonly ChoiceValue[]) =>
  Uint8Array.from([0, chosen.includes(null) ? 1 : 0, ...chosenPlaces(words, chosen)]);

/** Clears the verdicts that fail one filter. */
function keepVerdicts({ verdicts }: FloorColumns, filters: Filters, name: FieldName, kept: Kept): void {
  const value = filters[name];
  if (typeof value !== 'object') return;
  if (name === 'score' || name === 'margin' || name === 'error' || name === 'overlap') {
    const { min = -Infinity, max = Infinity } = need(filters[name]);
    const numbers = need(verdicts.numbers.get(name));
    for (let at = 0; at < kept.length; at++) {
      const number = numbers[at] ?? Number.NaN;
      if (!(number >= min && number < max)) kept[at] = 0;
    }
  } else if (name === 'verdict') {
    const chosen = need(filters.verdict);
    const ofResults = chosenPlaces(verdictResults, chosen);
    const ofKinds = chosenPlaces(verdictKinds, chosen);
    const { results, kinds } = verdicts;
    for (let at = 0; at < kept.length; at++) {
      if (ofResults[results[at] ?? 0] !== 1 && ofKinds[(kinds[at] ?? 0) - 1] !== 1) kept[at] = 0;
    }
  } else if (name === 'boxError') {
    const chosen = chosenPlaces(boxErrors, need(filters.boxError));
    for (let at = 0; at < kept.length; at++)
      if (chosen[(verdicts.boxErrors[at] ?? 0) - 1] !== 1) kept[at] = 0;
  } else if (name === 'expected' || name === 'said' || name === 'block') {
    const chosen = chosenWords(verdicts[name], need(filters[name]));
    const { codes } = verdicts[name];
    for (let at = 0; at < kept.length; at++) if (chosen[codes[at] ?? 0] !== 1) kept[at] = 0;
  }
}

const surplus = verdictKinds.indexOf('surplus') + 1;

/** Rows that meet filters, except those left out: names of fields, `not.` and a field, or `surplus`. */
export interface FloorRows {
  samples: (but: readonly string[]) => { rows: Uint32Array; has: (row: number) => boolean };
  /** The indexes of the verdicts of these samples that meet the filters on verdicts. */
  verdicts: (but: readonly string[]) => Uint32Array;
}

/** Finds rows with plain loops; the sets that were found are cached during one answer. */
export function floorRows(
  columns: FloorColumns,
  { filters, not }: Pick<Query, 'filters' | 'not'>,
): FloorRows {
  const { rows, verdicts } = columns;
  const ofSamples: { name: string; kept: Kept }[] = [];
  for (const name of fieldNames) {
    const kept = isVerdictField(name) ? undefined : keptBy(columns, filters, name);
    if (kept !== undefined) ofSamples.push({ name, kept });
  }
  for (const name of choiceFieldNames) {
    const values = not[name];
    if (values === undefined) continue;
    const has = withWords(need(columns.words.get(name)), values);
    ofSamples.push({ name: `not.${name}`, kept: has.map((one) => 1 - one) });
  }
  const remembered = <Value>(find: (but: readonly string[]) => Value) => {
    const known = new Map<string, Value>();
    const isSet = (name: string) =>
      ofSamples.some((one) => one.name === name) ||
      (name === 'surplus' && filters.verdict?.includes('surplus') === true) ||
      verdictFieldNames.some((field) => field === name && filters[field] !== undefined);
    return (but: readonly string[]): Value => {
      const key = but.filter(isSet).sort().join(' ');
      const found = known.get(key) ?? find(but);
      known.set(key, found);
      return found;
    };
  };
  const meeting = remembered((but) => {
    const kept = new Uint8Array(verdicts.rows.length).fill(1);
    const set = verdictFieldNames.filter((name) => filters[name] !== undefined && !but.includes(name));
    for (const name of set) keepVerdicts(columns, filters, name, kept);
    const takesSurplus = filters.verdict?.includes('surplus') === true && !but.includes('surplus');
    if (!takesSurplus) {
      for (let at = 0; at < kept.length; at++) if (verdicts.kinds[at] === surplus) kept[at] = 0;
    }
    return { kept, isFiltered: set.length > 0 };
  });
  const samples = remembered((but) => {
    const kept = new Uint8Array(rows).fill(1);
    for (const one of ofSamples) {
      if (but.includes(one.name)) continue;
      for (let row = 0; row < rows; row++) kept[row] = (kept[row] ?? 0) & (one.kept[row] ?? 0);
    }
    const joint = meeting(but);
    if (joint.isFiltered) {
      const has = new Uint8Array(rows);
      for (let at = 0; at < joint.kept.length; at++)
        if (joint.kept[at] === 1) has[verdicts.rows[at] ?? 0] = 1;
      for (let row = 0; row < rows; row++) kept[row] = (kept[row] ?? 0) & (has[row] ?? 0);
    }
    const list = new Uint32Array(rows);
    let filled = 0;
    for (let row = 0; row < rows; row++) if (kept[row] === 1) list[filled++] = row;
    return { rows: list.subarray(0, filled), has: (row: number) => kept[row] === 1 };
  });
  const listed = remembered((but) => {
    const { kept } = meeting(but);
    const { has } = samples(but);
    const list = new Uint32Array(kept.length);
    let filled = 0;
    for (let at = 0; at < kept.length; at++) {
      if (kept[at] === 1 && has(verdicts.rows[at] ?? 0)) list[filled++] = at;
    }
    return list.subarray(0, filled);
  });
  return { samples, verdicts: listed };
}
