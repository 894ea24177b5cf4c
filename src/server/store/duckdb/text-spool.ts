/** Texts on their way to a column: as bytes in a file, in the order in which they arrive, read back row by row. */
import type { TextColumn } from '../entry-batch';
import type { RowOrder } from './index-build';
import { createByteSpool, createWholeSpool } from './spool';
import { encodeColumn, type EncodedTexts } from './text-blocks';

export interface TextSpool {
  append: (texts: TextColumn) => void;
  /** The texts in the order of rows, in blocks of so many rows. */
  blocks: (order: RowOrder, rowsInBlock: number) => Generator<EncodedTexts>;
  close: () => void;
}

/** Where the texts of arrivals lie: where each begins, and behind the last. */
function placesOf(lengths: Uint32Array): Float64Array {
  const places = new Float64Array(lengths.length + 1);
  let end = 0;
  for (let at = 0; at < lengths.length; at++) {
    end += lengths[at] ?? 0;
    places[at + 1] = end;
  }
  return places;
}

/** The arrival of each row. */
function arrivalsOf({ rows, rowOf }: RowOrder): Uint32Array {
  const arrivals = new Uint32Array(rows);
  for (let arrival = 0; arrival < rows; arrival++) arrivals[rowOf(arrival)] = arrival;
  return arrivals;
}

/** Texts that lie within so many bytes are read at once. */
const readAtOnce = 64 * 1024;

/** A spool of texts in two new files, whose paths begin with this one. */
export function createTextSpool(path: string): TextSpool {
  const bytes = createByteSpool(path);
  const lengths = createWholeSpool(`${path} lengths`);

  /** Texts that did not come one after the other. */
  function gathered(arrivals: Uint32Array, places: Float64Array): EncodedTexts {
    const place = (arrival: number) => places[arrival] ?? 0;
    const ownLengths = arrivals.map((arrival) => place(arrival + 1) - place(arrival));
    const starts = placesOf(ownLengths);
    const texts = new Uint8Array(starts.at(-1) ?? 0);
    // Read in the order of arrival, so that near ones come together.
    const order = Uint32Array.from(arrivals.keys()).sort((a, b) => (arrivals[a] ?? 0) - (arrivals[b] ?? 0));
    let stretch: Uint8Array = new Uint8Array(0);
    let stretchStart = 0;
    for (const row of order) {
      const arrival = arrivals[row] ?? 0;
      const [from, to] = [place(arrival), place(arrival + 1)];
      if (from < stretchStart || to > stretchStart + stretch.length) {
        stretch = bytes.readPart(from, Math.max(readAtOnce, to - from));
        stretchStart = from;
      }
      texts.set(stretch.subarray(from - stretchStart, to - stretchStart), starts[row]);
    }
    return { bytes: texts, lengths: ownLengths };
  }
  return {
    append(column) {
      const texts = encodeColumn(column);
      bytes.appendAll(texts.bytes);
      lengths.appendAll(texts.lengths);
    },
    *blocks(order, rowsInBlock) {
      const all = lengths.read();
      const places = placesOf(all);
      const arrivals = order.isInOrder ? undefined : arrivalsOf(order);
      for (let first = 0; first < order.rows; first += rowsInBlock) {
        const last = Math.min(first + rowsInBlock, order.rows);
        if (arrivals !== undefined) {
          yield gathered(arrivals.subarray(first, last), places);
          continue;
        }
        const [from = 0, to = 0] = [places[first], places[last]];
        yield { bytes: bytes.readPart(from, to - from), lengths: all.subarray(first, last) };
      }
    },
    close() {
      bytes.close();
      lengths.close();
    },
  };
}
