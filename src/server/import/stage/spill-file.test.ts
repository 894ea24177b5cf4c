/** A spill file returns what was written to it, from any position, and leaves nothing on the disk. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CachedReader, SpillFile } from './spill-file';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-look-spill-'));
});
afterAll(() => rm(folder, { recursive: true }));

const sizes = fc.array(fc.oneof(fc.nat(100), fc.integer({ min: 100_000, max: 3_000_000 })), {
  maxLength: 12,
});

describe('SpillFile', () => {
  it('returns every range, in any order, whatever their sizes', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.infiniteStream(fc.nat()), async (given, order) => {
        const file = await SpillFile.create(folder);
        try {
          const offsets: number[] = [];
          for (const [index, size] of given.entries()) {
            offsets.push(file.length);
            await file.append(Buffer.alloc(size, index + 1));
          }
          expect(file.length).toBe(given.reduce((sum, size) => sum + size, 0));
          const reader = new CachedReader(
            (offset, size) => file.read(offset, size),
            () => file.length,
          );
          const forward = given.map((_, index) => index);
          const anywhere = given.length === 0 ? [] : [...order.take(10)].map((n) => n % given.length);
          for (const index of [...forward, ...anywhere]) {
            const span = [offsets[index] ?? 0, given[index] ?? 0] as const;
            const bytes = await reader.bytes(...span);
            expect(Buffer.alloc(span[1], index + 1).equals(bytes)).toBe(true);
          }
        } finally {
          await file.close();
        }
      }),
      { numRuns: 20 },
    );
  });

  it('has no name in its folder', async () => {
    const file = await SpillFile.create(folder);
    await file.append(Buffer.alloc(5_000_000, 1));
    expect(await readdir(folder)).toEqual([]);
    await file.close();
  });

  it('creates its folder', async () => {
    const file = await SpillFile.create(join(folder, 'a', 'b'));
    await file.close();
    expect(await readdir(join(folder, 'a'))).toEqual(['b']);
  });
});
