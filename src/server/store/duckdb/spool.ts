/** Numbers on their way to a column: appended one by one, kept in a file, read back as one array. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

const bufferedNumbers = 16_384;

interface Spool<Values> {
  readonly length: number;
  append: (value: number) => void;
  /** Appends numbers, one after another. */
  appendAll: (values: ArrayLike<number>) => void;
  /** All numbers in their order. */
  read: () => Values;
  /** Some of the numbers, from a position on; fewer at the end. */
  readPart: (from: number, most: number) => Values;
  close: () => void;
}

export type WholeSpool = Spool<Uint32Array>;
export type NumberSpool = Spool<Float64Array>;

/**
 * A spool in a file of its own. It writes at once and blocks: a write of some 100 KB into the system's memory is
 * shorter than the turn of the event loop that waiting for it would take.
 */
function createSpool<Values extends Uint32Array | Float64Array>(
  path: string,
  newArray: (length: number) => Values,
): Spool<Values> {
  const file = openSync(path, 'wx+');
  const buffer = newArray(bufferedNumbers);
  const width = buffer.BYTES_PER_ELEMENT;
  let filled = 0;
  let written = 0;

  function flush(): void {
    const bytes = new Uint8Array(buffer.buffer, 0, filled * width);
    let done = 0;
    while (done < bytes.length) {
      done += writeSync(file, bytes, done, bytes.length - done, written * width + done);
    }
    written += filled;
    filled = 0;
  }
  function append(value: number): void {
    buffer[filled] = value;
    filled += 1;
    if (filled === bufferedNumbers) flush();
  }
  function readPart(from: number, most: number): Values {
    flush();
    const values = newArray(Math.max(0, Math.min(most, written - from)));
    const bytes = new Uint8Array(values.buffer);
    let done = 0;
    while (done < bytes.length) {
      const read = readSync(file, bytes, done, bytes.length - done, from * width + done);
      if (read === 0) throw new Error(`${path} ends too early`);
      done += read;
    }
    return values;
  }
  return {
    get length() {
      return written + filled;
    },
    append,
    appendAll(values) {
      for (let at = 0; at < values.length; at++) append(values[at] ?? 0);
    },
    read: () => readPart(0, written + filled),
    readPart,
    close: () => closeSync(file),
  };
}

/** A spool of whole numbers from 0 to 2³²−1. */
export const createWholeSpool = (path: string): WholeSpool =>
  createSpool(path, (length) => new Uint32Array(length));

/** A spool of any numbers; NaN stands for none. */
export const createNumberSpool = (path: string): NumberSpool =>
  createSpool(path, (length) => new Float64Array(length));
