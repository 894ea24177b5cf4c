/** Memory for stretches of a file, used again and again: new memory for each would keep the collector and the system busy. */

/** Large enough that handing it over costs little, small enough that others have their turn in between. */
export const pieceBytes = 1024 * 1024;

const spare: ArrayBuffer[] = [];
const spareMost = 8;

/** Memory for the given number of bytes. */
export const memoryFor = (size: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    size <= pieceBytes ? (spare.pop() ?? new ArrayBuffer(pieceBytes)) : new ArrayBuffer(size),
    0,
    size,
  );

/** Takes memory that nothing reads any more. */
export function giveBack({ buffer }: Uint8Array): void {
  const isOurs = buffer instanceof ArrayBuffer && buffer.byteLength === pieceBytes;
  if (isOurs && spare.length < spareMost) spare.push(buffer);
}
