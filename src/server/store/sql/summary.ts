/** Everything beside the rows: totals, facets, each without its own filter, histograms, metadata and the matrix. */
import type { Filters } from '../../../contract/query';
import type { Facet, Summary } from '../../../contract/summary';
import {
  facetFields,
  hasKeyPart,
  hasPart,
  namedKeys,
  type SummaryParts,
} from '../../../contract/summary-parts';
import { isChoiceField } from '../fields-by-kind';
import { countColumns, type RowsWithout } from './counting';
import type { Dictionary, OwnerCodes } from './dictionary';
import {
  everyOutcome,
  facetOf,
  histogramOf,
  tally,
  topCodes,
  type ChosenValue,
  type KeptOutcomes,
} from './facet-counts';
import { matrixOf, noMatrix } from './matrix';
import { noCounts, type Counts } from './packs';
import { firstKeyOwner, flagWords, outcomeOrder, ownerOf, reasonOwner } from './schema';
import type { SqlIndex } from './sql-index';

/** A facet on its way: where its words are, and what the user chose of it. */
interface FacetPlan {
  column: string;
  /** Absent for a flag. */
  owner: number | undefined;
  kept: KeptOutcomes;
  chosen: readonly string[];
}

/** What a summary is asked for. */
export interface SummaryRequest {
  runId: string;
  filters: Filters;
  parts?: SummaryParts | undefined;
}

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

function facetPlans(
  { filters, parts }: SummaryRequest,
  kept: KeptOutcomes,
  keys: readonly { key: string; owner: number }[],
): FacetPlan[] {
  const plans: FacetPlan[] = facetFields
    .filter((name) => hasPart(parts, `facet:${name}`))
    .map((name) => {
      const chosen = isChoiceField(name)
        ? filters[name]
        : filters[name] === undefined
          ? []
          : [String(filters[name])];
      return {
        column: `facet:${name}`,
        owner: isChoiceField(name) ? ownerOf(name) : undefined,
        kept: name === 'outcome' ? everyOutcome : kept,
        chosen: chosen ?? [],
      };
    });
  for (const { key, owner } of keys) {
    const items = filters.metadata?.items.filter((item) => item.key === key) ?? [];
    const chosen = items.flatMap(({ values = [], exclude = [] }) => [...values, ...exclude]);
    plans.push({ column: `metadata:${key}`, owner, kept, chosen });
  }
  if (hasPart(parts, 'reasons')) plans.push({ column: 'reasons', owner: reasonOwner, kept, chosen: [] });
  return plans;
}

/** The facets of the plans, by column; all their words are looked up at once. */
async function facetsOf(
  dictionary: Dictionary,
  plans: readonly FacetPlan[],
  counts: ReadonlyMap<string, Counts>,
): Promise<Map<string, Facet>> {
  const countsOf = ({ column }: FacetPlan) => counts.get(column) ?? noCounts;
  const listed: OwnerCodes[] = plans.flatMap((plan) =>
    plan.owner === undefined ? [] : [{ owner: plan.owner, codes: topCodes(countsOf(plan), plan.kept).top }],
  );
  const wordOf = await dictionary.wordsOf(listed);
  const facets = new Map<string, Facet>();
  for (const plan of plans) {
    const { owner } = plan;
    const chosen: ChosenValue[] = [];
    for (const value of plan.chosen) {
      const code =
        owner === undefined
          ? flagWords.findIndex((word) => word === value) + 1
          : (await dictionary.codesOf(owner, [value]))[0];
      chosen.push({ value, code });
    }
    const word = (code: number) => (owner === undefined ? (flagWords[code - 1] ?? '') : wordOf(owner, code));
    facets.set(plan.column, facetOf(countsOf(plan), plan.kept, word, chosen));
  }
  return facets;
}

/** The summary of the samples that match the filters. Throws the signal's reason where it is aborted. */
export async function summaryOf(
  index: SqlIndex,
  dictionary: Dictionary,
  rowsWithout: RowsWithout,
  request: SummaryRequest,
  signal?: AbortSignal,
): Promise<Summary> {
  const { built } = index;
  const { runId, filters, parts } = request;
  const kept =
    filters.outcome === undefined
      ? everyOutcome
      : outcomeOrder.map((name) => filters.outcome?.includes(name) === true);
  const keys = await askedKeys(index, dictionary, parts);
  const plans = facetPlans(request, kept, keys);
  const histograms = built.histograms.filter(({ field }) => hasPart(parts, `histogram:${field}`));
  const hasMetadata = hasPart(parts, 'metadata') || namedKeys(parts).length > 0;
  const counts = await countColumns(
    index,
    rowsWithout,
    (name) => filters[name] !== undefined,
    [
      { name: 'totals' },
      ...(hasMetadata ? [{ name: 'hasMetadata' }] : []),
      ...plans.map(({ column, owner }) => ({ name: column, owner })),
      ...histograms.map(({ field }) => ({ name: `histogram:${field}` })),
    ],
    signal,
  );
  const countsOf = (name: string) => counts.get(name) ?? noCounts;
  const facets = await facetsOf(dictionary, plans, counts);
  const facet = (name: string): Facet => facets.get(name) ?? { values: [], distinct: 0, missing: 0 };
  const { unknown, correct, incorrect, count } = tally(countsOf('totals'), 0, kept);
  const isKept = (name: (typeof outcomeOrder)[number]) => kept[outcomeOrder.indexOf(name)] === true;
  return {
    success: true,
    run: runId,
    total: built.rows,
    matching: count,
    outcomes: {
      correct: isKept('correct') ? correct : 0,
      incorrect: isKept('incorrect') ? incorrect : 0,
      unknown: isKept('unknown') ? unknown : 0,
    },
    judgedWithoutOutcomeFilter: { correct, incorrect, unknown },
    unknownReasons: facet('reasons').values.map((reason) => ({ reason: reason.value, count: reason.count })),
    facets: Object.fromEntries(
      facetFields.flatMap((name) => {
        const found = facets.get(`facet:${name}`);
        return found === undefined ? [] : [[name, found]];
      }),
    ),
    metadata: keys.map(({ key }) => ({ key, ...facet(`metadata:${key}`) })),
    metadataKeys: built.keyCount,
    withoutMetadata: hasMetadata ? tally(countsOf('hasMetadata'), 0, kept).count : 0,
    histograms: Object.fromEntries(
      histograms.map(({ field, ...shape }) => [
        field,
        histogramOf(countsOf(`histogram:${field}`), kept, shape),
      ]),
    ),
    ...(hasPart(parts, 'matrix')
      ? await matrixOf(index, dictionary, rowsWithout([]).condition, signal)
      : noMatrix),
  };
}
