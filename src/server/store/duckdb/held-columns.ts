/** Columns of an index as typed arrays: read when they are first counted, and kept while there is room. */
import { summaryLimits } from '../../../contract/schemas/summary';
import { memoized } from '../memoized';
import { column, packColumn, tables, tallyNames } from '../sql/schema';
import { ask, type SqlIndex } from '../sql/sql-index';
import { tallyClass, tallyCounts } from '../sql/tally';
import { nullWordCode, type Coding } from '../sql/verdict-parts';
import type { Codes, DuckdbAnswer } from './database';

/** A column of codes, all of which are below `end`. */
export interface HeldCodes {
  codes: Codes;
  end: number;
}

/** A packed column of the samples, with the counts over all rows. */
export interface HeldPack extends HeldCodes {
  all: Uint32Array;
}

/** The columns needed to count verdicts: the row of its sample, and its class. */
export interface HeldVerdicts {
  rows: Codes;
  classes: Codes;
  /** For each class of verdicts, what it adds to each tally: 1 or 0. */
  tallies: ReadonlyMap<number, readonly number[]>;
}

export interface HeldColumns {
  /** `undefined` if it is not held. */
  pack: (place: number) => Promise<HeldPack | undefined>;
  /** Whether the columns of verdicts are held. */
  holdsVerdicts: boolean;
  verdicts: () => Promise<HeldVerdicts>;
  coding: (coding: Coding) => Promise<HeldCodes>;
}

/** Bytes of all columns of a verdict together: its row, three words, five small numbers. */
const bytesOfVerdict = 20;

/** Unsigned types, smallest first; each can represent the numbers below its `end`. */
const codeTypes = [
  { end: 2 ** 8, sql: 'UTINYINT', Array: Uint8Array },
  { end: 2 ** 16, sql: 'USMALLINT', Array: Uint16Array },
  { end: 2 ** 32, sql: 'UINTEGER', Array: Uint32Array },
] as const;
const typeFor = (end: number) => codeTypes.find((type) => end <= type.end) ?? codeTypes[2];

/** Keeps columns of an index in at most about `heldBytes`: those of verdicts first, then as many packs as fit. */
export function createHeldColumns(index: SqlIndex<DuckdbAnswer>, heldBytes: number): HeldColumns {
  const { rows, verdicts, packs } = index.built;
  const holdsVerdicts = verdicts * bytesOfVerdict <= heldBytes;
  let left = heldBytes - (holdsVerdicts ? verdicts * bytesOfVerdict : 0);
  const isHeld = packs.map(({ end }) => {
    const bytes = rows * typeFor(end).Array.BYTES_PER_ELEMENT;
    if (bytes > left) return false;
    left -= bytes;
    return true;
  });
  const columns = new Map<string, Promise<HeldCodes>>();
  const packCounts = new Map<number, Uint32Array>();

  /** The values, all below `end`, of all rows. DuckDB returns those of a single table in stored order. */
  async function readCodes(table: string, sql: string, count: number, end: number): Promise<Codes> {
    const type = typeFor(end);
    const codes = new type.Array(count);
    (await ask(index, () => `SELECT coalesce(${sql}, 0)::${type.sql} FROM ${table}`, 'long')).fill(0, codes);
    return codes;
  }
  const ofSamples = (pack: string, end: number) =>
    memoized(columns, pack, async () => ({ codes: await readCodes(tables.samples, pack, rows, end), end }));
  const ofVerdicts = (sql: string, bound: number) =>
    memoized(columns, sql, async () => {
      const codes = await readCodes(tables.verdicts, sql, verdicts, bound);
      let end = 1;
      for (let at = 0; at < codes.length; at++) end = Math.max(end, (codes[at] ?? 0) + 1);
      const narrow = typeFor(end).Array;
      return { codes: codes instanceof narrow ? codes : narrow.from(codes), end };
    });
  let mostCode: Promise<number> | undefined;
  /** The highest code of any word. */
  const highestCode = () => {
    const select = `SELECT coalesce(max(${column.code}), 0) FROM ${tables.words}`;
    mostCode ??= ask(index, () => select, 'long').then((answer) => answer.numbers(0)[0] ?? 0);
    return mostCode;
  };

  let tallied: Promise<HeldVerdicts['tallies']> | undefined;
  /** The tallies of each class that occurs. */
  function talliesOfClasses(): Promise<HeldVerdicts['tallies']> {
    const select = `SELECT ${tallyClass.sql}, ${tallyCounts} FROM ${tables.verdicts} GROUP BY 1`;
    tallied ??= ask(index, () => select, 'long').then((answer) => {
      const classes = answer.numbers(0);
      const counts = tallyNames.map((_name, at) => answer.numbers(at + 1));
      return new Map(
        [...classes].map((number, at) => [number, counts.map((list) => ((list[at] ?? 0) > 0 ? 1 : 0))]),
      );
    });
    return tallied;
  }

  return {
    async pack(place) {
      const end = packs[place]?.end;
      if (end === undefined || isHeld[place] !== true) return undefined;
      const { codes } = await ofSamples(packColumn(place), end);
      let all = packCounts.get(place);
      if (all === undefined) {
        all = new Uint32Array(end);
        for (let row = 0; row < codes.length; row++) all[codes[row] ?? 0] = (all[codes[row] ?? 0] ?? 0) + 1;
        packCounts.set(place, all);
      }
      return { codes, end, all };
    },
    holdsVerdicts,
    async verdicts() {
      const ofRows = await ofVerdicts(column.row, rows);
      const { codes: classes } = await ofVerdicts(tallyClass.sql, tallyClass.end);
      return { rows: ofRows.codes, classes, tallies: await talliesOfClasses() };
    },
    // Codes of words are offset by one if null is a word; all others are bins, or indexes into short lists.
    coding: async (coding) =>
      ofVerdicts(coding, Math.max((await highestCode()) + nullWordCode, summaryLimits.bins) + 1),
  };
}
