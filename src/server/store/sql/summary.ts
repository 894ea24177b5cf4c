/** The summary of a query: totals, facets (each without its own filter), histograms, metadata and the matrix. */
import type { Query } from '../../../contract/query';
import type { Facet, Summary } from '../../../contract/schemas/summary';
import {
  facetFields,
  hasKeyPart,
  hasPart,
  namedKeys,
  type SummaryChoice,
  type SummaryParts,
} from '../../../contract/schemas/summary-parts';
import type { CountedColumn, RowsWithout } from './count-parts';
import { countColumns } from './counting';
import type { Dictionary } from './dictionary';
import { histogramOf, tally, type ColumnCounts } from './facet-counts';
import { facetPlans, facetsOf, isSetIn, ownFilters } from './facets';
import { headlineOf } from './headline';
import { matrixFilters, matrixOf, noMatrix } from './matrix';
import { noCounts, outcomes, type Counts } from './packs';
import { firstKeyOwner, outcomeOrder } from './schema';
import type { SqlIndex } from './sql-index';

/** The request for a summary. */
export interface SummaryRequest extends SummaryChoice {
  runId: string;
  selection: Pick<Query, 'filters' | 'not'>;
}

/** The filters on what is right or wrong: rates ignore them, otherwise all would be 0 or 100 %. */
const outcomeLike = ['outcome', 'verdict', 'boxError'].flatMap(ownFilters).concat('wrong');

/** The requested metadata keys, most frequent first, with their owners. */
async function askedKeys({ built }: SqlIndex, dictionary: Dictionary, parts: SummaryParts) {
  const keys = built.keys.flatMap((key, place) =>
    hasKeyPart(parts, key) ? [{ key, owner: firstKeyOwner + place }] : [],
  );
  for (const key of namedKeys(parts)) {
    const owner = built.keys.includes(key) ? undefined : await dictionary.ownerOfKey(key);
    if (owner !== undefined) keys.push({ key, owner });
  }
  return keys.sort((a, b) => a.owner - b.owner);
}

type PlannedColumn = Omit<CountedColumn, 'unit'> & { unit?: CountedColumn['unit'] };

/** Counts the columns under all filters except their own, and also without those that resemble an outcome. */
async function countTwice(
  index: SqlIndex,
  rowsWithout: RowsWithout,
  { selection, unit }: SummaryRequest,
  planned: readonly PlannedColumn[],
  signal: AbortSignal | undefined,
): Promise<(name: string) => ColumnCounts> {
  const isSet = isSetIn(selection);
  const count = (more: readonly string[]) => {
    const columns = planned.map((one): CountedColumn => ({ unit, ...one, but: [...one.but, ...more] }));
    return countColumns(index, rowsWithout, isSet, columns, signal);
  };
  const free = await count(outcomeLike);
  const under = outcomeLike.some(isSet) ? await count([]) : free;
  return (name) => ({ under: under.get(name) ?? noCounts, free: free.get(name) ?? noCounts });
}

const noFacet: Facet = { values: [], distinct: 0, missing: 0 };

/** Samples by outcome. */
function resultsOf(counts: Counts): Summary['outcomes'] {
  const results = { correct: 0, incorrect: 0, unknown: 0 };
  for (const [at, name] of outcomeOrder.entries()) {
    for (let place = at; place < counts.length; place += outcomes) results[name] += counts[place] ?? 0;
  }
  return results;
}

const sumOf = (counts: Counts): number => counts.reduce((sum, count) => sum + count, 0);

/** The summary of the samples that match the filters. Throws the signal's reason if it is aborted. */
export async function summaryOf(
  index: SqlIndex,
  dictionary: Dictionary,
  rowsWithout: RowsWithout,
  request: SummaryRequest,
  signal?: AbortSignal,
): Promise<Summary> {
  const { built } = index;
  const { runId, selection, parts, unit } = request;
  const keys = await askedKeys(index, dictionary, parts);
  const plans = facetPlans(selection, parts, keys);
  const histograms = built.histograms.filter(({ field }) => hasPart(parts, `histogram:${field}`));
  const hasMetadata = hasPart(parts, 'metadata') || namedKeys(parts).length > 0;
  const countsOf = await countTwice(
    index,
    rowsWithout,
    request,
    [
      { name: 'totals', unit: 'samples', but: [] },
      { name: 'verdicts', unit: 'verdicts', but: [] },
      ...(hasMetadata ? [{ name: 'hasMetadata', but: ['metadata'] }] : []),
      ...plans.map(({ column, words, but }): PlannedColumn => ({
        name: column,
        but,
        ...('owner' in words && { owner: words.owner }),
        ...(column === 'reasons' && { unit: 'samples' }),
      })),
      ...histograms.map(({ field }) => ({ name: `histogram:${field}`, but: ownFilters(field) })),
    ],
    signal,
  );
  const facets = await facetsOf(dictionary, plans, countsOf);
  const totals = countsOf('totals');
  const free = { rows: await rowsWithout(outcomeLike), totals: totals.free };
  const { headline, results: judged } = await headlineOf(index, dictionary, free, request.group, signal);
  return {
    success: true,
    run: runId,
    unit,
    total: built.rows,
    fieldsWithValues: [...built.fieldsWithValues],
    matching: sumOf(totals.under),
    outcomes: resultsOf(totals.under),
    judgedWithoutOutcomeFilter: resultsOf(totals.free),
    verdicts: { matching: sumOf(countsOf('verdicts').under), judgedWithoutOutcomeFilter: judged },
    headline,
    unknownReasons: (facets.get('reasons') ?? noFacet).values.map(({ value, count }) => ({
      reason: value ?? '',
      count,
    })),
    facets: Object.fromEntries(
      facetFields.flatMap((name) => {
        const found = facets.get(`facet:${name}`);
        return found === undefined ? [] : [[name, found]];
      }),
    ),
    metadata: keys.map(({ key }) => ({ key, ...(facets.get(`metadata:${key}`) ?? noFacet) })),
    metadataKeys: built.keyCount,
    withoutMetadata: hasMetadata ? tally(countsOf('hasMetadata').under, 0).count : 0,
    histograms: Object.fromEntries(
      histograms.map(({ field, ...shape }) => [field, histogramOf(countsOf(`histogram:${field}`), shape)]),
    ),
    ...(hasPart(parts, 'matrix')
      ? await matrixOf(index, dictionary, await rowsWithout(matrixFilters), request.matrix, signal)
      : noMatrix),
  };
}
