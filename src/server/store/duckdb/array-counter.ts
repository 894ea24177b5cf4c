/**
 * Counts columns over sets of rows with plain loops over typed arrays. SQL finds the rows, but a GROUP BY of each
 * column reads all of its rows, and needs a set to count the distinct samples of verdicts. On a million samples,
 * under eight filters, SQL alone took 1.1 to 7 times as long for everything that a summary can contain, and 0.9 to
 * 1.8 times for ten facets.
 */
import type { Unit } from '../../../contract/schemas/summary';
import type { CountedColumn } from '../sql/count-parts';
import { addCounts, outcomes, type Counts, type NumberCounts } from '../sql/packs';
import { namesOf } from '../sql/sample-parts';
import type { SqlIndex } from '../sql/sql-index';
import { isSurplusClass, tallyClass } from '../sql/tally';
import { codingsOf } from '../sql/verdict-parts';
import type { HeldCodes, HeldColumns, HeldPack, HeldVerdicts } from './held-columns';
import { complementOf, countRows, hasRow, rowsOf, type RowBits } from './row-bits';

/** The rows to count. */
export interface RowsToCount {
  /** Rows of samples. */
  samples: RowBits;
  /** Ordinals of the verdicts that may be counted, regardless of their samples, including surplus ones. */
  verdicts: () => Promise<RowBits>;
  /** Whether surplus verdicts are counted. */
  takesSurplus: boolean;
}

export type ArrayCounter = (
  columns: readonly CountedColumn[],
  rows: RowsToCount,
  counted: Map<string, Counts>,
  signal: AbortSignal | undefined,
) => Promise<readonly CountedColumn[]>;

/** The rows of a set, or those outside of it if there are fewer of them. */
interface ListedRows {
  rows: Uint32Array;
  isComplement: boolean;
}

/** The verdicts to count: for each, its sample's row, its index among all verdicts, and the number of its result. */
interface ListedVerdicts {
  rows: Uint32Array;
  places: Uint32Array;
  results: Uint8Array;
}

function listRows(bits: RowBits, all: number): ListedRows {
  const isComplement = countRows(bits) * 2 > all;
  return { rows: rowsOf(isComplement ? complementOf(bits, all) : bits), isComplement };
}

function listVerdicts(
  of: HeldVerdicts,
  verdicts: RowBits,
  { samples, takesSurplus }: Omit<RowsToCount, 'verdicts'>,
): ListedVerdicts {
  const isOut = Uint8Array.from({ length: tallyClass.end }, (_one, number) =>
    !takesSurplus && isSurplusClass(number) ? 1 : 0,
  );
  const places = rowsOf(verdicts);
  const rows = new Uint32Array(places.length);
  const results = new Uint8Array(places.length);
  let filled = 0;
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0;
    const row = of.rows[place] ?? 0;
    const number = of.classes[place] ?? 0;
    if (isOut[number] === 1 || !hasRow(samples, row)) continue;
    places[filled] = place;
    results[filled] = number % outcomes;
    rows[filled++] = row;
  }
  return {
    rows: rows.subarray(0, filled),
    places: places.subarray(0, filled),
    results: results.subarray(0, filled),
  };
}

function countPack({ codes, all }: HeldPack, { rows, isComplement }: ListedRows): NumberCounts {
  const counts = isComplement ? all.slice() : new Uint32Array(all.length);
  const step = isComplement ? -1 : 1;
  for (let at = 0; at < rows.length; at++) {
    const number = codes[rows[at] ?? 0] ?? 0;
    counts[number] = (counts[number] ?? 0) + step;
  }
  return numbersOf(counts);
}

/** The same for the verdicts of samples: their result replaces the outcome in a number. */
function countPackOfVerdicts({ codes, end }: HeldPack, { rows, results }: ListedVerdicts): NumberCounts {
  const counts = new Uint32Array(end);
  for (let at = 0; at < rows.length; at++) {
    const number = codes[rows[at] ?? 0] ?? 0;
    const to = number - (number % outcomes) + (results[at] ?? 0);
    counts[to] = (counts[to] ?? 0) + 1;
  }
  return numbersOf(counts);
}

function numbersOf(counts: Uint32Array): NumberCounts {
  const found: NumberCounts = { numbers: [], counts: [] };
  for (let number = 0; number < counts.length; number++) {
    const count = counts[number] ?? 0;
    if (count === 0) continue;
    found.numbers.push(number);
    found.counts.push(count);
  }
  return found;
}

