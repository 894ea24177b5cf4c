/** Everything beside the rows: all facets, each without its own filter, histograms and the matrix. */
import { fieldNames, type FieldName } from '../../../contract/fields';
import type { Filters } from '../../../contract/query';
import type { Facet, Histogram, Summary } from '../../../contract/summary';
import { takeTurn } from '../../turns';
import { isChoiceField, type ChoiceFieldName } from '../fields-by-kind';
import { facetFields, flagWords, reasonSlot, slotOf, slotOfKey } from './columns';
import { countCodes, countedRows, type CountedRows, type Counts } from './counts';
import { everyOutcome, facetOf, histogramOf, tally, type KeptOutcomes } from './facet-counts';
import { matrixOf } from './matrix';
import { outcomeOrder } from './outcome-codes';
import { countsByMember, type Pack } from './packed-columns';
import { hasRow, type RowBits } from './row-bits';
import type { FilterBits, RunIndex } from './run-index';
import { encodeWords, createWordList, type WordList } from './word-list';

const flagList: WordList = (() => {
  const { bytes, ends } = encodeWords(flagWords);
  return createWordList(bytes, ends);
})();

/** A set of rows with what was counted over it. */
interface CountedSet {
  bits: RowBits;
  counted: CountedRows;
  packs: Map<Pack, ReadonlyMap<string, Counts>>;
}

/** What one summary counts with. */
interface Counting {
  index: RunIndex;
  filters: Filters;
  kept: KeptOutcomes;
  /** Rows under all filters but the outcome's and those of the field; most fields share one set. */
  rowsWithout: (name: FieldName | undefined) => CountedSet;
  giveWay: () => Promise<void>;
}

function createRowsWithout(
  index: RunIndex,
  bits: FilterBits,
  listFor: (most: number) => Uint32Array,
): Counting['rowsWithout'] {
  const sets = new Map<FieldName | undefined, CountedSet>();
  return (name) => {
    const key = name !== undefined && name !== 'outcome' && bits.has(name) ? name : undefined;
    const known = sets.get(key);
    if (known !== undefined) return known;
    const rows = index.matching(bits, key === undefined ? ['outcome'] : ['outcome', key]);
    const counted = countedRows(rows, index.built.rows, listFor);
    const made: CountedSet = { bits: rows, counted, packs: new Map() };
    sets.set(key, made);
    return made;
  };
}

async function countColumn(
  { index, rowsWithout, giveWay }: Counting,
  column: string,
  name: FieldName | undefined,
): Promise<Counts> {
  const { pack } = await index.packed(column);
  const { counted, packs } = rowsWithout(name);
  let counts = packs.get(pack);
  if (counts === undefined) {
    await giveWay();
    counts = countsByMember(pack, countCodes(pack.codes, pack.all, counted, pack.counts));
    packs.set(pack, counts);
  }
  return counts.get(column) ?? new Uint32Array();
}

