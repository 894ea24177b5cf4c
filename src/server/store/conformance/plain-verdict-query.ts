/** Which samples and verdicts meet a query, and the facets of it in both units: the judge of the SQL over verdicts. */
import type { RangeValue } from '../../../contract/kinds/kind';
import type { Verdict, VerdictResult } from '../../../domain/verdict';

/** A word, or `null` for nothing. */
export type Word = string | null;

export interface WordFilters {
  expected?: readonly Word[];
  said?: readonly Word[];
  /** Results and kinds. */
  verdict?: readonly Word[];
  boxError?: readonly Word[];
  block?: readonly Word[];
}
export type WordField = keyof WordFilters;

export interface RangeFilters {
  score?: RangeValue;
  margin?: RangeValue;
  error?: RangeValue;
  overlap?: RangeValue;
}

/** A sample with its verdicts and the values that queries of verdicts ask for. */
export interface JudgedSample {
  sampleId: number;
  outcome: VerdictResult;
  verdicts: readonly Verdict[];
}

/** The filters of samples by name (`not.labels` is one of its own), each as what it keeps. */
export type SampleFilters<Sample> = Readonly<Record<string, (sample: Sample) => boolean>>;

export interface VerdictQuery<Sample extends JudgedSample> {
  words?: WordFilters;
  ranges?: RangeFilters;
  /** A sample with any of these values in any verdict is left out. */
  not?: WordFilters;
  samples?: SampleFilters<Sample>;
}

const wordFields: readonly WordField[] = ['expected', 'said', 'verdict', 'boxError', 'block'];
const rangeFields = ['score', 'margin', 'error', 'overlap'] as const;

/** The values of a verdict in a field; `null` is a value of `expected` and `said` only. */
function wordsOf(verdict: Verdict, field: WordField): Word[] {
  if (field === 'verdict') return [verdict.result, ...(verdict.kind === null ? [] : [verdict.kind])];
  if (field === 'boxError') return verdict.boxError === null ? [] : [verdict.boxError];
  if (field === 'block') return [String(verdict.block)];
  return verdict.isNumber ? [] : [verdict[field]];
}

const isInRange = (value: number | null, { min, max }: RangeValue) =>
  value !== null && (min === undefined || value >= min) && (max === undefined || value < max);

/** Whether the verdict meets all filters at once, those of some names left out. */
export function meetsVerdict<Sample extends JudgedSample>(
  verdict: Verdict,
  { words = {}, ranges = {} }: VerdictQuery<Sample>,
  but: readonly string[] = [],
): boolean {
  const isLeftOut = (name: string) => but.includes(name);
  // Also where the filter is left out, so that no value of a facet has a larger count than it is "of".
  if (verdict.kind === 'surplus' && !(words.verdict ?? []).includes('surplus')) return false;
  return (
    wordFields.every((field) => {
      const chosen = words[field];
      if (chosen === undefined || isLeftOut(field)) return true;
      return wordsOf(verdict, field).some((word) => chosen.includes(word));
    }) &&
    rangeFields.every((field) => {
      const range = ranges[field];
      return range === undefined || isLeftOut(field) || isInRange(verdict[field], range);
    })
  );
}

/** Whether the sample passes the filters of samples and has none of the values that `not` leaves out. */
export function passesAsSample<Sample extends JudgedSample>(
  sample: Sample,
  { not = {}, samples = {} }: VerdictQuery<Sample>,
  but: readonly string[] = [],
): boolean {
  const keeps = Object.entries(samples).every(([name, keep]) => but.includes(name) || keep(sample));
  return (
    keeps &&
    wordFields.every((field) => {
      const leftOut = not[field];
      if (leftOut === undefined || but.includes(`not.${field}`)) return true;
      return !sample.verdicts.some((verdict) =>
        wordsOf(verdict, field).some((word) => leftOut.includes(word)),
      );
    })
  );
}

