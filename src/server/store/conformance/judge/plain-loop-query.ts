/** Which samples and verdicts a query matches, and in which order, by a plain loop over an array. */
import type { ChoiceFieldName, FieldName, VerdictFieldName } from '../../../../contract/fields';
import type { ChoiceValue, MetadataFilter, MetadataItem, RangeValue } from '../../../../contract/kinds/kind';
import type { Query, SortTerm } from '../../../../contract/query';
import type { Verdict } from '../../../../domain/verdict';
import type { PlainSample } from './plain-loop-values';

const fold = (text: string) => text.normalize('NFC').toLowerCase().normalize('NFC');
const contains = (text: string, part: string) => fold(text).includes(fold(part));

/** The code points of compared texts, cached because a sort uses them repeatedly. */
const knownCodePoints = new Map<string, readonly number[]>();

function codePointsOf(text: string): readonly number[] {
  const points = knownCodePoints.get(text) ?? [...text].map((character) => character.codePointAt(0) ?? 0);
  knownCodePoints.set(text, points);
  return points;
}

function compareCodePoints(a: string, b: string): number {
  const left = codePointsOf(a);
  const right = codePointsOf(b);
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Text ignoring case, then by code point. */
export const compareWords = (a: string, b: string) =>
  compareCodePoints(fold(a), fold(b)) || compareCodePoints(a, b);

const inRange = (value: number | null | undefined, { min, max }: RangeValue, includesMin: boolean): boolean =>
  value !== null &&
  value !== undefined &&
  (min === undefined || value > min || (includesMin && value === min)) &&
  (max === undefined || value < max);

export const isOneOf = (words: readonly ChoiceValue[], chosen: readonly ChoiceValue[]) =>
  words.some((word) => chosen.includes(word));

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

/** The filters and exclusions of a query. */
export type Asked = Pick<Query, 'filters' | 'not'>;

/** A filter or exclusion that is left out. */
export type LeftOut = FieldName | `not.${ChoiceFieldName}`;

export const rangeNames = ['confidence', 'anomaly', 'f1', 'wrong', 'worst', 'id', 'labelNumber'] as const;
export const strictRangeNames = ['length', 'frequency', 'added'] as const;
export const verdictRangeNames = ['score', 'margin', 'error', 'overlap'] as const;

const wordNames = [
  'outcome',
  'label',
  'prediction',
  'device',
  'category',
  'dataType',
  'signature',
] as const satisfies readonly ChoiceFieldName[];

const verdictWordNames = [
  'expected',
  'said',
  'verdict',
  'boxError',
  'block',
] as const satisfies readonly ChoiceFieldName[];

/** The words of a verdict in a field; `null` means nothing expected, or nothing predicted. A regression has none. */
const verdictWords: Record<
  Extract<ChoiceFieldName, VerdictFieldName>,
  (verdict: Verdict) => readonly ChoiceValue[]
> = {
  expected: ({ isNumber, expected }) => (isNumber ? [] : [expected]),
  said: ({ isNumber, said }) => (isNumber ? [] : [said]),
  verdict: ({ result, kind }) => (kind === null ? [result] : [result, kind]),
  boxError: ({ boxError }) => (boxError === null ? [] : [boxError]),
  block: ({ block }) => [String(block)],
};

/** Where the values of a field come from: the sample, or each of its verdicts. */
export type Reader<Value> =
  | { ofSample: (sample: PlainSample) => readonly Value[] }
  | { ofVerdict: (verdict: Verdict) => readonly Value[] };

/** The words of a choice field. */
export function wordsOf(name: ChoiceFieldName): Reader<ChoiceValue> {
  const field = verdictWordNames.find((candidate) => candidate === name);
  return field === undefined
    ? { ofSample: ({ words }) => words.get(name) ?? [] }
    : { ofVerdict: verdictWords[field] };
}

/** The tests of a query on samples and on their verdicts. */
export interface Tests {
  /** Whether the sample passes its own filters, and one single verdict of it meets all filters on verdicts. */
  matches: (sample: PlainSample) => boolean;
  /** Whether one verdict meets all filters on verdicts. */
  meets: (verdict: Verdict) => boolean;
}

type Test<Of> = (of: Of) => boolean;

function sampleTests({ filters, not }: Asked, but: readonly LeftOut[]): Test<PlainSample>[] {
  const tests: Test<PlainSample>[] = [];
  for (const name of [...rangeNames, ...strictRangeNames]) {
    const range = filters[name];
    const includesMin = rangeNames.some((one) => one === name);
    if (range !== undefined && !but.includes(name))
      tests.push(({ numbers }) => inRange(numbers.get(name), range, includesMin));
  }
  for (const name of wordNames) {
    const chosen = filters[name];
    if (chosen !== undefined && !but.includes(name))
      tests.push(({ words }) => isOneOf(words.get(name) ?? [], chosen));
  }
  for (const name of wordNames) {
    const excluded = not[name];
    if (excluded !== undefined && !but.includes(`not.${name}`))
      tests.push(({ words }) => !isOneOf(words.get(name) ?? [], excluded));
  }
  // Of any verdict, regardless of the other filters.
  for (const name of verdictWordNames) {
    const excluded = not[name];
    if (excluded !== undefined && !but.includes(`not.${name}`))
      tests.push(({ verdicts }) => !isOneOf(verdicts.flatMap(verdictWords[name]), excluded));
  }
  const { disabled, filename, search, metadata } = filters;
  if (disabled !== undefined && !but.includes('disabled'))
    tests.push(({ isDisabled }) => isDisabled === disabled);
  if (filename !== undefined && !but.includes('filename'))
    tests.push((sample) => sample.filename !== null && contains(sample.filename, filename));
  if (search !== undefined && !but.includes('search')) tests.push((sample) => matchesSearch(sample, search));
  if (metadata !== undefined && !but.includes('metadata'))
    tests.push((sample) => matchesMetadata(sample.metadata, metadata));
  return tests;
}

function verdictTests({ filters }: Asked, but: readonly LeftOut[]): Test<Verdict>[] {
  const tests: Test<Verdict>[] = [];
  for (const name of verdictWordNames) {
    const chosen = filters[name];
    if (chosen !== undefined && !but.includes(name))
      tests.push((verdict) => isOneOf(verdictWords[name](verdict), chosen));
  }
  for (const name of verdictRangeNames) {
    const range = filters[name];
    if (range !== undefined && !but.includes(name))
      tests.push((verdict) => inRange(verdict[name], range, true));
  }
  return tests;
}

/** The tests of a query without some of its filters and exclusions. */
export function testsOf(asked: Asked, but: readonly LeftOut[] = []): Tests {
  const ofSample = sampleTests(asked, but);
  const ofVerdict = verdictTests(asked, but);
  // Even if the filter itself is left out, so that no count is larger than the total that it is part of.
  const takesSurplus = isOneOf(['surplus'], asked.filters.verdict ?? []);
  const meets = (verdict: Verdict) =>
    (takesSurplus || verdict.kind !== 'surplus') && ofVerdict.every((test) => test(verdict));
  return {
    meets,
    matches: (sample) =>
      ofSample.every((test) => test(sample)) && (ofVerdict.length === 0 || sample.verdicts.some(meets)),
  };
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

/** The matching samples, in the order of the sort. */
export function selected(samples: readonly PlainSample[], query: Asked & Pick<Query, 'sort'>): PlainSample[] {
  const byTerms = (a: PlainSample, b: PlainSample) =>
    query.sort.reduce((order, term) => order || compareBy(a, b, term), 0) || a.sampleId - b.sampleId;
  return samples.filter(testsOf(query).matches).sort(byTerms);
}

/** A matching sample, with its verdicts that meet all filters on verdicts. */
export interface Kept {
  sample: PlainSample;
  verdicts: readonly Verdict[];
}

/** The matches of a query with some of its filters left out. */
export type KeptBut = (but: readonly LeftOut[]) => readonly Kept[];

/** Searches the samples once for all callers that leave out the same active filters. */
export function keptBut(samples: readonly PlainSample[], asked: Asked): KeptBut {
  const known = new Map<string, readonly Kept[]>();
  const set = [...Object.keys(asked.filters), ...Object.keys(asked.not).map((name) => `not.${name}`)];
  return (but) => {
    const key = but.filter((name) => set.includes(name)).join();
    const { matches, meets } = testsOf(asked, but);
    const kept =
      known.get(key) ??
      samples.filter(matches).map((sample) => ({ sample, verdicts: sample.verdicts.filter(meets) }));
    known.set(key, kept);
    return kept;
  };
}
