/** The facets and histograms of what a query matches, in samples or verdicts, by a plain loop over an array. */
import type { ChoiceValue } from '../../../../contract/kinds/kind';
import type { Facet, Histogram, Unit } from '../../../../contract/schemas/summary';
import type { Verdict } from '../../../../domain/verdict';
import { compareWords, isOneOf, type KeptBut, type LeftOut, type Reader } from './plain-loop-query';
import type { PlainSample } from './plain-loop-values';

/** What a summary counts. */
export interface Counting {
  samples: readonly PlainSample[];
  kept: KeptBut;
  unit: Unit;
}

/** One sample or verdict that is counted: its values, and whether it is right. */
interface Counted<Value> {
  values: readonly Value[];
  result: Verdict['result'];
}

/** The filters that resemble an outcome: with them every error rate would be 0 or 100 %. */
export const outcomeLike: readonly LeftOut[] = [
  'outcome',
  'verdict',
  'boxError',
  'wrong',
  'not.outcome',
  'not.verdict',
  'not.boxError',
];

function countedBy<Value>(
  { kept, unit }: Counting,
  reader: Reader<Value>,
  but: readonly LeftOut[],
): Counted<Value>[] {
  return kept(but).flatMap(({ sample, verdicts }): Counted<Value>[] => {
    if (unit === 'verdicts') {
      return verdicts.map((verdict) => ({
        values: 'ofSample' in reader ? reader.ofSample(sample) : reader.ofVerdict(verdict),
        result: verdict.result,
      }));
    }
    const values = 'ofSample' in reader ? reader.ofSample(sample) : verdicts.flatMap(reader.ofVerdict);
    return [{ values: [...new Set(values)], result: sample.outcome }];
  });
}

/** The number of items with each value. */
function tally<Value>(counted: readonly Counted<Value>[]): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const { values } of counted)
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const withoutValue = (counted: readonly Counted<unknown>[]) =>
  counted.filter(({ values }) => values.length === 0).length;

/** In text order, with `null` last. */
const compareValues = (a: ChoiceValue, b: ChoiceValue) =>
  a === null || b === null ? Number(a === null) - Number(b === null) : compareWords(a, b);

/** The values of a field under all filters but `own`; selected ones are listed even if nothing has them. */
export function facetOf<Value extends ChoiceValue>(
  counting: Counting,
  reader: Reader<Value>,
  own: readonly LeftOut[],
  chosen: readonly Value[],
): Facet {
  const under = countedBy(counting, reader, own);
  const free = countedBy(counting, reader, [...own, ...outcomeLike]);
  const counts = tally(under);
  const of = tally(free);
  const judged = tally(free.filter(({ result }) => result !== 'unknown'));
  const incorrect = tally(free.filter(({ result }) => result === 'incorrect'));
  const values = [...new Set([...counts.keys(), ...chosen])].map((value) => ({
    value,
    count: counts.get(value) ?? 0,
    of: of.get(value) ?? 0,
    judged: judged.get(value) ?? 0,
    incorrect: incorrect.get(value) ?? 0,
  }));
  values.sort((a, b) => b.count - a.count || compareValues(a.value, b.value));
  return {
    values: values.filter(({ value }, at) => at < 100 || isOneOf([value], chosen)),
    distinct: counts.size,
    missing: withoutValue(under),
  };
}

/**
 * The numbers of a field in bins, between the ends of its scale or else those of the whole run; `undefined` if it
 * has none.
 */
export function histogramOf(
  counting: Counting,
  reader: Reader<number>,
  own: readonly LeftOut[],
  scale: readonly [low: number, high: number] | undefined,
): Histogram | undefined {
  const numbers = counting.samples.flatMap((sample) =>
    'ofSample' in reader ? reader.ofSample(sample) : sample.verdicts.flatMap(reader.ofVerdict),
  );
  if (numbers.length === 0) return undefined;
  const [low, high] = scale ?? [
    numbers.reduce((a, b) => Math.min(a, b)),
    numbers.reduce((a, b) => Math.max(a, b)),
  ];
  const bins = low === high ? 1 : 40;
  const binOf = (value: number) =>
    bins === 1 ? 0 : Math.max(0, Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins)));
  const byBin: Reader<number> =
    'ofSample' in reader
      ? { ofSample: (sample) => reader.ofSample(sample).map(binOf) }
      : { ofVerdict: (verdict) => reader.ofVerdict(verdict).map(binOf) };
  const under = countedBy(counting, byBin, own);
  const free = countedBy(counting, byBin, [...own, ...outcomeLike]);
  const perBin = (counted: readonly Counted<number>[]) => {
    const counts = tally(counted);
    return Array.from({ length: bins }, (_, bin) => counts.get(bin) ?? 0);
  };
  return {
    low,
    high,
    counts: perBin(under),
    incorrect: perBin(free.filter(({ result }) => result === 'incorrect')),
    missing: withoutValue(under),
  };
}

/** The number of verdicts with each result. */
export function resultCounts(results: readonly Verdict['result'][]) {
  const count = (result: Verdict['result']) => results.filter((one) => one === result).length;
  return { correct: count('correct'), incorrect: count('incorrect'), unknown: count('unknown') };
}
