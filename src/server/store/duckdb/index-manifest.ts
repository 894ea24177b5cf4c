/** What an index says of itself, sealed last: its version, its files with their checksums, what its columns hold. */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { sealJson, syncPath, unsealJson, writeSynced } from '../runs';
import { sectionSchema } from './column-file';
import { columnsSignature } from './columns';

/** Raised by hand whenever what the index holds for the same records changes. */
const indexVersion = 2;

export const databaseName = 'samples.duckdb';
export const columnFileName = 'columns';
const manifestName = 'index.json';

const histogramShapeSchema = z.object({ low: z.number(), high: z.number(), bins: z.int() });
const keySchema = z.object({ key: z.int(), name: z.string() });

export const builtSchema = z.object({
  rows: z.int(),
  sections: z.array(sectionSchema),
  /** By field; a field without values has none. */
  histograms: z.array(histogramShapeSchema.extend({ field: z.string() })),
  /** The metadata keys that the summary shows, most used first. */
  keys: z.array(keySchema),
  keyCount: z.int(),
  /** The slots of which some sample has several words. */
  slotsWithOthers: z.array(z.int()),
});

const manifestSchema = z.object({
  version: z.int(),
  signature: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.int(), checksum: z.int() })),
  built: builtSchema,
});

/** What the columns of an index hold. */
export type BuiltIndex = z.infer<typeof builtSchema>;
export type HistogramShape = z.infer<typeof histogramShapeSchema>;

/** An index that cannot be used: missing, damaged, or made by another version. It can be made again. */
export class UnusableIndexError extends Error {
  constructor(
    message: string,
    /** Whether something is wrong with it; not so where it is merely older. */
    readonly isDamaged = true,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'UnusableIndexError';
  }
}

async function checksumOf(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(1024 * 1024);
    let checksum = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return checksum;
      checksum = crc32(buffer.subarray(0, bytesRead), checksum);
    }
  } finally {
    await file.close();
  }
}

/** Syncs the closed files of an index and writes its manifest. */
export async function sealIndex(folder: string, built: BuiltIndex): Promise<void> {
  const names = [databaseName, columnFileName];
  const files: z.infer<typeof manifestSchema>['files'] = [];
  for (const name of names) {
    const path = join(folder, name);
    await syncPath(path);
    files.push({ name, bytes: (await stat(path)).size, checksum: await checksumOf(path) });
  }
  const manifest = { version: indexVersion, signature: columnsSignature, files, built };
  await writeSynced(join(folder, manifestName), sealJson(manifest));
  await syncPath(folder);
}

async function manifestOf(folder: string): Promise<z.infer<typeof manifestSchema>> {
  try {
    return manifestSchema.parse(unsealJson(await readFile(join(folder, manifestName), 'utf8')));
  } catch (cause) {
    throw new UnusableIndexError('its manifest is missing or damaged', true, { cause });
  }
}

/**
 * What a sound index of these many samples holds. Throws `UnusableIndexError` for any other: every byte is checked,
 * since DuckDB opens some damaged files without a word, and replays any log that lies beside one.
 */
export async function checkIndex(folder: string): Promise<BuiltIndex> {
  const { version, signature, files, built } = await manifestOf(folder);
  if (version !== indexVersion || signature !== columnsSignature) {
    throw new UnusableIndexError('it was made by another version', false);
  }
  const present = await readdir(folder);
  const extra = present.find((name) => name !== manifestName && !files.some((file) => file.name === name));
  if (extra !== undefined) throw new UnusableIndexError(`"${extra}" does not belong to it`);
  for (const { name, bytes, checksum } of files) {
    const path = join(folder, name);
    const size = present.includes(name) ? (await stat(path)).size : -1;
    if (size !== bytes) throw new UnusableIndexError(`"${name}" has ${size} bytes instead of ${bytes}`);
    if ((await checksumOf(path)) !== checksum)
      throw new UnusableIndexError(`the checksum of "${name}" differs`);
  }
  return built;
}
