/** Converts counts of codes by outcome, or by result, to the facets and histograms of the contract. */
import type { ChoiceValue } from '../../../contract/kinds/kind';
import {
  summaryLimits,
  type Facet,
  type FacetValue,
  type Histogram,
} from '../../../contract/schemas/summary';
import { compareText } from '../../../domain/text-match';
import { outcomes, type Counts } from './packs';
import type { HistogramShape } from './schema';

/** The counts of one code, by outcome or result. */
export function tally(counts: Counts, code: number) {
  const first = code * outcomes;
  const [correct, incorrect, unknown] = [counts[first] ?? 0, counts[first + 1] ?? 0, counts[first + 2] ?? 0];
  return { incorrect, judged: correct + incorrect, count: correct + incorrect + unknown };
}

/** The counts of one column: under all filters except its own, and also without those that resemble an outcome. */
export interface ColumnCounts {
  under: Counts;
  free: Counts;
}

/** The codes from 1 with the highest counts, ties by code, null last; and the number of codes with a count. */
export function topCodes(
  { under }: ColumnCounts,
  nullCode: number | undefined,
): { top: number[]; distinct: number } {
  const limit = summaryLimits.facetValues;
  const top: { code: number; count: number }[] = [];
  let distinct = 0;
  const codes = Math.ceil(under.length / outcomes) - 1;
  for (let at = 1; at <= codes; at++) {
    const code = nullCode === undefined ? at : at === codes ? nullCode : at + nullCode;
    const { count } = tally(under, code);
    if (count === 0) continue;
    distinct += 1;
    if (top.length === limit && count <= (top.at(-1)?.count ?? 0)) continue;
    // Later codes come after earlier ones with the same count.
    let place = top.length;
    while (place > 0 && (top[place - 1]?.count ?? 0) < count) place -= 1;
    top.splice(place, 0, { code, count });
    if (top.length > limit) top.pop();
  }
  return { top: top.map(({ code }) => code), distinct };
}

/** A value that the user selected, with its code; `undefined` if the run does not have it. */
export interface ChosenValue {
  value: ChoiceValue;
  code: number | undefined;
}

/** In text order, with null last. */
const compareValues = (one: ChoiceValue, other: ChoiceValue): number =>
  one === null || other === null ? Number(one === null) - Number(other === null) : compareText(one, other);

/** A facet of words; selected ones are listed even if nothing has them. */
export function facetOf(
  counts: ColumnCounts,
  { top, distinct }: ReturnType<typeof topCodes>,
  wordOf: (code: number) => ChoiceValue,
  chosen: readonly ChosenValue[],
): Facet {
  const { under, free } = counts;
  const valueOf = (code: number, value: ChoiceValue): FacetValue => {
    const { count: of, judged, incorrect } = tally(free, code);
    return { value, count: tally(under, code).count, of, judged, incorrect };
  };
  const values = top.map((code) => valueOf(code, wordOf(code)));
  const listed = new Set(values.map(({ value }) => value));
  for (const { value, code } of chosen) {
    if (listed.has(value)) continue;
    listed.add(value);
    values.push(
      code === undefined ? { value, count: 0, of: 0, judged: 0, incorrect: 0 } : valueOf(code, value),
    );
  }
  values.sort((a, b) => b.count - a.count || compareValues(a.value, b.value));
  return { values, distinct, missing: tally(under, 0).count };
}

/** A histogram from the counts of its bins, which are codes from 1. */
export function histogramOf({ under, free }: ColumnCounts, shape: HistogramShape): Histogram {
  const codes = Array.from({ length: shape.bins }, (_bin, at) => at + 1);
  return {
    low: shape.low,
    high: shape.high,
    counts: codes.map((code) => tally(under, code).count),
    incorrect: codes.map((code) => tally(free, code).incorrect),
    missing: tally(under, 0).count,
  };
}