/** Counts the verdicts by code, from the first on, and result. */
function addVerdicts(
  counts: Counts,
  { codes }: HeldCodes,
  first: 0 | 1,
  { places, results }: ListedVerdicts,
): void {
  for (let at = 0; at < places.length; at++) {
    const code = codes[places[at] ?? 0] ?? 0;
    if (code < first) continue;
    const to = code * outcomes + (results[at] ?? 0);
    counts[to] = (counts[to] ?? 0) + 1;
  }
}

/** Counts the samples that have a verdict with a code, by code and outcome. The verdicts of a sample are adjacent. */
function addSamples(
  counts: Counts,
  { codes, end }: HeldCodes,
  outcomeOf: (row: number) => number,
  { rows, places }: ListedVerdicts,
): void {
  const seen = new Int32Array(end).fill(-1);
  for (let at = 0; at < rows.length; at++) {
    const code = codes[places[at] ?? 0] ?? 0;
    const row = rows[at] ?? 0;
    if (code === 0 || seen[code] === row) continue;
    seen[code] = row;
    const to = code * outcomes + outcomeOf(row);
    counts[to] = (counts[to] ?? 0) + 1;
  }
}

/** Subtracts the samples that have any value from those without one. */
function takeValued(
  counts: Counts,
  { codes }: HeldCodes,
  outcomeOf: (row: number) => number,
  { rows, places }: ListedVerdicts,
): void {
  let last = -1;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    if (row === last || (codes[places[at] ?? 0] ?? 0) === 0) continue;
    last = row;
    const outcome = outcomeOf(row);
    counts[outcome] = (counts[outcome] ?? 0) - 1;
  }
}

/** Counts the columns of an index that are held in memory. */
export function createArrayCounter({ built }: SqlIndex, held: HeldColumns): ArrayCounter {
  const totalsPlace = built.packs.findIndex(({ members }) => members.some(({ name }) => name === 'totals'));

  return async (columns, { samples, verdicts, takesSurplus }, counted, signal) => {
    const others = new Set(columns);
    const totals = await held.pack(totalsPlace);
    if (totals === undefined) return columns;
    const outcomeOf = (row: number) => (totals.codes[row] ?? 0) % outcomes;
    const listed = listRows(samples, built.rows);
    const byOutcome = new Float64Array(outcomes);
    const found = countPack(totals, listed);
    found.numbers.forEach((number, at) => {
      byOutcome[number % outcomes] = (byOutcome[number % outcomes] ?? 0) + (found.counts[at] ?? 0);
    });
    let listing: Promise<ListedVerdicts> | undefined;
    const listedVerdicts = () => {
      listing ??= Promise.all([held.verdicts(), verdicts()]).then(([of, kept]) =>
        listVerdicts(of, kept, { samples, takesSurplus }),
      );
      return listing;
    };
    const done = async (unit: Unit, names: ReadonlySet<string>) => {
      for (const one of columns) if (one.unit === unit && names.has(one.name)) others.delete(one);
      // Let other work in this process run between columns.
      await new Promise(setImmediate);
      signal?.throwIfAborted();
    };

    const units: readonly Unit[] = held.holdsVerdicts ? ['samples', 'verdicts'] : ['samples'];
    for (const unit of units) {
      const names = namesOf(columns, unit);
      for (const [place, pack] of built.packs.entries()) {
        if (!pack.members.some(({ name }) => names.has(name))) continue;
        const codes = await held.pack(place);
        if (codes === undefined) continue;
        const counts =
          unit === 'samples' ? countPack(codes, listed) : countPackOfVerdicts(codes, await listedVerdicts());
        addCounts(counted, pack, names, counts);
        await done(unit, new Set(pack.members.map(({ name }) => name)));
      }
    }
    if (!held.holdsVerdicts) return [...others];
    for (const { name, unit } of columns) {
      if (name === 'verdicts') {
        counted.set(name, Float64Array.of((await listedVerdicts()).rows.length));
        await done(unit, new Set([name]));
      }
      const codings = codingsOf(name, built);
      if (codings === undefined) continue;
      const list = await listedVerdicts();
      const codesOf = await Promise.all(codings.map((coding) => held.coding(coding)));
      const end = codesOf.reduce((most, one) => Math.max(most, one.end), 1);
      const counts = new Float64Array(end * outcomes);
      for (const [place, codes] of codesOf.entries()) {
        // Only in the first coding does code 0 have a meaning; the others skip what they do not code.
        if (unit === 'verdicts') addVerdicts(counts, codes, place === 0 ? 0 : 1, list);
        else addSamples(counts, codes, outcomeOf, list);
      }
      if (unit === 'samples' && codesOf[0] !== undefined) {
        counts.set(byOutcome);
        takeValued(counts, codesOf[0], outcomeOf, list);
      }
      counted.set(name, counts);
      await done(unit, new Set([name]));
    }
    return [...others];
  };
}
