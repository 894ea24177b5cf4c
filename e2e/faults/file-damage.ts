/** What a disk, a hand or a bad copy may do to a file: bits that flip, ends that are cut or grow, blocks that move. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Chances } from './fault-scale';

export interface Damage {
  about: string;
  /** The bytes that the damage leaves of those given, which it does not change. */
  of: (bytes: Buffer) => Buffer;
}

/** One bit turned over; bits are counted from the file's first. */
export const bitFlipped = (bit: number): Damage => ({
  about: `bit ${bit % 8} of byte ${bit >> 3} is flipped`,
  of(bytes) {
    const damaged = Buffer.from(bytes);
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit % 8));
    return damaged;
  },
});

export const cutTo = (length: number): Damage => ({
  about: `it is cut to ${length} bytes`,
  of: (bytes) => Buffer.from(bytes.subarray(0, length)),
});

/** The usual trace of a power cut, or of a disk that gave room without what belongs there. */
export const zerosAppended = (count: number): Damage => ({
  about: `${count} zero bytes are appended`,
  of: (bytes) => Buffer.concat([bytes, Buffer.alloc(count)]),
});

export const zerosFrom = (start: number): Damage => ({
  about: `it is zero from byte ${start}`,
  of: (bytes) => Buffer.concat([bytes.subarray(0, start), Buffer.alloc(bytes.length - start)]),
});

export const noiseAppended = (count: number, chances: Chances): Damage => ({
  about: `${count} bytes of noise are appended`,
  of: (bytes) => Buffer.concat([bytes, Buffer.from(Array.from({ length: count }, () => chances.below(256)))]),
});

/** Two blocks that lie in each other's place. */
export const blocksSwapped = (first: number, second: number, length: number): Damage => ({
  about: `the ${length} bytes at ${first} and at ${second} are swapped`,
  of(bytes) {
    const damaged = Buffer.from(bytes);
    bytes.copy(damaged, first, second, second + length);
    bytes.copy(damaged, second, first, first + length);
    return damaged;
  },
});

/** A record's head that lies further on than where it belongs. */
export const headMoved = (offset: number, by: number): Damage => ({
  about: `the head at ${offset} is moved by ${by} bytes`,
  of(bytes) {
    const damaged = Buffer.from(bytes);
    damaged.fill(0, offset, offset + by);
    bytes.copy(damaged, offset + by, offset, offset + by);
    return damaged;
  },
});

/** Puts the damaged bytes in the file's place. */
export async function damageFile(path: string, damage: Damage): Promise<void> {
  await writeFile(path, damage.of(await readFile(path)));
}
