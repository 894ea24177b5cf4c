/** Which samples a query keeps, and in which order: by the obvious loop over an array. */
import type { FieldName } from '../../contract/fields';
import type { MetadataFilter, MetadataItem, RangeValue } from '../../contract/kinds/kind';
import type { Filters, SortTerm } from '../../contract/query';
import type { PlainSample } from './plain-loop-values';

const fold = (text: string) => text.normalize('NFC').toLowerCase().normalize('NFC');
const contains = (text: string, part: string) => fold(text).includes(fold(part));

function compareCodePoints(a: string, b: string): number {
  const left = [...a].map((character) => character.codePointAt(0) ?? 0);
  const right = [...b].map((character) => character.codePointAt(0) ?? 0);
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Text regardless of case, then by code point. */
export const compareWords = (a: string, b: string) =>
  compareCodePoints(fold(a), fold(b)) || compareCodePoints(a, b);

const inRange = (value: number | undefined, { min, max }: RangeValue, includesMin: boolean): boolean =>
  value !== undefined &&
  (min === undefined || value > min || (includesMin && value === min)) &&
  (max === undefined || value < max);

export const isOneOf = (words: readonly string[] | undefined, chosen: readonly string[]) =>
  (words ?? []).some((word) => chosen.includes(word));

function matchesItem(
  metadata: ReadonlyMap<string, string>,
  { key, op, values, exclude }: MetadataItem,
): boolean {
  const value = metadata.get(key);
  if (op === 'neq') return value === undefined || (values !== undefined && !isOneOf([value], values));
  if (value === undefined) return false;
  if (exclude !== undefined && isOneOf([value], exclude)) return false;
  return values === undefined || isOneOf([value], values);
}

function matchesMetadata(metadata: ReadonlyMap<string, string>, filter: MetadataFilter): boolean {
  const verdicts = filter.items.map((item) => matchesItem(metadata, item));
  if (filter.noMetadata) verdicts.push(metadata.size === 0);
  if (filter.combinator === 'and') return verdicts.every(Boolean);
  const hasNamedKey = filter.items.some(({ key }) => metadata.has(key));
  if (filter.combinator === 'or' && metadata.size > 0 && !hasNamedKey) return true;
  return verdicts.some(Boolean);
}

function matchesSearch(sample: PlainSample, search: string): boolean {
  const terms = search.split(/\s+/u).filter((term) => term !== '');
  return terms.every(
    (term) => String(sample.sampleId) === term || sample.searched.some((text) => contains(text, term)),
  );
}

export const rangeNames = [
  'confidence',
  'anomaly',
  'f1',
  'wrong',
  'worst',
  'margin',
  'error',
  'id',
  'labelNumber',
] as const;
export const strictRangeNames = ['length', 'frequency', 'added'] as const;
export const wordNames = [
  'outcome',
  'label',
  'prediction',
  'device',
  'category',
  'dataType',
  'signature',
  'expected',
  'said',
] as const;

/** Whether the sample passes every filter, those of some fields left out. */
export function matches(sample: PlainSample, filters: Filters, but: readonly FieldName[] = []): boolean {
  const isSet = (name: FieldName) => filters[name] !== undefined && !but.includes(name);
  for (const name of rangeNames) {
    if (isSet(name) && !inRange(sample.numbers.get(name), filters[name] ?? {}, true)) return false;
  }
  for (const name of strictRangeNames) {
    if (isSet(name) && !inRange(sample.numbers.get(name), filters[name] ?? {}, false)) return false;
  }
  for (const name of wordNames) {
    if (isSet(name) && !isOneOf(sample.words.get(name), filters[name] ?? [])) return false;
  }
  if (isSet('disabled') && sample.isDisabled !== filters.disabled) return false;
  if (isSet('filename')) {
    if (sample.filename === null || !contains(sample.filename, filters.filename ?? '')) return false;
  }
  if (isSet('search') && !matchesSearch(sample, filters.search ?? '')) return false;
  if (filters.metadata !== undefined && !but.includes('metadata')) {
    return matchesMetadata(sample.metadata, filters.metadata);
  }
  return true;
}

function sortValue(sample: PlainSample, key: SortTerm['key']): string | number | undefined {
  if (key === 'filename') return sample.filename ?? undefined;
  return sample.numbers.get(key) ?? sample.mainWords.get(key);
}

function compareBy(a: PlainSample, b: PlainSample, { key, descending }: SortTerm): number {
  const left = sortValue(a, key);
  const right = sortValue(b, key);
  if (left === undefined || right === undefined) {
    return Number(left === undefined) - Number(right === undefined);
  }
  const order =
    typeof left === 'string' || typeof right === 'string'
      ? compareWords(String(left), String(right))
      : left - right;
  return descending ? -order : order;
}

/** The samples that pass, in the order of the sort. */
export function selected(
  samples: readonly PlainSample[],
  filters: Filters,
  sort: readonly SortTerm[],
): PlainSample[] {
  const byTerms = (a: PlainSample, b: PlainSample) =>
    sort.reduce((order, term) => order || compareBy(a, b, term), 0) || a.sampleId - b.sampleId;
  return samples.filter((sample) => matches(sample, filters)).sort(byTerms);
}
