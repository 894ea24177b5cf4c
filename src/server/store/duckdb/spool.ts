/** Numbers on their way to a column: appended one by one, kept in a file, read back as one array. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

const bufferedBytes = 128 * 1024;

type Numbers = Uint8Array | Uint32Array | Float64Array;

interface Spool<Values> {
  readonly length: number;
  append: (value: number) => void;
  /** Appends numbers, one after another. */
  appendAll: (values: Numbers) => void;
  /** All numbers in their order. */
  read: () => Values;
  /** Some of the numbers, from a position on; fewer at the end. */
  readPart: (from: number, most: number) => Values;
  close: () => void;
}

export type ByteSpool = Spool<Uint8Array>;
export type WholeSpool = Spool<Uint32Array>;
export type NumberSpool = Spool<Float64Array<ArrayBuffer>>;

/**
 * A spool in a file of its own. It writes at once and blocks: a write of some 100 KB into the system's memory is
 * shorter than the turn of the event loop that waiting for it would take.
 */
function createSpool<Values extends Numbers>(
  path: string,
  newArray: (length: number) => Values,
): Spool<Values> {
  const file = openSync(path, 'wx+');
  const width = newArray(0).BYTES_PER_ELEMENT;
  const most = bufferedBytes / width;
  const buffer = newArray(most);
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
    if (filled === most) flush();
  }
  function readPart(from: number, wanted: number): Values {
    flush();
    const values = newArray(Math.max(0, Math.min(wanted, written - from)));
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
      for (let from = 0; from < values.length;) {
        const part = values.subarray(from, from + most - filled);
        buffer.set(part, filled);
        filled += part.length;
        from += part.length;
        if (filled === most) flush();
      }
    },
    read: () => readPart(0, written + filled),
    readPart,
    close: () => closeSync(file),
  };
}

/** A spool of bytes. */
export const createByteSpool = (path: string): ByteSpool =>
  createSpool(path, (length) => new Uint8Array(length));

/** A spool of whole numbers from 0 to 2³²−1. */
export const createWholeSpool = (path: string): WholeSpool =>
  createSpool(path, (length) => new Uint32Array(length));

/** A spool of any numbers; NaN stands for none. */
export const createNumberSpool = (path: string): NumberSpool =>
  createSpool(path, (length) => new Float64Array(length));
