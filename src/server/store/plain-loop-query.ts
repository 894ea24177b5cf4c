/** Which samples a query keeps, in which order, and their summary: by the obvious loop over an array. */
import { fields, type FieldName } from '../../contract/fields';
import type { MetadataFilter, MetadataItem, RangeValue } from '../../contract/kinds/kind';
import type { Filters, SortTerm } from '../../contract/query';
import type { Facet, Histogram, MatrixCell, Summary } from '../../contract/summary';
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

const isOneOf = (words: readonly string[] | undefined, chosen: readonly string[]) =>
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

const rangeNames = [
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
const strictRangeNames = ['length', 'frequency', 'added'] as const;
const wordNames = [
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

/** What a facet counts over: the samples under its filters, and the same without the outcome filter. */
interface Counted {
  under: readonly PlainSample[];
  free: readonly PlainSample[];
}

function facetOf(
  { under, free }: Counted,
  wordsOf: (sample: PlainSample) => readonly string[],
  chosen: readonly string[],
): Facet {
  const having = (samples: readonly PlainSample[], word: string) =>
    samples.filter((sample) => wordsOf(sample).includes(word));
  const present = new Set(under.flatMap(wordsOf));
  const values = [...new Set([...present, ...chosen])].map((value) => {
    const ofValue = having(free, value);
    return {
      value,
      count: having(under, value).length,
      judged: ofValue.filter(({ outcome }) => outcome !== 'unknown').length,
      incorrect: ofValue.filter(({ outcome }) => outcome === 'incorrect').length,
    };
  });
  values.sort((a, b) => b.count - a.count || compareWords(a.value, b.value));
  const isListed = ({ value }: { value: string }, at: number) => at < 100 || isOneOf([value], chosen);
  return {
    values: values.filter(isListed),
    distinct: present.size,
    missing: under.filter((sample) => wordsOf(sample).length === 0).length,
  };
}

function histogramOf(
  { under, free }: Counted,
  name: FieldName,
  all: readonly PlainSample[],
): Histogram | undefined {
  const numbers = all.flatMap((sample) => sample.numbers.get(name) ?? []);
  if (numbers.length === 0) return undefined;
  const isRatio = name === 'confidence' || name === 'f1' || name === 'wrong';
  const low = isRatio ? 0 : numbers.reduce((a, b) => Math.min(a, b));
  const high = isRatio ? 1 : numbers.reduce((a, b) => Math.max(a, b));
  const bins = low === high ? 1 : 40;
  const countsOf = (samples: readonly PlainSample[]) => {
    const counts = Array.from({ length: bins }, () => 0);
    for (const sample of samples) {
      const value = sample.numbers.get(name);
      if (value === undefined) continue;
      const bin = bins === 1 ? 0 : Math.floor(((value - low) / (high - low)) * bins);
      const at = Math.max(0, Math.min(bins - 1, bin));
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  };
  return {
    low,
    high,
    counts: countsOf(under),
    incorrect: countsOf(free.filter(({ outcome }) => outcome === 'incorrect')),
    missing: under.filter(({ numbers: own }) => !own.has(name)).length,
  };
}

function outcomeCounts(samples: readonly PlainSample[]) {
  const count = (outcome: PlainSample['outcome']) =>
    samples.filter((sample) => sample.outcome === outcome).length;
  return { correct: count('correct'), incorrect: count('incorrect'), unknown: count('unknown') };
}

function matrixOf(samples: readonly PlainSample[]): MatrixCell[] {
  const cells: MatrixCell[] = [];
  for (const sample of samples) {
    const expected = sample.mainWords.get('expected') ?? null;
    const said = sample.mainWords.get('said') ?? null;
    let cell = cells.find((candidate) => candidate.expected === expected && candidate.said === said);
    if (cell === undefined) {
      cell = { expected, said, count: 0, incorrect: 0 };
      cells.push(cell);
    }
    cell.count += 1;
    if (sample.outcome === 'incorrect') cell.incorrect += 1;
  }
  const compare = (a: string | null, b: string | null) =>
    a === null || b === null ? Number(a !== null) - Number(b !== null) : compareWords(a, b);
  return cells.sort((a, b) => compare(a.expected, b.expected) || compare(a.said, b.said));
}

function metadataFacets(all: readonly PlainSample[], counted: Counted, filter: MetadataFilter | undefined) {
  const users = new Map<string, number>();
  for (const { metadata } of all)
    for (const key of metadata.keys()) users.set(key, (users.get(key) ?? 0) + 1);
  const keys = [...users].sort(([a, inA], [b, inB]) => inB - inA || compareWords(a, b)).map(([key]) => key);
  return {
    metadata: keys.slice(0, 50).map((key) => {
      const items = filter?.items.filter((item) => item.key === key) ?? [];
      const chosen = items.flatMap(({ values = [], exclude = [] }) => [...values, ...exclude]);
      const wordsOf = ({ metadata }: PlainSample) => [metadata.get(key)].filter((word) => word !== undefined);
      return { key, ...facetOf(counted, wordsOf, chosen) };
    }),
    metadataKeys: keys.length,
    withoutMetadata: counted.under.filter(({ metadata }) => metadata.size === 0).length,
  };
}

/** The summary of the samples that pass. */
export function plainSummary(runId: string, all: readonly PlainSample[], filters: Filters): Summary {
  const under = (...but: FieldName[]) => all.filter((sample) => matches(sample, filters, but));
  const countedFor = (name: FieldName): Counted => ({ under: under(name), free: under(name, 'outcome') });
  const matching = under();
  const facets = wordNames
    .filter((name) => fields[name].sidebar !== 'hidden')
    .map((name): [string, Facet] => [
      name,
      facetOf(countedFor(name), (sample) => sample.words.get(name) ?? [], filters[name] ?? []),
    ]);
  const disabled = filters.disabled === undefined ? [] : [String(filters.disabled)];
  facets.push([
    'disabled',
    facetOf(countedFor('disabled'), (sample) => [String(sample.isDisabled)], disabled),
  ]);
  const histograms = [...rangeNames, ...strictRangeNames].flatMap((name): [string, Histogram][] => {
    const histogram = histogramOf(countedFor(name), name, all);
    return histogram === undefined ? [] : [[name, histogram]];
  });
  const reasons = facetOf(
    { under: matching, free: [] },
    ({ unknownReason }) => (unknownReason === null ? [] : [unknownReason]),
    [],
  );
  return {
    success: true,
    run: runId,
    total: all.length,
    matching: matching.length,
    outcomes: outcomeCounts(matching),
    judgedWithoutOutcomeFilter: outcomeCounts(under('outcome')),
    unknownReasons: reasons.values.map(({ value, count }) => ({ reason: value, count })),
    facets: Object.fromEntries(facets),
    ...metadataFacets(all, countedFor('metadata'), filters.metadata),
    histograms: Object.fromEntries(histograms),
    matrix: matrixOf(matching),
  };
}
