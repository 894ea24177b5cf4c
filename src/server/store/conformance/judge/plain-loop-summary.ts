/** The summary of what a query matches, by a plain loop over an array. */
import {
  choiceFieldNames,
  fieldNames,
  fields,
  type ChoiceFieldName,
  type FieldName,
} from '../../../../contract/fields';
import type { Facet, Histogram, Summary } from '../../../../contract/schemas/summary';
import {
  hasKeyPart,
  hasPart,
  namedKeys,
  wholeSummary,
  type SummaryParts,
} from '../../../../contract/schemas/summary-parts';
import { facetOf, histogramOf, outcomeLike, resultCounts, type Counting } from './plain-loop-facets';
import { plainHeadline } from './plain-loop-headline';
import { matrixOf, noMatrix, rowsUnder } from './plain-loop-matrix';
import {
  compareWords,
  keptBut,
  rangeNames,
  strictRangeNames,
  verdictRangeNames,
  wordsOf,
  type Asked,
  type LeftOut,
  type Reader,
} from './plain-loop-query';
import type { PlainSample } from './plain-loop-values';

/** Counts samples, whatever the rest of the summary counts. */
const inSamples = (counting: Counting): Counting => ({ ...counting, unit: 'samples' });

function facetsOf(counting: Counting, { filters, not }: Asked, parts: SummaryParts): [string, Facet][] {
  const ofChoice = (name: ChoiceFieldName): [string, Facet] => {
    const chosen = [...(filters[name] ?? []), ...(not[name] ?? [])];
    return [name, facetOf(counting, wordsOf(name), [name, `not.${name}`], chosen)];
  };
  const facets = choiceFieldNames.filter((name) => hasPart(parts, `facet:${name}`)).map(ofChoice);
  if (hasPart(parts, 'facet:disabled')) {
    const chosen = filters.disabled === undefined ? [] : [String(filters.disabled)];
    const reader = { ofSample: ({ isDisabled }: PlainSample) => [String(isDisabled)] };
    facets.push(['disabled', facetOf(counting, reader, ['disabled'], chosen)]);
  }
  return facets;
}

const numberReaders: readonly [FieldName, Reader<number>][] = [
  ...[...rangeNames, ...strictRangeNames].map((name): [FieldName, Reader<number>] => [
    name,
    { ofSample: ({ numbers }) => [numbers.get(name)].filter((number) => number !== undefined) },
  ]),
  ...verdictRangeNames.map((name): [FieldName, Reader<number>] => [
    name,
    { ofVerdict: (verdict) => [verdict[name]].filter((number) => number !== null) },
  ]),
];

function histogramsOf(counting: Counting, parts: SummaryParts): [string, Histogram][] {
  return numberReaders.flatMap(([name, reader]): [string, Histogram][] => {
    if (!hasPart(parts, `histogram:${name}`)) return [];
    const field = fields[name];
    const histogram = histogramOf(counting, reader, [name], 'scale' in field ? field.scale : undefined);
    return histogram === undefined ? [] : [[name, histogram]];
  });
}

/** The fields for which some sample or verdict has a value, ignoring filters. */
function fieldsWithValues(samples: readonly PlainSample[]): FieldName[] {
  const hasSome = (reader: Reader<unknown>) =>
    samples.some((sample) =>
      'ofSample' in reader
        ? reader.ofSample(sample).length > 0
        : sample.verdicts.some((verdict) => reader.ofVerdict(verdict).length > 0),
    );
  return fieldNames.filter((name) => {
    const choice = choiceFieldNames.find((one) => one === name);
    if (choice !== undefined) return hasSome(wordsOf(choice));
    if (name === 'disabled') return samples.length > 0;
    return numberReaders.some(([field, reader]) => field === name && hasSome(reader));
  });
}

function metadataOf(counting: Counting, { filters }: Asked, parts: SummaryParts) {
  const { samples } = counting;
  const users = new Map<string, number>();
  for (const { metadata } of samples)
    for (const key of metadata.keys()) users.set(key, (users.get(key) ?? 0) + 1);
  const keys = [...users].sort(([a, inA], [b, inB]) => inB - inA || compareWords(a, b)).map(([key]) => key);
  const named = namedKeys(parts);
  const listed = keys.filter((key, at) => (at < 50 && hasKeyPart(parts, key)) || named.includes(key));
  const allPairs = { ofSample: ({ metadata }: PlainSample) => [...metadata.keys()] };
  return {
    metadata: listed.map((key) => {
      const items = filters.metadata?.items.filter((item) => item.key === key) ?? [];
      const chosen = items.flatMap(({ values = [], exclude = [] }) => [...values, ...exclude]);
      const reader = {
        ofSample: ({ metadata }: PlainSample) => [metadata.get(key)].filter((word) => word !== undefined),
      };
      return { key, ...facetOf(counting, reader, ['metadata'], chosen) };
    }),
    metadataKeys: keys.length,
    withoutMetadata:
      hasPart(parts, 'metadata') || named.length > 0
        ? facetOf(counting, allPairs, ['metadata'], []).missing
        : 0,
  };
}

function reasonsOf(counting: Counting) {
  const reader = {
    ofSample: ({ unknownReason }: PlainSample) => (unknownReason === null ? [] : [unknownReason]),
  };
  const { values } = facetOf(inSamples(counting), reader, [], []);
  return values.flatMap(({ value, count }) => (value === null ? [] : [{ reason: value, count }]));
}

/** The summary of the samples and verdicts that match. */
export function plainSummary(
  runId: string,
  samples: readonly PlainSample[],
  asked: Asked,
  { parts, unit, matrix, group } = wholeSummary,
): Summary {
  const kept = keptBut(samples, asked);
  const counting: Counting = { samples, kept, unit };
  const outcomes = (but: readonly LeftOut[]) => resultCounts(kept(but).map(({ sample }) => sample.outcome));
  const judged = rowsUnder(kept, outcomeLike).filter(({ verdict }) => verdict.kind !== 'surplus');
  return {
    success: true,
    run: runId,
    unit,
    total: samples.length,
    fieldsWithValues: fieldsWithValues(samples),
    matching: kept([]).length,
    outcomes: outcomes([]),
    judgedWithoutOutcomeFilter: outcomes(outcomeLike),
    verdicts: {
      matching: rowsUnder(kept, []).length,
      judgedWithoutOutcomeFilter: resultCounts(judged.map(({ verdict }) => verdict.result)),
    },
    headline: plainHeadline(samples, asked, group),
    unknownReasons: hasPart(parts, 'reasons') ? reasonsOf(counting) : [],
    facets: Object.fromEntries(facetsOf(counting, asked, parts)),
    ...metadataOf(counting, asked, parts),
    histograms: Object.fromEntries(histogramsOf(counting, parts)),
    ...(hasPart(parts, 'matrix') ? matrixOf(kept, matrix) : noMatrix),
  };
}
