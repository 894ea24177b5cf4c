/** The record file returns what was written, and reports damage: tested for every bit and every length. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRecordFile, readRecords, type WantedRecord } from './record-file';
import { damageInWords, isDamage, type Damage } from './record-format';
import { scanRecords } from './record-scan';
import type { StoredEntry } from '../store';

const bytes = (text: string) => new TextEncoder().encode(text);
const plain = ({ sampleId, result, predictions }: StoredEntry) => ({
  sampleId,
  result: Buffer.from(result).toString('latin1'),
  predictions: Buffer.from(predictions).toString('latin1'),
});

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-look-records-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Written {
  path: string;
  key: number;
  end: number;
  contentHash: string;
  places: WantedRecord[];
}

async function write(entries: readonly StoredEntry[]): Promise<Written> {
  files += 1;
  const path = join(folder, `records-${files}`);
  const writer = await createRecordFile(path);
  const parts = entries.flatMap(({ result, predictions }) => [result, predictions]);
  let end = 0;
  const starts = parts.map((part) => (end += part.length) - part.length);
  const every = (list: readonly number[], from: number) =>
    Uint32Array.from(entries, (_entry, at) => list[2 * at + from] ?? 0);
  const sizes = parts.map((part) => part.length);
  const { offsets, lengths } = writer.append({
    count: entries.length,
    sampleIds: Float64Array.from(entries, ({ sampleId }) => sampleId),
    bytes: Buffer.concat(parts),
    resultStarts: every(starts, 0),
    resultLengths: every(sizes, 0),
    predictionsStarts: every(starts, 1),
    predictionsLengths: every(sizes, 1),
  });
  const places = entries.map(({ sampleId }, at) => ({
    sampleId,
    offset: offsets[at] ?? 0,
    length: lengths[at] ?? 0,
  }));
  const { bytes: size, contentHash } = await writer.finish();
  await writer.sync();
  return { path, key: writer.key, end: size, contentHash, places };
}

async function read(records: AsyncIterable<StoredEntry | Damage>) {
  const good: ReturnType<typeof plain>[] = [];
  const damages: Damage[] = [];
  for await (const record of records) {
    if (isDamage(record)) damages.push(record);
    else good.push(plain(record));
  }
  return { good, damages };
}

const few: StoredEntry[] = ['first', 'second', 'other', ''].map((name, at) => ({
  sampleId: at + 1,
  result: bytes(`{"${name}":1}`),
  predictions: bytes(name === '' ? '' : `{"p":"${name}"}`),
}));

describe('a sound record file', () => {
  test('returns any bytes in any order of positions', async () => {
    const part = fc.uint8Array({ maxLength: 300 });
    const entry = fc.record({ sampleId: fc.maxSafeNat(), result: part, predictions: part });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 12 }), fc.nat(), async (entries, turn) => {
        const { path, key, end, places } = await write(entries);
        expect(await read(scanRecords(path, key, end))).toEqual({ good: entries.map(plain), damages: [] });
        const order = places.map((_place, at) => (at * 7 + turn) % Math.max(places.length, 1));
        const wanted = order.flatMap((at) => places[at] ?? []);
        expect(await read(readRecords(path, key, wanted))).toEqual({
          good: order.flatMap((at) => entries[at] ?? []).map(plain),
          damages: [],
        });
      }),
      { numRuns: 60 },
    );
  });

  test('stores records larger than what is read at once', async () => {
    const large = [3, 1, 2].map((megabytes, at) => ({
      sampleId: at,
      result: new Uint8Array(megabytes * 2 ** 20).fill(at + 1),
      predictions: bytes(String(megabytes)),
    }));
    const { path, key, end, places } = await write([...large, ...few]);
    const expected = [...large, ...few].map(plain);
    expect((await read(scanRecords(path, key, end))).good).toEqual(expected);
    expect((await read(readRecords(path, key, places))).good).toEqual(expected);
  });

  test('has a hash of its content: neither the file nor the boundary between two parts matters', async () => {
    const [one, again] = [await write(few), await write(few)];
    expect(again.key).not.toBe(one.key);
    expect(again.contentHash).toBe(one.contentHash);
    const moved = few.map((entry, at) =>
      at === 0 ? { ...entry, result: bytes('{"first":1}{'), predictions: bytes('"p":"first"}') } : entry,
    );
    expect((await write(moved)).contentHash).not.toBe(one.contentHash);
  });

  test('never replaces a file', async () => {
    const { path } = await write(few);
    await expect(createRecordFile(path)).rejects.toMatchObject({ code: 'EEXIST' });
  });
});

describe('a damaged record file', () => {
  let sound: Written;
  let content: Buffer;
  const expected = few.map(plain);
  beforeAll(async () => {
    sound = await write(few);
    content = await readFile(sound.path);
  });

  /** The record that a byte of the file belongs to; -1: the file header. */
  const recordAt = (offset: number) =>
    sound.places.findIndex((place) => offset >= place.offset && offset < place.offset + place.length);
  async function readDamaged(damaged: Uint8Array) {
    const path = join(folder, 'damaged');
    await writeFile(path, damaged);
    return {
      scanned: await read(scanRecords(path, sound.key, sound.end)),
      asked: await read(readRecords(path, sound.key, sound.places)),
    };
  }

  test('loses only the record with a flipped bit, and names it', async () => {
    for (let offset = 0; offset < content.length; offset++) {
      for (const bit of [1, 16, 128]) {
        const flipped = Buffer.from(content);
        flipped[offset] = (flipped[offset] ?? 0) ^ bit;
        const at = recordAt(offset);
        const { scanned, asked } = await readDamaged(flipped);
        const others = expected.filter((_entry, index) => index !== at);
        expect(scanned.good).toEqual(others);
        expect(asked.good).toEqual(others);
        expect(scanned.damages.map((damage) => damage.offset)).toEqual(
          at < 0 ? [] : [sound.places[at]?.offset],
        );
        expect(asked.damages.map(({ sampleId }) => sampleId)).toEqual(at < 0 ? [] : [at + 1]);
      }
    }
  });

  test('returns the records before the byte where it was truncated', async () => {
    for (let length = 0; length < content.length; length++) {
      const whole = sound.places.filter((place) => place.offset + place.length <= length).length;
      const { scanned, asked } = await readDamaged(content.subarray(0, length));
      expect(scanned.good).toEqual(expected.slice(0, whole));
      expect(asked.good).toEqual(expected.slice(0, whole));
      expect(scanned.damages[0]?.offset).toBe(sound.places[whole]?.offset);
      expect(asked.damages).toHaveLength(few.length - whole);
    }
  });

  test('ignores what was appended to it', async () => {
    for (const tail of [Buffer.alloc(4096), Buffer.from('{"sampleId":9}'), content]) {
      const { scanned, asked } = await readDamaged(Buffer.concat([content, tail]));
      expect(scanned).toEqual({ good: expected, damages: [] });
      expect(asked).toEqual({ good: expected, damages: [] });
    }
  });

  test('returns what follows a range of zeros', async () => {
    const [, second, third] = sound.places;
    if (second === undefined || third === undefined) throw new Error('There are four records');
    const zeroed = Buffer.from(content).fill(0, second.offset, third.offset + 5);
    const { scanned } = await readDamaged(zeroed);
    expect(scanned.good).toEqual([expected[0], expected[3]]);
    expect(scanned.damages).toHaveLength(1);
  });

  test('never returns one record for another', async () => {
    const [first, , third] = sound.places;
    if (first === undefined || third === undefined) throw new Error('There are four records');
    expect(first.length).toBe(third.length);
    const swapped = Buffer.from(content);
    content.copy(swapped, third.offset, first.offset, first.offset + first.length);
    content.copy(swapped, first.offset, third.offset, third.offset + third.length);
    const { scanned, asked } = await readDamaged(swapped);
    expect(scanned.good).toHaveLength(4);
    expect(asked.good).toEqual([expected[1], expected[3]]);
    expect(asked.damages.map(damageInWords)).toEqual([
      'a record (sample 1) at byte 24: sample 3 lies where sample 1 was written',
      expect.stringContaining('sample 1 lies where sample 3 was written'),
    ]);
  });

  test('accepts no record of another file, nor one inside a payload', async () => {
    const other = await readFile((await write(few)).path);
    const { scanned, asked } = await readDamaged(other);
    expect(scanned.good).toEqual([]);
    expect(asked.good).toEqual([]);
    const nested = await write([{ sampleId: 1, result: content, predictions: content }, ...few]);
    const flipped = await readFile(nested.path);
    flipped[26] = (flipped[26] ?? 0) ^ 1;
    await writeFile(nested.path, flipped);
    expect((await read(scanRecords(nested.path, nested.key, nested.end))).good).toEqual(expected);
  });

  test('of a newer version is refused', async () => {
    const newer = Buffer.from(content);
    newer.writeUInt32LE(2, 8);
    newer.writeUInt32LE(crc32(newer.subarray(0, 16)), 16);
    await expect(readDamaged(newer)).rejects.toMatchObject({ kind: 'conflict' });
  });
});
