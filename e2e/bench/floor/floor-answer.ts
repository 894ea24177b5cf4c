/** The floor: the same answer as page and summary, counted with plain loops over typed arrays. */
import { isVerdictField, type FieldName } from '../../../src/contract/fields';
import type { Query } from '../../../src/contract/query';
import {
  summaryLimits,
  type Facet,
  type Histogram,
  type MatrixCell,
  type Summary,
} from '../../../src/contract/schemas/summary';
import {
  facetFields,
  hasKeyPart,
  hasPart,
  type SummaryChoice,
} from '../../../src/contract/schemas/summary-parts';
import { boxErrors, verdictResults, verdictWords } from '../../../src/contract/verdict-words';
import { compareText } from '../../../src/domain/text-match';
import type { BinColumn } from './floor-bins';
import { outcomeNames, type FloorColumns, type WordColumn } from './floor-columns';
import { floorRows, type FloorRows } from './floor-filters';

export interface FloorAnswer extends Pick<
  Summary,
  'matching' | 'verdicts' | 'facets' | 'metadata' | 'histograms'
> {
  sampleIds: number[];
  matrix: MatrixCell[];
}

/** Counts by code and by result: index code × 3 + result. */
type Counts = Float64Array;

/** The contents of a column: codes below `size`, 0 for none, and their words. */
interface Column {
  name: string;
  size: number;
  /** The code of a sample's main value, or of a verdict. */
  codes: Uint32Array | Uint8Array;
  /** Further values of samples after the first, and the kinds of a verdict in addition to its result. */
  more?: { rows: Uint32Array; codes: Uint32Array } | undefined;
  kinds?: Uint8Array;
  isOfVerdicts: boolean;
}

const outcomeLike = ['outcome', 'verdict', 'boxError']
  .flatMap((name) => [name, `not.${name}`])
  .concat('wrong');

function add(counts: Counts, code: number, result: number): void {
  const place = code * 3 + result;
  counts[place] = (counts[place] ?? 0) + 1;
}

class Counter {
  readonly #columns: FloorColumns;
  readonly #rows: FloorRows;
  readonly #unit: SummaryChoice['unit'];

  constructor(columns: FloorColumns, rows: FloorRows, unit: SummaryChoice['unit']) {
    this.#columns = columns;
    this.#rows = rows;
    this.#unit = unit;
  }

  /** Counts one column over the rows without the named filters. */
  count(column: Column, but: readonly string[]): Counts {
    const counts = new Float64Array(column.size * 3);
    if (column.isOfVerdicts) this.#countVerdicts(counts, column, but);
    else if (this.#unit === 'samples') this.#countSamples(counts, column, but);
    else this.#countSamplesOfVerdicts(counts, column, but);
    return counts;
  }

  #countSamples(counts: Counts, { codes, more }: Column, but: readonly string[]): void {
    const { outcomes } = this.#columns;
    const { rows, has } = this.#rows.samples(but);
    for (const row of rows) add(counts, codes[row] ?? 0, outcomes[row] ?? 0);
    for (let at = 0; at < (more?.rows.length ?? 0); at++) {
      const row = more?.rows[at] ?? 0;
      if (has(row)) add(counts, more?.codes[at] ?? 0, outcomes[row] ?? 0);
    }
  }

  #countSamplesOfVerdicts(counts: Counts, { codes, more }: Column, but: readonly string[]): void {
    const { rows, results } = this.#columns.verdicts;
    const weights = new Uint32Array(this.#columns.rows * 3);
    for (const at of this.#rows.verdicts(but)) {
      const [row, result] = [rows[at] ?? 0, results[at] ?? 0];
      add(counts, codes[row] ?? 0, result);
      weights[row * 3 + result] = (weights[row * 3 + result] ?? 0) + 1;
    }
    for (let at = 0; at < (more?.rows.length ?? 0); at++) {
      const row = more?.rows[at] ?? 0;
      for (let result = 0; result < 3; result++) {
        const place = (more?.codes[at] ?? 0) * 3 + result;
        counts[place] = (counts[place] ?? 0) + (weights[row * 3 + result] ?? 0);
      }
    }
  }

