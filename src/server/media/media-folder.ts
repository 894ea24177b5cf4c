/** Finds a sample's file in a run's media folder: by name in a listing, and checked after opening it. */
import { constants } from 'node:fs';
import { lstat, open, opendir, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { MediaNames, type SampleNames } from './media-names';
import { mediaTypeOf, sniffedBytes, type MediaGroup, type MediaType } from './media-type';

/** An open file of a known type; the caller closes it. */
export interface MediaFile {
  handle: FileHandle;
  type: MediaType;
  size: number;
  /** Changes when the file changes. */
  tag: string;
}

/** The folder itself, and the subfolders of a Studio export. */
const subfolders = ['', 'training', 'testing', 'validation'] as const;

interface Listing {
  /** The real path, with a trailing separator. */
  root: string;
  /** When each of the folders was last changed before it was listed. */
  changed: readonly (number | undefined)[];
  names: MediaNames;
  /** How long the listing took, and when it was complete. */
  took: number;
  ended: number;
}

const listingLimits = {
  /** A listing that took longer is reused for a while, even if files are being copied into its folder. */
  quickMilliseconds: 50,
  /** It is reused for this many times the duration of the listing. */
  keptTimes: 4,
} as const;
/** Other work runs after each batch of this many names. */
const namesAtOnce = 1000;

const changesOf = (root: string) =>
  Promise.all(
    subfolders.map((subfolder) =>
      stat(join(root, subfolder)).then(
        ({ mtimeMs }) => mtimeMs,
        () => undefined,
      ),
    ),
  );

async function list(folder: string): Promise<Listing | undefined> {
  const real = await realpath(folder).catch(() => undefined);
  if (real === undefined) return undefined;
  const root = real.endsWith(sep) ? real : real + sep;
  const started = performance.now();
  const changed = await changesOf(root);
  const names = new MediaNames();
  for (const subfolder of subfolders) {
    try {
      for await (const entry of await opendir(join(root, subfolder), { bufferSize: namesAtOnce }))
        if (entry.isFile() || entry.isSymbolicLink()) names.add({ subfolder, name: entry.name });
    } catch {
      // The folder does not exist or can no longer be read: use the previous listing.
    }
  }
  const ended = performance.now();
  return { root, changed, names, took: ended - started, ended };
}

async function isCurrent({ root, changed }: Listing): Promise<boolean> {
  return isDeepStrictEqual(await changesOf(root), changed);
}

async function firstBytes(handle: FileHandle): Promise<Uint8Array> {
  const bytes = new Uint8Array(sniffedBytes);
  const { bytesRead } = await handle.read(bytes, 0, sniffedBytes, 0);
  return bytes.subarray(0, bytesRead);
}

/**
 * The real path of an open file. If the system cannot tell it for the handle, it is the real path of `path`,
 * provided that this is still the opened file: a link that was swapped in meanwhile is another file.
 */
async function realPathOf(handle: FileHandle, path: string): Promise<string | undefined> {
  const target = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => undefined);
  if (target !== undefined) return target;
  const [real, opened] = await Promise.all([realpath(path), handle.stat({ bigint: true })]);
  const found = await lstat(real, { bigint: true });
  return found.ino === opened.ino && found.dev === opened.dev ? real : undefined;
}

/** The open file if it is a regular one, inside `root` by its real path, and of a supported type. */
async function openInside(root: string, path: string): Promise<MediaFile | undefined> {
  let handle: FileHandle | undefined;
  try {
    // Non-blocking, because opening a pipe would block the request forever.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const opened = await handle.stat({ bigint: true });
    const isInside = (await realPathOf(handle, path))?.startsWith(root) === true;
    const type = isInside && opened.isFile() ? mediaTypeOf(await firstBytes(handle)) : undefined;
    if (type !== undefined) {
      const tag = [opened.ino, opened.size, opened.mtimeNs].map((part) => part.toString(36)).join('-');
      return { handle, type, size: Number(opened.size), tag };
    }
  } catch {
    // A file that cannot be read is not served.
  }
  await handle?.close();
  return undefined;
}

/** The media folders of all runs. */
export class MediaFolders {
  readonly #listings = new Map<string, Promise<Listing | undefined>>();
  readonly #limits: { quickMilliseconds: number; keptTimes: number };

  constructor(limits: { quickMilliseconds: number; keptTimes: number } = listingLimits) {
    this.#limits = limits;
  }

  async #listing(folder: string): Promise<Listing | undefined> {
    const kept = this.#listings.get(folder);
    const known = await kept;
    if (known !== undefined && (this.#isKept(known) || (await isCurrent(known)))) return known;
    // Another request may have started the next listing meanwhile.
    const next = this.#listings.get(folder);
    if (next !== undefined && next !== kept) return next;
    const listing = list(folder);
    this.#listings.set(folder, listing);
    // Only few folders are used at a time; drop the one that was listed first.
    const [oldest] = this.#listings.keys();
    if (this.#listings.size > 16 && oldest !== undefined) this.#listings.delete(oldest);
    return listing;
  }

  /** Whether a listing is reused for now even if its folder has changed. */
  #isKept({ took, ended }: Listing): boolean {
    const { quickMilliseconds, keptTimes } = this.#limits;
    return took >= quickMilliseconds && performance.now() - ended < keptTimes * took;
  }

  /** The sample's file of one of the groups, in order of preference; `undefined` if there is none. */
  async open(
    folder: string | undefined,
    sample: SampleNames,
    groups: readonly MediaGroup[],
  ): Promise<MediaFile | undefined> {
    const listing = folder === undefined ? undefined : await this.#listing(folder);
    if (listing === undefined) return undefined;
    let best: MediaFile | undefined;
    for (const { subfolder, name } of listing.names.candidates(sample)) {
      const file = await openInside(listing.root, join(listing.root, subfolder, name));
      if (file === undefined) continue;
      const rank = groups.indexOf(file.type.group);
      if (rank === -1 || (best !== undefined && rank >= groups.indexOf(best.type.group))) {
        await file.handle.close();
        continue;
      }
      await best?.handle.close();
      best = file;
      if (rank === 0) return best;
    }
    return best;
  }
}
