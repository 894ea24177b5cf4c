/** The data folder of one server: made for its owner only, locked by one process, and found by the command line. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SecondLookError } from '../contract/errors';
import { isoTime } from './iso-time';
import { processIdentity, isAlive } from './process-identity';
import { folderIdentity, isRunning, readServerFile, serverFileName, type ServerFile } from './server-file';
import { codeOf } from './store/disk-errors';
import { hasFormat, markerName } from './store/folder-marker';
import { isReadOnlyCode, readOnlyReason, type ReadOnlyCode } from './store/read-only';
import { isDraftName, withoutTrailingZeros } from './store/synced-files';

/** Where data live unless told otherwise: SECOND_LOOK_DATA, else the user's data folder. */
export function defaultDataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { SECOND_LOOK_DATA: own, XDG_DATA_HOME: xdg } = environment;
  if (own !== undefined && own !== '') return resolve(own);
  // An XDG path that is not absolute must be ignored, the specification says.
  const base = xdg?.startsWith('/') === true ? xdg : join(homedir(), '.local', 'share');
  return join(base, 'second-look');
}

const inUse = (folder: string, pid: number | undefined) =>
  new SecondLookError(
    'conflict',
    `The data folder ${folder} is in use by another Second Look${pid === undefined ? '' : `, process ${pid}`}; stop it first, or choose another folder with --data.`,
  );

const misplaced: ReadonlyMap<unknown, string> = new Map([
  ['EEXIST', 'there is a file of that name; choose a folder with --data'],
  ['ENOTDIR', 'a part of its path is a file; choose another folder with --data'],
]);

/** What the system refuses of the folder, in words. */
function refused(folder: string, what: 'made' | 'read' | 'written', cause: unknown): SecondLookError {
  if (cause instanceof SecondLookError) return cause;
  const code = codeOf(cause);
  const unwritable = isReadOnlyCode(code) && what !== 'read' ? readOnlyReason(code) : undefined;
  const reason = misplaced.get(code) ?? unwritable ?? `the system refuses it (${String(code)})`;
  return new SecondLookError('conflict', `The data folder ${folder} cannot be ${what}: ${reason}.`, {
    cause,
  });
}

/** A data folder held by this process, or one that it can only read. */
export interface DataFolder {
  path: string;
  /** The key of this start. */
  key: string;
  /** Why nothing can be written to the folder; it is not locked then. Absent: it is locked, and may be written to. */
  readOnly?: ReadOnlyCode;
  /** Tells the command line where the server listens. */
  publish: (address: { host: string; port: number }) => Promise<void>;
  /** Gives the folder free; safe to call twice. */
  release: () => Promise<void>;
}

/**
 * How long to wait for another process that is just taking the folder over; and when to think that it died at it,
 * where the system cannot say. In all it is waited longer than that.
 */
const takeover = { wait: 20, tries: 250, forgotten: 2000 } as const;

/** Milliseconds since a start first saw this turn, by a clock that is never set back. */
type TurnWatch = (turn: string) => number;

function createTurnWatch(): TurnWatch {
  let watched: string | undefined;
  let since = 0;
  return (turn) => {
    if (turn !== watched) since = performance.now();
    watched = turn;
    return performance.now() - since;
  };
}

/** Ends the turn of a process that died in it, so that nobody waits for it for ever. */
async function endForgottenTurn(turn: string, identity: string, watchedFor: TurnWatch): Promise<void> {
  const [taker, made] = [await readServerFile(turn), await stat(turn).catch(() => undefined)];
  if (taker === undefined || made === undefined) return;
  const canTell = taker !== null && taker.process !== null && (await processIdentity(process.pid)) !== null;
  const isForgotten = canTell
    ? !(await isRunning(taker, identity))
    : watchedFor(`${made.ino} ${made.mtimeMs}`) > takeover.forgotten;
  if (!isForgotten) return;
  // Another one may have ended it meanwhile, and begun its own: that must be given back.
  const aside = `${turn}.${process.pid}.${randomBytes(6).toString('hex')}`;
  await rename(turn, aside).catch(() => {});
  const moved = await readServerFile(aside);
  if (moved && moved.key !== taker?.key) await link(aside, turn).catch(() => {});
  await rm(aside, { recursive: true, force: true });
}

/**
 * Puts the draft in the place of a lock that nobody holds any more; returns whether it did. Only one process at a time
 * looks and replaces, or one could replace what another has just made; and the lock is never away meanwhile, or a third
 * could make its own beside it. Who comes second returns without having done anything, to try again.
 */
async function replaceStale(
  lock: string,
  draft: string,
  identity: string,
  watchedFor: TurnWatch,
): Promise<boolean> {
  const turn = `${lock}.takeover`;
  try {
    await link(draft, turn);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    await endForgottenTurn(turn, identity, watchedFor);
    await setTimeout(takeover.wait);
    return false;
  }
  try {
    const holder = await readServerFile(lock);
    if (holder === undefined || (holder && (await isRunning(holder, identity)))) return false;
    await rename(draft, lock);
    return true;
  } finally {
    await unlink(turn).catch(() => {});
  }
}

