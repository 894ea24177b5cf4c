/** The same answer as the page and the summary give, counted over typed arrays with plain loops. */
import { fieldNames, fields, type FieldName } from '../../src/contract/fields';
import type { Query } from '../../src/contract/query';
import { summaryLimits, type Facet, type Histogram, type MatrixCell } from '../../src/contract/summary';
import { outcomeNames, type BinColumn, type FloorColumns, type WordColumn } from './floor-columns';
import { failedFilters } from './floor-filters';

export interface FloorAnswer {
  matching: number;
  sampleIds: number[];
  facets: Record<string, Facet>;
  metadata: (Facet & { key: string })[];
  histograms: Record<string, Histogram>;
  matrix: MatrixCell[];
}

interface Counting {
  columns: FloorColumns;
  /** Rows under all filters but the outcome's and the field's own. */
  rowsWithout: (name: FieldName | undefined) => Uint32Array;
  /** Whether a row is among those. */
  isIn: (row: number, name: FieldName | undefined) => boolean;
  /** By outcome, whether the outcome filter keeps it. */
  kept: readonly boolean[];
}

function countCodes(codes: Uint32Array | Uint8Array, most: number, rows: Uint32Array, outcomes: Uint8Array) {
  const counts = new Uint32Array((most + 1) * 4);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const place = (codes[row] ?? 0) * 4 + (outcomes[row] ?? 0);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

function tally(counts: Uint32Array, code: number, kept: readonly boolean[]) {
  let count = 0;
  for (let outcome = 0; outcome < 3; outcome++) {
    if (kept[outcome] === true) count += counts[code * 4 + outcome] ?? 0;
  }
  const correct = counts[code * 4 + 1] ?? 0;
  const incorrect = counts[code * 4 + 2] ?? 0;
  return { count, judged: correct + incorrect, incorrect };
}

const everyOutcome = outcomeNames.map(() => true);

function facetFrom(counts: Uint32Array, words: readonly string[], kept: readonly boolean[]): Facet {
  const found: { code: number; count: number }[] = [];
  words.forEach((_word, at) => {
    const { count } = tally(counts, at + 1, kept);
    if (count > 0) found.push({ code: at + 1, count });
  });
  const top = found.sort((a, b) => b.count - a.count || a.code - b.code).slice(0, summaryLimits.facetValues);
  return {
    values: top.map(({ code }) => ({ value: words[code - 1] ?? '', ...tally(counts, code, kept) })),
    distinct: found.length,
    missing: tally(counts, 0, kept).count,
  };
}

function facet(counting: Counting, name: FieldName, column: WordColumn): Facet {
  const { columns, rowsWithout, isIn, kept } = counting;
  const { words, first, otherRows, otherCodes } = column;
  const counts = countCodes(first, words.length, rowsWithout(name), columns.outcomes);
  for (let at = 0; at < otherRows.length; at++) {
    const row = otherRows[at] ?? 0;
    if (!isIn(row, name)) continue;
    const place = (otherCodes[at] ?? 0) * 4 + (columns.outcomes[row] ?? 0);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return facetFrom(counts, words, name === 'outcome' ? everyOutcome : kept);
}

function histogram({ columns, rowsWithout, kept }: Counting, name: FieldName, column: BinColumn): Histogram {
  const { low, high, bins, codes } = column;
  const counts = countCodes(codes, bins, rowsWithout(name), columns.outcomes);
  const tallied = Array.from({ length: bins }, (_bin, at) => tally(counts, at + 1, kept));
  return {
    low,
    high,
    counts: tallied.map(({ count }) => count),
    incorrect: tallied.map(({ incorrect }) => incorrect),
    missing: tally(counts, 0, kept).count,
  };
}

function matrix({ columns, rowsWithout, kept }: Counting): MatrixCell[] {
  const expected = columns.words.get('expected');
  const said = columns.words.get('said');
  if (expected === undefined || said === undefined) return [];
  const width = said.words.length + 1;
  const counts = new Uint32Array((expected.words.length + 1) * width * 4);
  for (const row of rowsWithout(undefined)) {
    const pair = (expected.first[row] ?? 0) * width + (said.first[row] ?? 0);
    const place = pair * 4 + (columns.outcomes[row] ?? 0);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const cells: MatrixCell[] = [];
  for (let pair = 0; pair * 4 < counts.length; pair++) {
    const { count, incorrect } = tally(counts, pair, kept);
    if (count === 0) continue;
    cells.push({
      expected: expected.words[Math.floor(pair / width) - 1] ?? null,
      said: said.words[(pair % width) - 1] ?? null,
      count,
      incorrect: kept[2] === true ? incorrect : 0,
    });
  }
  return cells;
}

/** The first rows of the page in the order of ids, and how many match. */
function pageOf(
  { columns, rowsWithout, kept }: Counting,
  { offset, limit }: Query,
): Pick<FloorAnswer, 'matching' | 'sampleIds'> {
  const ids = columns.numbers.get('id');
  const sampleIds: number[] = [];
  let matching = 0;
  for (const row of rowsWithout(undefined)) {
    if (kept[columns.outcomes[row] ?? 0] !== true) continue;
    if (matching >= offset && sampleIds.length < limit) sampleIds.push(ids?.[row] ?? 0);
    matching += 1;
  }
  return { matching, sampleIds };
}

function countingFor(columns: FloorColumns, query: Query): Counting {
  const { failed, bitOf } = failedFilters(columns, query.filters);
  const sets = new Map<number, Uint32Array>();
  const butOf = (name: FieldName | undefined) =>
    ~(bitOf('outcome') | (name !== undefined && query.filters[name] !== undefined ? bitOf(name) : 0));
  const rowsWithout = (name: FieldName | undefined) => {
    const but = butOf(name);
    const known = sets.get(but);
    if (known !== undefined) return known;
    const rows = new Uint32Array(columns.rows);
    let filled = 0;
    for (let row = 0; row < columns.rows; row++) if (((failed[row] ?? 0) & but) === 0) rows[filled++] = row;
    const made = rows.subarray(0, filled);
    sets.set(but, made);
    return made;
  };
  const { outcome } = query.filters;
  return {
    columns,
    rowsWithout,
    isIn: (row, name) => ((failed[row] ?? 0) & butOf(name)) === 0,
    kept: outcome === undefined ? everyOutcome : outcomeNames.map((name) => outcome.includes(name)),
  };
}

/** The rows of a page alone. */
export const floorPage = (columns: FloorColumns, query: Query) => pageOf(countingFor(columns, query), query);

/** Everything: page, count, facets, histograms, matrix. */
export function floorAnswer(columns: FloorColumns, query: Query): FloorAnswer {
  const counting = countingFor(columns, query);
  const facets: Record<string, Facet> = {};
  const histograms: Record<string, Histogram> = {};
  for (const name of fieldNames) {
    const words = columns.words.get(name);
    const flags = columns.flags.get(name);
    const bins = columns.bins.get(name);
    if (words !== undefined && fields[name].sidebar !== 'hidden') facets[name] = facet(counting, name, words);
    if (flags !== undefined) {
      const codes = flags.map((flag) => flag + 1);
      const counts = countCodes(codes, 2, counting.rowsWithout(name), columns.outcomes);
      facets[name] = facetFrom(counts, ['false', 'true'], counting.kept);
    }
    if (bins !== undefined) histograms[name] = histogram(counting, name, bins);
  }
  const metadata = [...columns.metadata].map(([key, column]) => ({
    key,
    ...facet(counting, 'metadata', column),
  }));
  return { ...pageOf(counting, query), facets, metadata, histograms, matrix: matrix(counting) };
}