/** Adds the words that samples have beside their first one. */
async function addOthers(
  { index, rowsWithout }: Counting,
  counts: Counts,
  name: ChoiceFieldName,
): Promise<void> {
  const rows = await index.codes(`others:${name}:rows`);
  const codes = await index.codes(`others:${name}`);
  const { bits } = rowsWithout(name);
  for (let at = 0; at < rows.length; at++) {
    if (!hasRow(bits, rows[at] ?? 0)) continue;
    const code = codes[at] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
}

async function facet(counting: Counting, name: (typeof facetFields)[number]): Promise<Facet> {
  const { index, filters, kept } = counting;
  const ownKept = name === 'outcome' ? everyOutcome : kept;
  if (!isChoiceField(name)) {
    const counts = await countColumn(counting, `counted:${name}`, name);
    const chosen = filters[name];
    return facetOf(counts, ownKept, flagList, chosen === undefined ? [] : [String(chosen)]);
  }
  const words = await index.words(slotOf(name));
  const counts = (await countColumn(counting, `counted:${name}`, name)).slice();
  await addOthers(counting, counts, name);
  return facetOf(counts, ownKept, words, filters[name]);
}

async function facets(counting: Counting): Promise<[string, Facet][]> {
  const made: [string, Facet][] = [];
  for (const name of facetFields) {
    made.push([name, await facet(counting, name)]);
  }
  return made;
}

async function histograms(counting: Counting): Promise<[string, Histogram][]> {
  const made: [string, Histogram][] = [];
  for (const { field, ...shape } of counting.index.built.histograms) {
    const name = fieldNames.find((candidate) => candidate === field);
    const counts = await countColumn(counting, `histogram:${field}`, name);
    made.push([field, histogramOf(counts, counting.kept, shape)]);
  }
  return made;
}

async function metadata(
  counting: Counting,
): Promise<Pick<Summary, 'metadata' | 'metadataKeys' | 'withoutMetadata'>> {
  const { index, filters, kept } = counting;
  const { keys, keyCount } = index.built;
  const made: Summary['metadata'] = [];
  for (const { key, name } of keys) {
    const words = await index.words(slotOfKey(key));
    const counts = await countColumn(counting, `key:${key}`, 'metadata');
    const items = filters.metadata?.items.filter((item) => item.key === name) ?? [];
    const chosen = items.flatMap(({ values = [], exclude = [] }) => [...values, ...exclude]);
    made.push({ key: name, ...facetOf(counts, kept, words, chosen) });
  }
  const counts = await countColumn(counting, 'metadata', 'metadata');
  return { metadata: made, metadataKeys: keyCount, withoutMetadata: tally(counts, 0, kept).count };
}

async function unknownReasons(counting: Counting): Promise<Summary['unknownReasons']> {
  const words = await counting.index.words(reasonSlot);
  const counts = await countColumn(counting, 'reasons', undefined);
  const { values } = facetOf(counts, counting.kept, words);
  return values.map(({ value, count }) => ({ reason: value, count }));
}

async function countSummary(counting: Counting, runId: string): Promise<Summary> {
  const { index, kept } = counting;
  const counted = tally(await countColumn(counting, 'outcomes', undefined), 0, kept);
  const { unknown, correct, incorrect } = counted;
  return {
    success: true,
    run: runId,
    total: index.built.rows,
    matching: counted.count,
    outcomes: {
      correct: kept[outcomeOrder.indexOf('correct')] === true ? correct : 0,
      incorrect: kept[outcomeOrder.indexOf('incorrect')] === true ? incorrect : 0,
      unknown: kept[outcomeOrder.indexOf('unknown')] === true ? unknown : 0,
    },
    judgedWithoutOutcomeFilter: { correct, incorrect, unknown },
    unknownReasons: await unknownReasons(counting),
    facets: Object.fromEntries(await facets(counting)),
    ...(await metadata(counting)),
    histograms: Object.fromEntries(await histograms(counting)),
    ...(await matrixOf(index, await countColumn(counting, 'counted:matrix', undefined), kept)),
  };
}

/** The summary of the samples that match the filters. Throws the signal's reason where it is aborted. */
export async function summaryOf(
  index: RunIndex,
  runId: string,
  filters: Filters,
  signal?: AbortSignal,
): Promise<Summary> {
  const { outcome } = filters;
  const bits = await index.filterBits(filters, signal);
  const lists: Uint32Array[] = [];
  const listFor = (most: number) => {
    const list = index.rowLists.take(most);
    lists.push(list);
    return list;
  };
  try {
    const counting: Counting = {
      index,
      filters,
      kept: outcome === undefined ? everyOutcome : outcomeOrder.map((name) => outcome.includes(name)),
      rowsWithout: createRowsWithout(index, bits, listFor),
      giveWay: async () => {
        signal?.throwIfAborted();
        await takeTurn('long');
      },
    };
    return await countSummary(counting, runId);
  } finally {
    for (const list of lists) index.rowLists.giveBack(list);
  }
}
