/** A sample's own file in a run's media folder: found by name in a listing, opened, and only then believed. */
import { constants } from 'node:fs';
import { lstat, open, opendir, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { MediaNames, type SampleNames } from './media-names';
import { mediaTypeOf, sniffedBytes, type MediaGroup, type MediaType } from './media-type';

/** An open file of a known type. Whoever gets it closes it. */
export interface MediaFile {
  handle: FileHandle;
  type: MediaType;
  size: number;
  /** Changes when the file does. */
  tag: string;
}

/** The folder itself, and those that Studio's export makes in it. */
const subfolders = ['', 'training', 'testing', 'validation'] as const;

interface Listing {
  /** The real path, with a separator at its end. */
  root: string;
  folders: readonly { subfolder: string; changed: number; names: MediaNames }[];
  /** How long the listing took, and when it was complete. */
  took: number;
  ended: number;
  /** The next one, once it is being made. */
  renewal?: Promise<Listing | undefined>;
}

const listingLimits = {
  /** A listing that took longer is kept for a while even if its folder changes, as when files are copied into it. */
  quickMilliseconds: 50,
  /** For how many times as long as it took. */
  keptTimes: 4,
} as const;
/** Others have their turn between so many names. */
const namesAtOnce = 1000;

async function changeTime(folder: string): Promise<number | undefined> {
  try {
    const found = await stat(folder);
    return found.isDirectory() ? found.mtimeMs : undefined;
  } catch {
    return undefined;
  }
}

async function list(folder: string): Promise<Listing | undefined> {
  let root: string;
  try {
    root = await realpath(folder);
  } catch {
    return undefined;
  }
  if (!root.endsWith(sep)) root += sep;
  const started = performance.now();
  const folders: Listing['folders'][number][] = [];
  for (const subfolder of subfolders) {
    const path = join(root, subfolder);
    const changed = await changeTime(path);
    if (changed === undefined) continue;
    folders.push({ subfolder, changed, names: await namesIn(path) });
  }
  const ended = performance.now();
  return { root, folders, took: ended - started, ended };
}

async function namesIn(path: string): Promise<MediaNames> {
  const names = new MediaNames();
  try {
    for await (const entry of await opendir(path, { bufferSize: namesAtOnce }))
      if (entry.isFile() || entry.isSymbolicLink()) names.add(entry.name);
  } catch {
    // What was listed before the folder could no longer be read is there.
  }
  return names;
}

async function isCurrent({ root, folders }: Listing): Promise<boolean> {
  const times = await Promise.all(subfolders.map((subfolder) => changeTime(join(root, subfolder))));
  return subfolders.every(
    (subfolder, index) => folders.find((listed) => listed.subfolder === subfolder)?.changed === times[index],
  );
}

async function firstBytes(handle: FileHandle): Promise<Uint8Array> {
  const bytes = new Uint8Array(sniffedBytes);
  const { bytesRead } = await handle.read(bytes, 0, sniffedBytes, 0);
  return bytes.subarray(0, bytesRead);
}

/**
 * The real path of an open file. Where the system does not tell it of the handle itself, it is that of the path, if
 * the very file that is open still lies there: a link swapped in meanwhile is another file.
 */
async function realPathOf(handle: FileHandle, path: string): Promise<string | undefined> {
  const told = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => undefined);
  if (told !== undefined) return told;
  const [real, opened] = await Promise.all([realpath(path), handle.stat({ bigint: true })]);
  const found = await lstat(real, { bigint: true });
  return found.ino === opened.ino && found.dev === opened.dev ? real : undefined;
}

/** The open file where it is a regular one, inside `root` by its real path, and of a type that is served. */
async function openInside(root: string, path: string): Promise<MediaFile | undefined> {
  let handle: FileHandle | undefined;
  try {
    // Without waiting, as a pipe would keep the request for ever.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const opened = await handle.stat({ bigint: true });
    const isInside = (await realPathOf(handle, path))?.startsWith(root) === true;
    if (isInside && opened.isFile()) {
      const type = mediaTypeOf(await firstBytes(handle));
      if (type !== undefined) {
        const tag = `${opened.ino.toString(36)}-${opened.size.toString(36)}-${opened.mtimeNs.toString(36)}`;
        const file = { handle, type, size: Number(opened.size), tag };
        handle = undefined;
        return file;
      }
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    await handle?.close();
  }
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
    const known = kept === undefined ? undefined : await kept;
    if (known === undefined) return this.#keep(folder, list(folder));
    if ((await isCurrent(known)) || this.#isKept(known)) return known;
    known.renewal ??= list(folder);
    await known.renewal;
    return this.#keep(folder, known.renewal);
  }

  /** Whether requests go by a listing although its folder has changed: one of them waits for the next listing. */
  #isKept({ took, ended, renewal }: Listing): boolean {
    const { quickMilliseconds, keptTimes } = this.#limits;
    if (took < quickMilliseconds) return false;
    return renewal !== undefined || performance.now() - ended < keptTimes * took;
  }

  #keep(folder: string, listing: Promise<Listing | undefined>): Promise<Listing | undefined> {
    this.#listings.set(folder, listing);
    // Few folders are looked at at a time; the one that was listed first goes.
    const [oldest] = this.#listings.keys();
    if (this.#listings.size > 16 && oldest !== undefined) this.#listings.delete(oldest);
    return listing;
  }

  /** The sample's file of one of the groups, the first group first; `undefined` where there is none to be served. */
  async open(
    folder: string | undefined,
    sample: SampleNames,
    groups: readonly MediaGroup[],
  ): Promise<MediaFile | undefined> {
    const listing = folder === undefined ? undefined : await this.#listing(folder);
    if (listing === undefined) return undefined;
    const inOrder = [...listing.folders].sort(
      (a, b) => Number(b.subfolder === sample.category) - Number(a.subfolder === sample.category),
    );
    let best: MediaFile | undefined;
    for (const { subfolder, names } of inOrder) {
      for (const name of names.candidates(sample)) {
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
    }
    return best;
  }
}
