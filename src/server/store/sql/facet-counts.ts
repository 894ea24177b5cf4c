/** Counts of codes by outcome → facets and histograms, as the contract has them. */
import { summaryLimits, type Facet, type FacetValue, type Histogram } from '../../../contract/summary';
import { compareText } from '../../../domain/text-match';
import { outcomes, type Counts } from './packs';
import { outcomeOrder, type HistogramShape } from './schema';

/** Which outcomes the outcome filter keeps, by number; all where it is not set. */
export type KeptOutcomes = readonly boolean[];

export const everyOutcome: KeptOutcomes = outcomeOrder.map(() => true);

/** The samples of one code: those that the outcome filter keeps too, and the judged and incorrect ones without it. */
export function tally(counts: Counts, code: number, kept: KeptOutcomes) {
  const first = code * outcomes;
  const [unknown, correct, incorrect] = [counts[first] ?? 0, counts[first + 1] ?? 0, counts[first + 2] ?? 0];
  const count = (kept[0] ? unknown : 0) + (kept[1] ? correct : 0) + (kept[2] ? incorrect : 0);
  return { count, unknown, correct, incorrect, judged: correct + incorrect };
}

/** The codes from 1 with the highest counts, highest first, ties by code; and how many have any. */
export function topCodes(counts: Counts, kept: KeptOutcomes): { top: number[]; distinct: number } {
  const limit = summaryLimits.facetValues;
  const top: { code: number; count: number }[] = [];
  let distinct = 0;
  for (let code = 1; code * outcomes < counts.length; code++) {
    const { count } = tally(counts, code, kept);
    if (count === 0) continue;
    distinct += 1;
    if (top.length === limit && count <= (top.at(-1)?.count ?? 0)) continue;
    // Later codes stand behind earlier ones of the same count.
    let at = top.length;
    while (at > 0 && (top[at - 1]?.count ?? 0) < count) at -= 1;
    top.splice(at, 0, { code, count });
    if (top.length > limit) top.pop();
  }
  return { top: top.map(({ code }) => code), distinct };
}

/** A value that the user chose, with its code; `undefined` where no sample of the run has it. */
export interface ChosenValue {
  value: string;
  code: number | undefined;
}

/** A facet of words; chosen ones are listed even where no sample has them. */
export function facetOf(
  counts: Counts,
  kept: KeptOutcomes,
  wordOf: (code: number) => string,
  chosen: readonly ChosenValue[] = [],
): Facet {
  const { top, distinct } = topCodes(counts, kept);
  const valueOf = (code: number, value: string): FacetValue => {
    const { count, judged, incorrect } = tally(counts, code, kept);
    return { value, count, judged, incorrect };
  };
  const values = top.map((code) => valueOf(code, wordOf(code)));
  const listed = new Set(values.map(({ value }) => value));
  for (const { value, code } of chosen) {
    if (listed.has(value)) continue;
    listed.add(value);
    values.push(code === undefined ? { value, count: 0, judged: 0, incorrect: 0 } : valueOf(code, value));
  }
  if (values.length > top.length) values.sort((a, b) => b.count - a.count || compareText(a.value, b.value));
  return { values, distinct, missing: tally(counts, 0, kept).count };
}

/** A histogram from the counts of its bins, which are codes from 1. */
export function histogramOf(counts: Counts, kept: KeptOutcomes, shape: HistogramShape): Histogram {
  const bins = Array.from({ length: shape.bins }, (_bin, at) => tally(counts, at + 1, kept));
  return {
    low: shape.low,
    high: shape.high,
    counts: bins.map(({ count }) => count),
    incorrect: bins.map(({ incorrect }) => incorrect),
    missing: tally(counts, 0, kept).count,
  };
}
