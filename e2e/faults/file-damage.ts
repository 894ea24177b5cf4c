/** Possible damage to a file: flipped bits, truncated or extended ends, moved blocks. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Chances } from './fault-scale';

export interface Damage {
  about: string;
  /** Returns the damaged bytes without changing the given ones. */
  of: (bytes: Buffer) => Buffer;
}

/** One flipped bit; bits are counted from the start of the file. */
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

/** The usual trace of a power failure, or of a disk that allocated space without writing the data. */
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

/** Two blocks that were exchanged. */
export const blocksSwapped = (first: number, second: number, length: number): Damage => ({
  about: `the ${length} bytes at ${first} and at ${second} are swapped`,
  of(bytes) {
    const damaged = Buffer.from(bytes);
    bytes.copy(damaged, first, second, second + length);
    bytes.copy(damaged, second, first, first + length);
    return damaged;
  },
});

/** A record's header that is further on than it should be. */
export const headMoved = (offset: number, by: number): Damage => ({
  about: `the head at ${offset} is moved by ${by} bytes`,
  of(bytes) {
    const damaged = Buffer.from(bytes);
    damaged.fill(0, offset, offset + by);
    bytes.copy(damaged, offset + by, offset, offset + by);
    return damaged;
  },
});

/** Replaces the file with the damaged bytes. */
export async function damageFile(path: string, damage: Damage): Promise<void> {
  await writeFile(path, damage.of(await readFile(path)));
}
