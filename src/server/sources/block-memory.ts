/**
 * Memory for blocks of a file, used again and again: new memory for each would keep the collector and the system busy.
 * A piece of a file lies in it with room before it, so that the end of the piece before can be put there, and the two
 * are one block without a copy.
 */

/** Large enough that handing it over costs little, small enough that others have their turn in between. */
export const pieceBytes = 1024 * 1024;
/** Most lines are far shorter. */
const roomBytes = 64 * 1024;
/** The most that a block takes without memory of its own. */
export const memoryBytes = roomBytes + pieceBytes;

const spare: ArrayBuffer[] = [];
const spareMost = 8;
/** Memory in which a piece lies behind room. */
const roomy = new WeakSet<ArrayBufferLike>();

const taken = (): ArrayBuffer => spare.pop() ?? new ArrayBuffer(memoryBytes);

/** Memory for so many bytes. */
export const memoryFor = (size: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(size <= memoryBytes ? taken() : new ArrayBuffer(size), 0, size);

/** Memory for a piece, with room before it. */
export function roomyMemory(): Uint8Array<ArrayBuffer> {
  const memory = taken();
  roomy.add(memory);
  return new Uint8Array(memory, roomBytes, pieceBytes);
}

/** The piece with these bytes before it, in its own memory; `undefined` where there is no room for them. */
export function withBefore(
  before: readonly Uint8Array[],
  piece: Uint8Array,
): Uint8Array<ArrayBuffer> | undefined {
  const { buffer, byteOffset } = piece;
  const size = before.reduce((sum, { length }) => sum + length, 0);
  if (
    !(buffer instanceof ArrayBuffer) ||
    !roomy.has(buffer) ||
    byteOffset !== roomBytes ||
    size > roomBytes
  ) {
    return undefined;
  }
  const whole = new Uint8Array(buffer, byteOffset - size, size + piece.length);
  let at = 0;
  for (const bytes of before) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}

/** Takes memory that nobody reads any more. */
export function giveBack({ buffer }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength !== memoryBytes) return;
  roomy.delete(buffer);
  if (spare.length < spareMost) spare.push(buffer);
}
