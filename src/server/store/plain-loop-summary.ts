/** The summary of the samples that a query keeps: by the obvious loop over an array. */
import { fields, type FieldName } from '../../contract/fields';
import type { MetadataFilter } from '../../contract/kinds/kind';
import type { Filters } from '../../contract/query';
import type { Facet, Histogram, MatrixCell, MatrixOtherCell, Summary } from '../../contract/summary';
import { hasKeyPart, hasPart, namedKeys, type SummaryParts } from '../../contract/summary-parts';
import { compareWords, isOneOf, matches, rangeNames, strictRangeNames, wordNames } from './plain-loop-query';
import type { PlainSample } from './plain-loop-values';

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

/** The labels of the matrix, the most confused first. */
function rankedLabels(samples: readonly PlainSample[]): string[] {
  const sides = (sample: PlainSample) => [sample.mainWords.get('expected'), sample.mainWords.get('said')];
  const labels = [...new Set(samples.flatMap(sides))].filter((label) => label !== undefined);
  const ranked = labels.map((label) => {
    const own = samples.filter((sample) => sides(sample).includes(label));
    const confusions = new Map<string, number>();
    for (const sample of own) {
      const [expected, said] = sides(sample);
      if (sample.outcome !== 'incorrect' || expected === undefined || said === undefined) continue;
      const pair = JSON.stringify([expected, said]);
      if (expected !== said) confusions.set(pair, (confusions.get(pair) ?? 0) + 1);
    }
    return { label, worst: Math.max(0, ...confusions.values()), samples: own.length };
  });
  ranked.sort((a, b) => b.worst - a.worst || b.samples - a.samples || compareWords(a.label, b.label));
  return ranked.map(({ label }) => label);
}

function matrixOf(samples: readonly PlainSample[]): Pick<Summary, 'matrix' | 'matrixOther'> {
  const labels = rankedLabels(samples);
  const listed = labels.slice(0, 100);
  /** `undefined` for a label that is not listed. */
  const side = (label: string | undefined) =>
    label === undefined ? null : listed.find((one) => one === label);
  const cells: MatrixOtherCell[] = [];
  for (const sample of samples) {
    const expected = side(sample.mainWords.get('expected'));
    const said = side(sample.mainWords.get('said'));
    let cell = cells.find((candidate) => candidate.expected === expected && candidate.said === said);
    if (cell === undefined) {
      cell = { expected, said, count: 0, incorrect: 0 };
      cells.push(cell);
    }
    cell.count += 1;
    if (sample.outcome === 'incorrect') cell.incorrect += 1;
  }
  /** None first, then the listed ones by text, then the others. */
  const placeOf = (label: string | null | undefined) => (label === null ? 0 : label === undefined ? 2 : 1);
  const compare = (a: string | null | undefined, b: string | null | undefined) =>
    placeOf(a) - placeOf(b) || compareWords(a ?? '', b ?? '');
  cells.sort((a, b) => compare(a.expected, b.expected) || compare(a.said, b.said));
  const isListed = (cell: MatrixOtherCell): cell is MatrixCell =>
    cell.expected !== undefined && cell.said !== undefined;
  return {
    matrix: cells.filter(isListed),
    matrixOther: {
      labels: labels.length - listed.length,
      cells: cells.filter((cell) => !isListed(cell)),
    },
  };
}

function metadataFacets(
  all: readonly PlainSample[],
  counted: Counted,
  filter: MetadataFilter | undefined,
  parts: SummaryParts,
) {
  const users = new Map<string, number>();
  for (const { metadata } of all)
    for (const key of metadata.keys()) users.set(key, (users.get(key) ?? 0) + 1);
  const keys = [...users].sort(([a, inA], [b, inB]) => inB - inA || compareWords(a, b)).map(([key]) => key);
  const named = namedKeys(parts);
  const asked = keys.filter((key, at) => (at < 50 && hasKeyPart(parts, key)) || named.includes(key));
  return {
    metadata: asked.map((key) => {
      const items = filter?.items.filter((item) => item.key === key) ?? [];
      const chosen = items.flatMap(({ values = [], exclude = [] }) => [...values, ...exclude]);
      const wordsOf = ({ metadata }: PlainSample) => [metadata.get(key)].filter((word) => word !== undefined);
      return { key, ...facetOf(counted, wordsOf, chosen) };
    }),
    metadataKeys: keys.length,
    withoutMetadata:
      hasPart(parts, 'metadata') || named.length > 0
        ? counted.under.filter(({ metadata }) => metadata.size === 0).length
        : 0,
  };
}

/** The summary of the samples that pass. */
export function plainSummary(
  runId: string,
  all: readonly PlainSample[],
  filters: Filters,
  parts?: SummaryParts,
): Summary {
  const under = (...but: FieldName[]) => all.filter((sample) => matches(sample, filters, but));
  const countedFor = (name: FieldName): Counted => ({ under: under(name), free: under(name, 'outcome') });
  const matching = under();
  const facets = wordNames
    .filter((name) => fields[name].sidebar !== 'hidden' && hasPart(parts, `facet:${name}`))
    .map((name): [string, Facet] => [
      name,
      facetOf(countedFor(name), (sample) => sample.words.get(name) ?? [], filters[name] ?? []),
    ]);
  const disabled = filters.disabled === undefined ? [] : [String(filters.disabled)];
  if (hasPart(parts, 'facet:disabled')) {
    const facet = facetOf(countedFor('disabled'), (sample) => [String(sample.isDisabled)], disabled);
    facets.push(['disabled', facet]);
  }
  const histograms = [...rangeNames, ...strictRangeNames].flatMap((name): [string, Histogram][] => {
    if (!hasPart(parts, `histogram:${name}`)) return [];
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
    unknownReasons: hasPart(parts, 'reasons')
      ? reasons.values.map(({ value, count }) => ({ reason: value, count }))
      : [],
    facets: Object.fromEntries(facets),
    ...metadataFacets(all, countedFor('metadata'), filters.metadata, parts),
    histograms: Object.fromEntries(histograms),
    ...matrixOf(hasPart(parts, 'matrix') ? matching : []),
  };
}