  #countVerdicts(counts: Counts, { codes, kinds, size }: Column, but: readonly string[]): void {
    const { verdicts, outcomes } = this.#columns;
    const listed = this.#rows.verdicts(but);
    if (this.#unit === 'verdicts') {
      for (const at of listed) {
        add(counts, codes[at] ?? 0, verdicts.results[at] ?? 0);
        if ((kinds?.[at] ?? 0) > 0) add(counts, (kinds?.[at] ?? 0) + 3, verdicts.results[at] ?? 0);
      }
      return;
    }
    // A sample counts once for each of its values: the verdicts of a sample are adjacent.
    const seen = new Int32Array(size).fill(-1);
    const hasValue = new Uint8Array(this.#columns.rows);
    const addOnce = (code: number, row: number) => {
      if (code === 0) return;
      hasValue[row] = 1;
      if (seen[code] === row) return;
      seen[code] = row;
      add(counts, code, outcomes[row] ?? 0);
    };
    for (const at of listed) {
      const row = verdicts.rows[at] ?? 0;
      addOnce(codes[at] ?? 0, row);
      if (kinds !== undefined && (kinds[at] ?? 0) > 0) addOnce((kinds[at] ?? 0) + 3, row);
    }
    for (const row of this.#rows.samples(but).rows)
      if (hasValue[row] === 0) add(counts, 0, outcomes[row] ?? 0);
  }
}

const sumOf = (counts: Counts, code: number, kept: readonly boolean[]) =>
  kept.reduce((sum, isKept, result) => sum + (isKept ? (counts[code * 3 + result] ?? 0) : 0), 0);
const everyOutcome = outcomeNames.map(() => true);

interface Counted {
  under: Counts;
  kept: readonly boolean[];
  free: Counts;
}

/** The facet with words by code from 1; the word of one code may be null. */
function facetFrom({ under, kept, free }: Counted, words: readonly (string | null)[]): Facet {
  const found = words.flatMap((value, at) => {
    const code = at + 1;
    const count = sumOf(under, code, kept);
    const [correct = 0, incorrect = 0, unknown = 0] = free.subarray(code * 3, code * 3 + 3);
    if (count === 0) return [];
    return [{ value, count, of: correct + incorrect + unknown, judged: correct + incorrect, incorrect }];
  });
  const compare = (a: string | null, b: string | null) =>
    a === null || b === null ? Number(a === null) - Number(b === null) : compareText(a, b);
  found.sort((a, b) => b.count - a.count || compare(a.value, b.value));
  return {
    values: found.slice(0, summaryLimits.facetValues),
    distinct: found.length,
    missing: sumOf(under, 0, kept),
  };
}

function histogramFrom({ under, kept, free }: Counted, { low, high, bins }: BinColumn): Histogram {
  const codes = Array.from({ length: bins }, (_bin, at) => at + 1);
  return {
    low,
    high,
    counts: codes.map((code) => sumOf(under, code, kept)),
    incorrect: codes.map((code) => free[code * 3 + verdictResults.indexOf('incorrect')] ?? 0),
    missing: sumOf(under, 0, kept),
  };
}

/** The code of the key with the most incorrect verdicts, the first of equal ones; 1 if no verdict has a key. */
function worstKey({ key, results }: FloorColumns['verdicts'], listed: Uint32Array): number {
  const incorrect = new Map<number, number>();
  for (const at of listed) {
    const code = key.codes[at] ?? 0;
    if (code < 2) continue;
    const isIncorrect = results[at] === verdictResults.indexOf('incorrect');
    incorrect.set(code, (incorrect.get(code) ?? 0) + (isIncorrect ? 1 : 0));
  }
  let worst = 1;
  for (const [code, count] of incorrect) if (worst === 1 || count > (incorrect.get(worst) ?? 0)) worst = code;
  return worst;
}

/** The matrix of the first block and of its worst key. */
function matrixFrom({ verdicts }: FloorColumns, matching: Uint32Array): MatrixCell[] {
  const { expected, said, block, key, rows, results } = verdicts;
  const first = matching.find((at) => (expected.codes[at] ?? 0) > 0);
  if (first === undefined) return [];
  const ofBlock = matching.filter(
    (at) => block.codes[at] === block.codes[first] && (expected.codes[at] ?? 0) > 0,
  );
  const worst = worstKey(verdicts, ofBlock);
  const listed = worst === 1 ? ofBlock : ofBlock.filter((at) => key.codes[at] === worst);
  const width = expected.words.length + 2;
  const cells = new Float64Array(width * width * 4);
  const seen = new Int32Array(width * width).fill(-1);
  for (const at of listed) {
    const pair = (expected.codes[at] ?? 0) * width + (said.codes[at] ?? 0);
    const place = pair * 4 + (results[at] ?? 0);
    cells[place] = (cells[place] ?? 0) + 1;
    if (seen[pair] === rows[at]) continue;
    seen[pair] = rows[at] ?? 0;
    cells[pair * 4 + 3] = (cells[pair * 4 + 3] ?? 0) + 1;
  }
  const word = (code: number) => (code < 2 ? null : (expected.words[code - 2] ?? null));
  const found: MatrixCell[] = [];
  for (let pair = 0; pair < width * width; pair++) {
    const [correct = 0, incorrect = 0, unknown = 0, samples = 0] = cells.subarray(pair * 4, pair * 4 + 4);
    const count = correct + incorrect + unknown;
    if (count === 0) continue;
    const sides = { expected: word(Math.floor(pair / width)), said: word(pair % width) };
    found.push({ ...sides, count, samples, judged: correct + incorrect, incorrect });
  }
  return found;
}

function sampleColumn(name: string, { words, first, otherRows, otherCodes }: WordColumn): Column {
  const more = { rows: otherRows, codes: otherCodes };
  return { name, size: words.length + 1, codes: first, more, isOfVerdicts: false };
}

/** The column of a field with words, and the words of its codes from 1. */
function wordColumn(columns: FloorColumns, name: FieldName): [Column, (string | null)[]] | undefined {
  const { verdicts } = columns;
  const words = columns.words.get(name);
  const flags = columns.flags.get(name);
  const common = { name, isOfVerdicts: true };
  if (words !== undefined) return [sampleColumn(name, words), [...words.words]];
  if (flags !== undefined) {
    const codes = flags.map((flag) => flag + 1);
    return [{ name, size: 3, codes, isOfVerdicts: false }, ['false', 'true']];
  }
  if (name === 'verdict') {
    const codes = verdicts.results.map((result) => result + 1);
    return [{ ...common, size: verdictWords.length + 1, codes, kinds: verdicts.kinds }, [...verdictWords]];
  }
  if (name === 'boxError') {
    return [{ ...common, size: boxErrors.length + 1, codes: verdicts.boxErrors }, [...boxErrors]];
  }
  if (name === 'expected' || name === 'said' || name === 'block') {
    const { words: list, codes } = verdicts[name];
    return [{ ...common, size: list.length + 2, codes }, [null, ...list]];
  }
  return undefined;
}

function* binColumns({ bins, verdicts }: FloorColumns): Generator<[Column, BinColumn]> {
  for (const [name, bin] of bins) {
    if (!isVerdictField(name))
      yield [{ name, size: bin.bins + 1, codes: bin.codes, isOfVerdicts: false }, bin];
  }
  for (const [name, bin] of verdicts.bins) {
    yield [{ name, size: bin.bins + 1, codes: bin.codes, isOfVerdicts: true }, bin];
  }
}

/** The first rows of the page in the order of ids, and the number of matches. */
export function floorPage(
  columns: FloorColumns,
  query: Query,
  rows = floorRows(columns, query),
): Pick<FloorAnswer, 'matching' | 'sampleIds'> {
  const ids = columns.numbers.get('id');
  const matching = rows.samples([]).rows;
  const page = matching.subarray(query.offset, query.offset + query.limit);
  return { matching: matching.length, sampleIds: Array.from(page, (row) => ids?.[row] ?? 0) };
}

/** Page and count, and the parts of a summary that are requested. */
export function floorAnswer(
  columns: FloorColumns,
  query: Query,
  { parts, unit }: SummaryChoice,
): FloorAnswer {
  const rows = floorRows(columns, query);
  const counter = new Counter(columns, rows, unit);
  const { filters, not } = query;
  const isSet = (name: string) =>
    Object.keys(filters).includes(name) || Object.keys(not).some((field) => name === `not.${field}`);
  const isTwofold = outcomeLike.some((name) => isSet(name) && (name !== 'outcome' || unit === 'verdicts'));
  const kept = outcomeNames.map((name) => isTwofold || filters.outcome?.includes(name) !== false);
  const counted = (column: Column, own: readonly string[]): Counted => {
    const free = counter.count(column, [...own, ...outcomeLike]);
    const under = isTwofold ? counter.count(column, own) : free;
    return { under, kept: column.name === 'outcome' ? everyOutcome : kept, free };
  };
  const own = (name: string) => [name, `not.${name}`];
  const facets: Record<string, Facet> = {};
  for (const name of facetFields) {
    const found = hasPart(parts, `facet:${name}`) ? wordColumn(columns, name) : undefined;
    if (found !== undefined) facets[name] = facetFrom(counted(found[0], own(name)), found[1]);
  }
  const histograms: Record<string, Histogram> = {};
  for (const [column, bin] of binColumns(columns)) {
    if (!hasPart(parts, `histogram:${column.name}`)) continue;
    histograms[column.name] = histogramFrom(counted(column, own(column.name)), bin);
  }
  const metadata = [...columns.metadata].flatMap(([key, column]) =>
    hasKeyPart(parts, key)
      ? [{ key, ...facetFrom(counted(sampleColumn(key, column), ['metadata']), column.words) }]
      : [],
  );
  const headline = [0, 0, 0];
  for (const at of rows.verdicts([...outcomeLike, 'surplus'])) {
    const result = columns.verdicts.results[at] ?? 0;
    headline[result] = (headline[result] ?? 0) + 1;
  }
  const [correct = 0, incorrect = 0, unknown = 0] = headline;
  const isMatrix = hasPart(parts, 'matrix');
  const cells = ['expected', 'said', 'not.expected', 'not.said'];
  return {
    ...floorPage(columns, query, rows),
    verdicts: {
      matching: rows.verdicts([]).length,
      judgedWithoutOutcomeFilter: { correct, incorrect, unknown },
    },
    facets,
    metadata,
    histograms,
    matrix: isMatrix ? matrixFrom(columns, rows.verdicts(cells)) : [],
  };
}
