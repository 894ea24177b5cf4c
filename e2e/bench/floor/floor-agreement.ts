/** Checks that product and floor give the same answers, so that their times can be compared. */
import { deepStrictEqual } from 'node:assert';
import type { Facet, Summary } from '../../../src/contract/schemas/summary';
import type { FloorWhole } from './floor';

/** The values that the floor also lists: the product adds selected ones after the most frequent. */
function likeFloor({ values, distinct, missing }: Facet, floor: Facet | undefined) {
  const listed = new Set(floor?.values.map(({ value }) => value));
  return { values: values.filter(({ value }) => listed.has(value)), distinct, missing };
}

/** Throws if the answers differ. */
export function expectSameAnswer(
  query: string,
  page: { totalCount: number; sampleIds: readonly number[] },
  summary: Summary,
  floor: FloorWhole,
): void {
  const keys = new Map(floor.metadata.map(({ key, ...facet }) => [key, facet]));
  const said = {
    matching: summary.matching,
    verdicts: summary.verdicts,
    totalCount: page.totalCount,
    sampleIds: page.sampleIds,
    facets: Object.fromEntries(
      Object.entries(summary.facets).map(([name, facet]) => [name, likeFloor(facet, floor.facets[name])]),
    ),
    metadata: new Map(summary.metadata.map(({ key, ...facet }) => [key, likeFloor(facet, keys.get(key))])),
    histograms: summary.histograms,
    matrix: summary.matrix,
  };
  const expected = {
    matching: floor.matching,
    verdicts: floor.verdicts,
    totalCount: floor.matching,
    sampleIds: floor.sampleIds,
    facets: floor.facets,
    metadata: keys,
    histograms: floor.histograms,
    matrix: floor.matrix,
  };
  deepStrictEqual(said, expected, `The product and the floor differ for ${query || 'no filter'}.`);
}
