/**
 * Counts packed columns over sets of rows with plain loops over typed arrays. SQL finds the rows, but a GROUP BY of each
 * pack reads every row of it: on a million samples that took about three times as long.
 */
import type { NumberCounts } from '../sql/packs';
import { column, packColumn, tables } from '../sql/schema';
import { ask, type SqlIndex } from '../sql/sql-index';
import { countRows, fillRows, type RowBits } from './row-bits';

/** A packed column, with the counts of all rows. */
interface HeldPack {
  numbers: Uint16Array | Uint32Array;
  all: Uint32Array;
}

export interface PackCounter {
  /** How many of the rows have each number of a pack; `undefined` for packs that are not held. */
  count: (place: number, rows: ListedRows) => Promise<NumberCounts | undefined>;
  /** Prepares a set of rows for counting. */
  listed: (bits: RowBits) => ListedRows;
}

/** The rows of a set, or those outside of it where these are fewer. */
export interface ListedRows {
  rows: Uint32Array;
  isComplement: boolean;
}

async function readPack(index: SqlIndex, place: number, end: number): Promise<HeldPack> {
  const answer = await ask(
    index,
    () => `SELECT ${packColumn(place)} FROM ${tables.samples} ORDER BY ${column.row}`,
    'long',
  );
  const read = answer.numbers(0);
  const numbers = end <= 0x1_0000 ? Uint16Array.from(read) : Uint32Array.from(read);
  const all = new Uint32Array(end);
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] ?? 0;
    all[number] = (all[number] ?? 0) + 1;
  }
  return { numbers, all };
}

function countsOf({ numbers, all }: HeldPack, { rows, isComplement }: ListedRows): NumberCounts {
  const counts = isComplement ? all.slice() : new Uint32Array(all.length);
  const step = isComplement ? -1 : 1;
  for (let at = 0; at < rows.length; at++) {
    const number = numbers[rows[at] ?? 0] ?? 0;
    counts[number] = (counts[number] ?? 0) + step;
  }
  const found: NumberCounts = { numbers: [], counts: [] };
  for (let number = 0; number < counts.length; number++) {
    const count = counts[number] ?? 0;
    if (count === 0) continue;
    found.numbers.push(number);
    found.counts.push(count);
  }
  return found;
}

/** A counter that holds as many packs as fit into `heldBytes`; each is read when it is first counted. */
export function createPackCounter(index: SqlIndex, heldBytes: number): PackCounter {
  const { rows, packs } = index.built;
  let left = heldBytes;
  const isHeld = packs.map(({ end }) => {
    const bytes = rows * (end <= 0x1_0000 ? 2 : 4);
    if (bytes > left) return false;
    left -= bytes;
    return true;
  });
  const held = new Map<number, Promise<HeldPack>>();

  return {
    async count(place, listed) {
      const pack = packs[place];
      if (pack === undefined || isHeld[place] !== true) return undefined;
      const reading = held.get(place) ?? readPack(index, place, pack.end);
      held.set(place, reading);
      reading.catch(() => held.delete(place));
      const counts = countsOf(await reading, listed);
      // Others in this process have their turn between packs.
      await new Promise(setImmediate);
      return counts;
    },
    listed(bits) {
      const count = countRows(bits);
      const isComplement = count * 2 > rows;
      const list = new Uint32Array(isComplement ? rows - count : count);
      fillRows(bits, list, isComplement ? rows : undefined);
      return { rows: list, isComplement };
    },
  };
}