/** Whether the sample meets the query: its own filters, and one single verdict that meets all filters of verdicts. */
export function meetsQuery<Sample extends JudgedSample>(
  sample: Sample,
  query: VerdictQuery<Sample>,
  but: readonly string[] = [],
): boolean {
  if (!passesAsSample(sample, query, but)) return false;
  const isAsked = [...Object.entries(query.words ?? {}), ...Object.entries(query.ranges ?? {})].some(
    ([name, value]) => value !== undefined && !but.includes(name),
  );
  return !isAsked || sample.verdicts.some((verdict) => meetsVerdict(verdict, query, but));
}

export type Unit = 'samples' | 'verdicts';

export interface VerdictFacetValue {
  value: Word;
  /** Under all filters but the field's own. */
  count: number;
  /** Also without the filters that are like an outcome, as the next two. */
  of: number;
  judged: number;
  incorrect: number;
}

/** A field of verdicts, or one of samples with what reads its values. */
export type FacetField<Sample> =
  { verdict: WordField } | { sample: string; valuesOf: (sample: Sample) => readonly Word[] };

const outcomeLike = ['outcome', 'verdict', 'boxError', 'wrong'].flatMap((name) => [name, `not.${name}`]);

/** One thing that is counted: its values, and whether it is right. */
interface Counted {
  values: readonly Word[];
  result: VerdictResult;
}

function counted<Sample extends JudgedSample>(
  samples: readonly Sample[],
  query: VerdictQuery<Sample>,
  field: FacetField<Sample>,
  unit: Unit,
  but: readonly string[],
): Counted[] {
  return samples.flatMap((sample): Counted[] => {
    if (unit === 'samples' && 'sample' in field) {
      return meetsQuery(sample, query, but)
        ? [{ values: field.valuesOf(sample), result: sample.outcome }]
        : [];
    }
    if (!passesAsSample(sample, query, but)) return [];
    const rows = sample.verdicts
      .filter((verdict) => meetsVerdict(verdict, query, but))
      .map((verdict) => ({
        values: 'sample' in field ? field.valuesOf(sample) : wordsOf(verdict, field.verdict),
        result: verdict.result,
      }));
    if (unit === 'verdicts') return rows;
    const values = [...new Set(rows.flatMap((row) => row.values))];
    return [{ values, result: sample.outcome }];
  });
}

/** The facet of a field under the query, without its own filter and its own `not.`; the order of values is not promised. */
export function verdictFacet<Sample extends JudgedSample>(
  samples: readonly Sample[],
  query: VerdictQuery<Sample>,
  field: FacetField<Sample>,
  unit: Unit,
): VerdictFacetValue[] {
  const name = 'sample' in field ? field.sample : field.verdict;
  const own = [name, `not.${name}`];
  const under = counted(samples, query, field, unit, own);
  const free = counted(samples, query, field, unit, [...own, ...outcomeLike]);
  const present = [...new Set(under.flatMap(({ values }) => values))];
  return present.map((value) => {
    const ofValue = free.filter(({ values }) => values.includes(value));
    return {
      value,
      count: under.filter(({ values }) => values.includes(value)).length,
      of: ofValue.length,
      judged: ofValue.filter(({ result }) => result !== 'unknown').length,
      incorrect: ofValue.filter(({ result }) => result === 'incorrect').length,
    };
  });
}

/** How many of each result, of the samples and of the verdicts, without the filters that are like an outcome. */
export function headlineCounts<Sample extends JudgedSample>(
  samples: readonly Sample[],
  query: VerdictQuery<Sample>,
) {
  const results = (found: readonly Counted[]) => {
    const count = (result: VerdictResult) => found.filter((one) => one.result === result).length;
    return { correct: count('correct'), incorrect: count('incorrect'), unknown: count('unknown') };
  };
  const field: FacetField<Sample> = { sample: '', valuesOf: () => [] };
  const unasked = { ...query, words: { ...query.words, verdict: undefined } };
  return {
    samples: results(counted(samples, unasked, field, 'samples', outcomeLike)),
    verdicts: results(counted(samples, unasked, field, 'verdicts', outcomeLike)),
  };
}
