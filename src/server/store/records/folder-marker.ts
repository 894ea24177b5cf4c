/** The file that marks a data folder as ours and names its format. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SecondLookError } from '../../../contract/errors';
import { codeOf } from './disk-errors';
import { syncPath, withoutTrailingZeros, writeSynced } from './synced-files';

const folderFormat = 1;
export const markerName = 'second-look.json';

const markerSchema = z.looseObject({ format: z.int() });

function parsedMarker(text: string) {
  try {
    return markerSchema.safeParse(JSON.parse(withoutTrailingZeros(text))).data;
  } catch {
    return undefined;
  }
}

/**
 * Whether the folder has a marker. Throws `conflict` if a newer version wrote it, if it is damaged or cannot be
 * read, and if the path is not a folder.
 */
export async function hasFormat(dataFolder: string): Promise<boolean> {
  const path = join(dataFolder, markerName);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return false;
    const message =
      code === 'ENOTDIR'
        ? `${dataFolder} is a file; a data folder must be a folder`
        : `${path} cannot be read (${String(code)}); mend its permissions or the disk, and try again`;
    throw new SecondLookError('conflict', message, { cause: error });
  }
  const marker = parsedMarker(text);
  if (marker === undefined) {
    throw new SecondLookError('conflict', `${path} is damaged: it must hold {"format":${folderFormat}}`);
  }
  if (marker.format > folderFormat) {
    throw new SecondLookError(
      'conflict',
      `${dataFolder} was written by a newer version of Second Look (format ${marker.format}, this one knows ` +
        `${folderFormat}); nothing was changed. Use that version, or another --data folder`,
    );
  }
  return true;
}

/** Marks the folder as ours if it is not marked yet, and creates it if it is missing. Throws like `hasFormat`. */
export async function ensureFormat(dataFolder: string): Promise<void> {
  if (await hasFormat(dataFolder)) return;
  await mkdir(dataFolder, { recursive: true });
  await writeSynced(join(dataFolder, markerName), JSON.stringify({ format: folderFormat }));
  await syncPath(dataFolder);
}
