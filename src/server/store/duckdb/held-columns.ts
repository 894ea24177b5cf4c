/** Columns of an index as typed arrays: read when they are first counted, and held as far as there is room. */
import { column, ordinal, packColumn, tables } from '../sql/schema';
import { ask, type SqlIndex } from '../sql/sql-index';
import { resultCoding, type Coding } from '../sql/verdict-parts';

export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** A column of codes: all of them are below `end`. */
export interface HeldCodes {
  codes: Codes;
  end: number;
}

/** A packed column of the samples, with the counts of all rows. */
export interface HeldPack extends HeldCodes {
  all: Uint32Array;
}

/** What every verdict is counted with: its sample's row, and its result from 1. */
export interface HeldVerdicts {
  rows: Codes;
  results: Codes;
}

export interface HeldColumns {
  /** `undefined` where it is not held. */
  pack: (place: number) => Promise<HeldPack | undefined>;
  /** Whether the columns of verdicts are held. */
  holdsVerdicts: boolean;
  verdicts: () => Promise<HeldVerdicts>;
  coding: (coding: Coding) => Promise<HeldCodes>;
}

/** Bytes of all columns of a verdict together: its row, three words, five numbers of few values. */
const bytesOfVerdict = 20;

/** The numbers in as few bytes each as the largest takes. */
function narrowed(numbers: Float64Array): HeldCodes {
  let most = 0;
  for (let at = 0; at < numbers.length; at++) most = Math.max(most, numbers[at] ?? 0);
  const codes =
    most < 0x100
      ? Uint8Array.from(numbers)
      : most < 0x1_0000
        ? Uint16Array.from(numbers)
        : Uint32Array.from(numbers);
  return { codes, end: most + 1 };
}

/** The columns of an index in at most about `heldBytes`: those of verdicts first, then as many packs as fit. */
export function createHeldColumns(index: SqlIndex, heldBytes: number): HeldColumns {
  const { rows, verdicts, packs } = index.built;
  const holdsVerdicts = verdicts * bytesOfVerdict <= heldBytes;
  let left = heldBytes - (holdsVerdicts ? verdicts * bytesOfVerdict : 0);
  const isHeld = packs.map(({ end }) => {
    const bytes = rows * (end <= 0x1_0000 ? 2 : 4);
    if (bytes > left) return false;
    left -= bytes;
    return true;
  });
  const held = new Map<string, Promise<HeldCodes>>();
  const packCounts = new Map<number, Uint32Array>();

  function read(table: string, sql: string, order: string): Promise<HeldCodes> {
    const key = `${table} ${sql}`;
    const known = held.get(key);
    if (known !== undefined) return known;
    const select = `SELECT coalesce(${sql}, 0)::INTEGER FROM ${table} ORDER BY ${order}`;
    const reading = ask(index, () => select, 'long').then((answer) => narrowed(answer.numbers(0)));
    held.set(key, reading);
    reading.catch(() => held.delete(key));
    return reading;
  }
  const ofVerdicts = (sql: string) => read(tables.verdicts, sql, ordinal);

  return {
    async pack(place) {
      const end = packs[place]?.end;
      if (end === undefined || isHeld[place] !== true) return undefined;
      const { codes } = await read(tables.samples, packColumn(place), column.row);
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
      const ofRows = await ofVerdicts(column.row);
      return { rows: ofRows.codes, results: (await ofVerdicts(resultCoding.sql)).codes };
    },
    coding: ({ sql }) => ofVerdicts(sql),
  };
}
