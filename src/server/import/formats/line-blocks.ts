/** Splits lines into blocks of whole lines, which threads parse. */
import type { SecondLookError } from '../../../contract/errors';
import { importLimits } from '../../../contract/schemas/imports';
import { faultError, type JsonPath, type LineFault, type Place, type PlacedPath } from '../fault';
import { jsonBytes } from '../json/json-bytes';

/** Large enough that transferring it costs little, small enough that other work runs in between. */
export const pieceBytes = 1024 * 1024;
const lineBytes = importLimits.recordBytes;

/** Whole lines, each a sample, and the places of their contents. */
export interface Block {
  /** Nothing else uses their memory, so it can be transferred. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The end of each line, if lines do not end at newlines. */
  ends?: Float64Array<ArrayBuffer>;
  /** The place of a value at a byte of the block, in the line with this index. */
  placeOf: (line: number, path: JsonPath, byte: number) => PlacedPath;
  /** The refusal of the line that follows these. */
  problem?: SecondLookError;
}

/** A block of a file of lines. */
export interface LineBlock extends Block {
  /** The number of lines, and of bytes, before it in the file. */
  line: number;
  byte: number;
}

/** The refusal of a line of a block, with its place. */
export function faultIn({ placeOf }: Block, fault: LineFault): SecondLookError {
  const { place, path } = placeOf(fault.line, fault.path, fault.byte);
  return faultError(place, { ...fault, path });
}

function newlinesIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(jsonBytes.newline); at !== -1; at = bytes.indexOf(jsonBytes.newline, at + 1))
    count += 1;
  return count;
}

/**
 * Splits a file of lines, whose first byte is at `offset` and which arrives in pieces of any size. A line that is
 * too long is refused as soon as that is known, and skipped.
 */
export async function* lineBlocks(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  offset: number,
): AsyncGenerator<LineBlock> {
  let memory = new Uint8Array(pieceBytes);
  let filled = 0;
  let line = 0;
  let byte = offset;
  let isTooLong = false;
  const placed = (index: number, at: number): Place => ({ file, what: 'line', record: index + 1, byte: at });
  function blockOf(bytes: Uint8Array<ArrayBuffer>): LineBlock {
    const before = { line, byte };
    line += newlinesIn(bytes);
    byte += bytes.length;
    const placeOf: Block['placeOf'] = (index, path, at) => ({
      place: placed(before.line + index, before.byte + at),
      path,
    });
    return { bytes, ...before, placeOf };
  }
  function refusal(): LineBlock {
    const reason = `this line is larger than the ${lineBytes.toLocaleString('en')} bytes that are allowed`;
    const problem = faultError(placed(line, byte), { path: [], byte: 0, reason, kind: 'too-large' });
    return { ...blockOf(new Uint8Array(0)), problem };
  }
  for await (const chunk of chunks) {
    let from = 0;
    while (from < chunk.length) {
      if (isTooLong) {
        const end = chunk.indexOf(jsonBytes.newline, from) + 1;
        isTooLong = end === 0;
        byte += (end || chunk.length) - from;
        from = end || chunk.length;
        if (!isTooLong) line += 1;
        continue;
      }
      const part = chunk.subarray(from, from + memory.length - filled);
      memory.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < memory.length) continue;
      const full = memory;
      const end = full.lastIndexOf(jsonBytes.newline) + 1;
      isTooLong = end === 0 && filled === lineBytes;
      if (isTooLong) yield refusal();
      if (isTooLong) byte += filled;
      filled = isTooLong ? 0 : filled - end;
      memory = new Uint8Array(Math.min(lineBytes, Math.max(pieceBytes, 2 * filled)));
      if (!isTooLong) memory.set(full.subarray(end));
      if (end > 0) yield blockOf(full.subarray(0, end));
    }
  }
  if (filled > 0) yield blockOf(memory.subarray(0, filled));
}
