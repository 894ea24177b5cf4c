/** The manifest of an index, written last: its version, its files with checksums, and its columns. */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { codeOf } from '../records/disk-errors';
import { recordFileName, recordsSchema, type StoredRun } from '../records/runs';
import { builtSchema, indexVersion, schemaSignature, type BuiltIndex } from '../sql/schema';
import { sealJson, syncPath, unsealJson, writeSynced } from '../records/synced-files';

export const databaseName = 'samples.duckdb';
const manifestName = 'index.json';

const fileStateSchema = z.object({ bytes: z.int(), changed: z.number(), inode: z.number() });
const indexedSchema = recordsSchema.extend({
  /** If damaged records were left out: the state of the file at that time, since it may be restored. */
  withDamage: fileStateSchema.optional(),
});

// Manifests of other versions may differ in all other members.
const versionSchema = z.object({ version: z.int(), signature: z.string() });
const manifestSchema = versionSchema.extend({
  /** The record file that its rows point into. */
  records: indexedSchema,
  files: z.array(z.object({ name: z.string(), bytes: z.int(), checksum: z.int() })),
  built: builtSchema,
});

/** The record file that an index was built from. */
export type IndexedRecords = z.infer<typeof indexedSchema>;

/** An index that cannot be used: missing, damaged, or built by another version. It can be rebuilt. */
export class UnusableIndexError extends Error {
  constructor(
    message: string,
    /** Whether it is damaged; `false` if it is merely outdated. */
    readonly isDamaged = true,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'UnusableIndexError';
  }
}

/** The state that distinguishes a file from the one that was there before, or from itself before a change. */
export async function fileState(path: string): Promise<z.infer<typeof fileStateSchema>> {
  const { size, ctimeMs, ino } = await stat(path);
  return { bytes: size, changed: ctimeMs, inode: ino };
}

async function checksumOf(path: string): Promise<number> {
  let checksum = 0;
  const file = await open(path, 'r');
  for await (const piece of file.createReadStream({ highWaterMark: 1024 * 1024 })) {
    if (piece instanceof Uint8Array) checksum = crc32(piece, checksum);
  }
  return checksum;
}

/** Syncs the closed files of the index of a record file and writes its manifest. */
export async function sealIndex(folder: string, records: IndexedRecords, built: BuiltIndex): Promise<void> {
  const path = join(folder, databaseName);
  await syncPath(path);
  const files = [{ name: databaseName, bytes: (await stat(path)).size, checksum: await checksumOf(path) }];
  const manifest = { version: indexVersion, signature: schemaSignature, records, files, built };
  await writeSynced(join(folder, manifestName), sealJson(manifest));
  await syncPath(folder);
}

/** Errors that mean that something is lost or not what it should be; any other error says nothing about the data. */
const isLost = (error: unknown) =>
  ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'EIO'].includes(String(codeOf(error)));

/** Reads something of an index from disk; throws `UnusableIndexError` if it does not exist. */
async function ofIndex<Result>(says: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    if (isLost(cause)) throw new UnusableIndexError(says, true, { cause });
    throw cause;
  }
}

const noManifest = 'its manifest is missing or damaged';

async function manifestOf(folder: string): Promise<z.infer<typeof manifestSchema>> {
  const text = await ofIndex(noManifest, readFile(join(folder, manifestName), 'utf8'));
  let content: unknown;
  try {
    content = unsealJson(text);
  } catch (cause) {
    throw new UnusableIndexError(noManifest, true, { cause });
  }
  const { data: made } = versionSchema.safeParse(content);
  if (made !== undefined && (made.version !== indexVersion || made.signature !== schemaSignature)) {
    throw new UnusableIndexError('it was made by another version', false);
  }
  const { data: manifest, error } = manifestSchema.safeParse(content);
  if (manifest === undefined) throw new UnusableIndexError(noManifest, true, { cause: error });
  return manifest;
}

/**
 * The contents of a sound index of this record file. Throws `UnusableIndexError` for any other index: every byte is
 * checked, since DuckDB opens some damaged files silently, and replays any log next to one. System errors that are
 * temporary, such as too many open files, are thrown as they are.
 */
export async function checkIndex(folder: string, records: StoredRun['records']): Promise<BuiltIndex> {
  const { records: indexed, files, built } = await manifestOf(folder);
  if (indexed.key !== records.key || indexed.bytes !== records.bytes) {
    throw new UnusableIndexError("it is another run's");
  }
  if (indexed.withDamage !== undefined) {
    const now = await fileState(join(dirname(folder), recordFileName));
    if (!isDeepStrictEqual(now, indexed.withDamage)) {
      throw new UnusableIndexError(
        'it lacks records that were damaged, and their file has changed since',
        false,
      );
    }
  }
  const present = await readdir(folder);
  const extra = present.find((name) => name !== manifestName && !files.some((file) => file.name === name));
  if (extra !== undefined) throw new UnusableIndexError(`"${extra}" does not belong to it`);
  for (const { name, bytes, checksum } of files) {
    const path = join(folder, name);
    if (!present.includes(name)) throw new UnusableIndexError(`"${name}" is missing`);
    const { size } = await stat(path);
    if (size !== bytes) throw new UnusableIndexError(`"${name}" has ${size} bytes instead of ${bytes}`);
    if ((await ofIndex(`"${name}" is no file`, checksumOf(path))) !== checksum)
      throw new UnusableIndexError(`the checksum of "${name}" differs`);
  }
  return built;
}
