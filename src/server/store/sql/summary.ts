/** Everything beside the rows: totals, facets, each without its own filter, histograms, metadata and the matrix. */
import type { Query } from '../../../contract/query';
import type { Facet, Summary } from '../../../contract/summary';
import {
  facetFields,
  hasKeyPart,
  hasPart,
  namedKeys,
  type SummaryChoice,
  type SummaryParts,
} from '../../../contract/summary-parts';
import type { CountedColumn, RowsWithout } from './count-parts';
import { countColumns } from './counting';
import type { Dictionary } from './dictionary';
import { everyOutcome, histogramOf, tally, type ColumnCounts, type KeptOutcomes } from './facet-counts';
import { facetPlans, facetsOf, isSetIn, ownFilters } from './facets';
import { headlineOf } from './headline';
import { matrixFilters, matrixOf, noMatrix } from './matrix';
import { noCounts, outcomes, type Counts } from './packs';
import { firstKeyOwner, outcomeOrder } from './schema';
import type { SqlIndex } from './sql-index';

/** What a summary is asked for. */
export interface SummaryRequest extends SummaryChoice {
  runId: string;
  selection: Pick<Query, 'filters' | 'not'>;
}

/** The filters on what is right or wrong: rates leave them out, or all would be 0 or 100 %. */
const outcomeLike = ['outcome', 'verdict', 'boxError'].flatMap(ownFilters).concat('wrong');

/** The metadata keys that are asked for, most used first, with their owners. */
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

/**
 * Counts the columns under all filters but their own, and without those that are like an outcome. Where only the outcome
 * is filtered, samples are counted once, by outcome; else twice.
 */
async function countTwice(
  index: SqlIndex,
  rowsWithout: RowsWithout,
  { selection, unit }: SummaryRequest,
  planned: readonly PlannedColumn[],
  signal: AbortSignal | undefined,
): Promise<(name: string) => ColumnCounts> {
  const isSet = isSetIn(selection);
  const columns = planned.map((one): CountedColumn => ({ unit, ...one }));
  const hasOther = outcomeLike.some((name) => name !== 'outcome' && isSet(name));
  const isTwofold = hasOther || (unit === 'verdicts' && isSet('outcome'));
  const count = (more: readonly string[]) =>
    countColumns(
      index,
      rowsWithout,
      isSet,
      columns.map((one) => ({ ...one, but: [...one.but, ...more] })),
      signal,
    );
  const free = await count(outcomeLike);
  const under = isTwofold ? await count([]) : free;
  const { outcome } = selection.filters;
  const kept: KeptOutcomes =
    isTwofold || outcome === undefined ? everyOutcome : outcomeOrder.map((name) => outcome.includes(name));
  const of = (counts: ReadonlyMap<string, Counts>, name: string) => counts.get(name) ?? noCounts;
  return (name) => ({
    under: of(under, name),
    kept: name === 'facet:outcome' ? everyOutcome : kept,
    free: of(free, name),
  });
}

const noFacet: Facet = { values: [], distinct: 0, missing: 0 };

/** Samples by outcome. */
function resultsOf(counts: Counts, kept: KeptOutcomes = everyOutcome): Summary['outcomes'] {
  const results = { correct: 0, incorrect: 0, unknown: 0 };
  for (const [at, name] of outcomeOrder.entries()) {
    if (kept[at] !== true) continue;
    for (let place = at; place < counts.length; place += outcomes) results[name] += counts[place] ?? 0;
  }
  return results;
}

/** The verdicts whose samples have an outcome that is kept. */
const matchingVerdicts = ({ under, kept }: ColumnCounts): number =>
  outcomeOrder.reduce(
    (sum, _name, at) => sum + (kept[at] === true ? tally(under, at, everyOutcome).of : 0),
    0,
  );

/** The summary of the samples that match the filters. Throws the signal's reason where it is aborted. */
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
  const outcomeCounts = resultsOf(totals.under, totals.kept);
  return {
    success: true,
    run: runId,
    unit,
    total: built.rows,
    fieldsWithValues: [...built.fieldsWithValues],
    matching: outcomeCounts.correct + outcomeCounts.incorrect + outcomeCounts.unknown,
    outcomes: outcomeCounts,
    judgedWithoutOutcomeFilter: resultsOf(totals.free),
    verdicts: { matching: matchingVerdicts(countsOf('verdicts')), judgedWithoutOutcomeFilter: judged },
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
    withoutMetadata: hasMetadata
      ? tally(countsOf('hasMetadata').under, 0, countsOf('hasMetadata').kept).count
      : 0,
    histograms: Object.fromEntries(
      histograms.map(({ field, ...shape }) => [field, histogramOf(countsOf(`histogram:${field}`), shape)]),
    ),
    ...(hasPart(parts, 'matrix')
      ? await matrixOf(index, dictionary, await rowsWithout(matrixFilters), request.matrix, signal)
      : noMatrix),
  };
}
