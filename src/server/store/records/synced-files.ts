/** Small files that survive a power failure: written to a temporary file, synced, renamed; JSON with its checksum. */
import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';

const checkedSchema = z.object({ checksum: z.int(), content: z.string() });

/** A name for a folder that is being written or deleted. */
export const newPartName = (): string => `${randomUUID()}.part`;
/** Whether a name was created by `newPartName`. */
export const isPartName = (name: string): boolean => /^[0-9a-f-]{36}\.part$/.test(name);
/** Whether a name is that of a temporary file of `writeSynced` in the data folder. */
export const isDraftName = (name: string): boolean =>
  /^(?:second-look|demo-projects)\.json\.[0-9a-f-]{36}\.part$/.test(name);

/** Removes the entries of a folder whose names are ours; everything else in it stays. */
export async function removeOwn(folder: string, isOwn: (name: string) => boolean): Promise<void> {
  for (const name of (await readdir(folder)).filter(isOwn)) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Syncs a file or folder by its path, so that its contents survive a power failure. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a small file atomically and synced: afterwards it has either the old or the new contents. */
export async function writeSynced(path: string, text: string): Promise<void> {
  const aside = `${path}.${newPartName()}`;
  const handle = await open(aside, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(aside, path);
}

/** The text without the trailing zero bytes that a power failure can leave. */
export const withoutTrailingZeros = (text: string): string => text.replace(/\0+$/, '');

/** JSON with its checksum, so that a flipped bit is detected. */
export function sealJson(value: unknown): string {
  const content = JSON.stringify(value);
  return JSON.stringify({ checksum: crc32(content), content }, null, 1);
}

/** The sealed value, without a check of its shape; throws if the checksum differs. */
export function unsealJson(text: string): unknown {
  const { checksum, content } = checkedSchema.parse(JSON.parse(withoutTrailingZeros(text)));
  if (crc32(content) !== checksum) throw new Error('its checksum differs');
  const value: unknown = JSON.parse(content);
  return value;
}