/** What a start writes before the lock is its own, named by its process. */
const draftName = /^server\.json(?:\.takeover)?\.(\d+)\.[0-9a-f]{12}$/;

/** Removes what starts that were killed left beside the lock; what another process is just writing stays. */
async function removeLeftDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = Number(draftName.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid)) continue;
    const path = join(folder, name);
    const identity = isAlive(pid) ? await processIdentity(pid) : undefined;
    const writer = (await readServerFile(path))?.process ?? identity;
    if (identity === undefined || identity !== writer) await rm(path, { force: true });
  }
}

/** Makes the folder and what is missing above it; Node's own way tries for ever where the system refuses a name. */
async function makeFolder(path: string): Promise<void> {
  // A read-only disk refuses to make even what is there.
  if ((await stat(path).catch(() => undefined))?.isDirectory() === true) return;
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || (await stat(dirname(path)).catch(() => undefined)) !== undefined) throw error;
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o700 });
  }
}

/** What a first start that was killed can leave before the folder has its marker, and what a fresh disk comes with. */
const isBeforeMarker = (name: string) =>
  name === serverFileName ||
  name === `${serverFileName}.takeover` ||
  name === 'lost+found' ||
  draftName.test(name) ||
  isDraftName(name);

/** Whether a lock in a folder without a marker is ours: a user's own file may have the same name. */
async function isOwnLock(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text !== undefined && (withoutTrailingZeros(text) === '' || (await readServerFile(path)) !== null);
}

/** Throws `conflict` for a folder that holds something and was not made by Second Look. Changes nothing. */
async function refuseForeign(folder: string): Promise<void> {
  if (await hasFormat(folder)) return;
  const names = await readdir(folder);
  const foreign =
    names.find((name) => !isBeforeMarker(name)) ??
    (names.includes(serverFileName) && !(await isOwnLock(join(folder, serverFileName)))
      ? serverFileName
      : undefined);
  if (foreign === undefined) return;
  throw new SecondLookError(
    'conflict',
    `${folder} is no data folder of Second Look: it has no ${markerName}, but holds ${JSON.stringify(foreign)}; ` +
      'nothing was changed. Choose an empty or a new folder with --data.',
  );
}

/**
 * Makes the folder where it is missing (mode 0700) and locks it for this process. Throws `conflict` for a folder that
 * is not ours, and, naming the process, while another one holds it; a lock that a dead process left is taken over, and
 * so is one that came with a copy of the folder. A folder of ours that cannot be written to is opened for reading.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder);
  await makeFolder(path).catch((error: unknown) => {
    throw refused(path, 'made', error);
  });
  await refuseForeign(path).catch((error: unknown) => {
    throw refused(path, 'read', error);
  });
  const lock = join(path, serverFileName);
  const identity = await folderIdentity(path);
  const own: ServerFile = {
    pid: process.pid,
    port: 0,
    host: '127.0.0.1',
    key: randomBytes(32).toString('base64url'),
    started: isoTime(Date.now()),
    process: await processIdentity(process.pid),
    folder: identity,
  };
  const draft = join(path, `${serverFileName}.${process.pid}.${randomBytes(6).toString('hex')}`);
  const write = async (file: ServerFile) => {
    await writeFile(draft, `${JSON.stringify(file)}\n`, { mode: 0o600 });
  };
  try {
    await write(own);
    const watchedFor = createTurnWatch();
    for (let attempt = 0; ; attempt++) {
      try {
        // A link, unlike a write, either makes the whole file or fails because it is there.
        await link(draft, lock);
        break;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
        const holder = await readServerFile(lock);
        if (attempt === takeover.tries || (holder && (await isRunning(holder, identity)))) {
          throw inUse(path, holder?.pid);
        }
        if (await replaceStale(lock, draft, identity, watchedFor)) break;
      }
    }
  } catch (error) {
    const code = codeOf(error);
    if (!isReadOnlyCode(code)) throw refused(path, 'written', error);
    const holder = await readServerFile(lock).catch(() => undefined);
    if (holder && (await isRunning(holder, identity))) throw inUse(path, holder.pid);
    if (!(await hasFormat(path))) throw refused(path, 'written', error);
    return {
      path,
      key: own.key,
      readOnly: code,
      publish: () => Promise.resolve(),
      release: () => Promise.resolve(),
    };
  } finally {
    // A read-only disk refuses also to remove what is not there.
    await rm(draft, { force: true }).catch(() => {});
  }
  // What cannot be removed is in nobody's way, and the next start tries again.
  await removeLeftDrafts(path).catch(() => {});
  return {
    path,
    key: own.key,
    publish: async ({ host, port }) => {
      try {
        await write({ ...own, host, port });
        await rename(draft, lock);
      } catch (error) {
        await rm(draft, { force: true }).catch(() => {});
        throw refused(path, 'written', error);
      }
    },
    release: async () => {
      const holder = await readServerFile(lock);
      if (holder?.key === own.key) await unlink(lock).catch(() => {});
    },
  };
}
