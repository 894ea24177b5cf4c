/** The data folder of one server: made for its owner only, locked by one process, and found by the command line. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { SecondLookError } from '../contract/errors';
import { processIdentity, isAlive } from './process-identity';
import { hasFormat, markerName } from './store/folder-marker';
import { isDraftName, withoutTrailingZeros } from './store/synced-files';

/** What a running server leaves in its folder, so that the command line can hand work to it. */
export const serverFileSchema = z.object({
  pid: z.int().positive(),
  /** 0 until it listens. */
  port: z.int().min(0).max(65535),
  host: z.string(),
  /** Random, new at each start; who can read the file may do what its owner may. */
  key: z.string(),
  /** ISO 8601. */
  started: z.string(),
  /** Tells the process from another one that got its number later; `null` where the system cannot say. */
  process: z.string().nullable(),
});

export type ServerFile = z.infer<typeof serverFileSchema>;

/** The header in which the command line sends the key of the folder that it shares with the server. */
export const folderKeyHeader = 'x-second-look-key';

const fileName = 'server.json';

/** Where data live unless told otherwise: SECOND_LOOK_DATA, else the user's data folder. */
export function defaultDataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { SECOND_LOOK_DATA: own, XDG_DATA_HOME: xdg } = environment;
  if (own !== undefined && own !== '') return resolve(own);
  // An XDG path that is not absolute must be ignored, the specification says.
  const base = xdg?.startsWith('/') === true ? xdg : join(homedir(), '.local', 'share');
  return join(base, 'second-look');
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** `undefined` where there is none, `null` where there is one that cannot be read. */
async function readServerFile(path: string): Promise<ServerFile | null | undefined> {
  try {
    const parsed = serverFileSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? undefined : null;
  }
}

/** Whether a server with this key answers at its address. */
async function answers({ host, port, key }: ServerFile): Promise<boolean> {
  if (port === 0) return false;
  return new Promise((settle) => {
    const asked = request(
      {
        host: dialHost(host),
        port,
        path: '/v1/api/second-look/health',
        headers: { host: `127.0.0.1:${port}`, [folderKeyHeader]: key },
        timeout: 1000,
      },
      (response) => {
        response.resume();
        settle(response.statusCode === 200);
      },
    );
    asked.on('error', () => settle(false));
    asked.on('timeout', () => asked.destroy());
    asked.end();
  });
}

async function isRunning(file: ServerFile): Promise<boolean> {
  if (!isAlive(file.pid)) return false;
  const identity = await processIdentity(file.pid);
  // Where the system cannot tell a process from its successor of the same number, only the server itself can.
  if (file.process === null || identity === null) return answers(file);
  return identity === file.process;
}

/** The address to reach a server at that listens on `host`: one that stands for all addresses is reached locally. */
export function dialHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '::1';
  return host;
}

/** The server that runs on a data folder and listens, if any. */
export async function findRunningServer(folder: string): Promise<ServerFile | undefined> {
  const file = await readServerFile(join(folder, fileName));
  return file && file.port !== 0 && (await isRunning(file)) ? file : undefined;
}

const inUse = (folder: string, pid: number | undefined) =>
  new SecondLookError(
    'conflict',
    `The data folder ${folder} is in use by another Second Look${pid === undefined ? '' : `, process ${pid}`}; stop it first, or choose another folder with --data.`,
  );

/** A data folder held by this process. */
export interface DataFolder {
  path: string;
  /** The key of this start. */
  key: string;
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

/** Ends the turn of a process that died in it, so that nobody waits for it for ever. */
async function endForgottenTurn(turn: string): Promise<void> {
  const [taker, made] = [await readServerFile(turn), await stat(turn).catch(() => undefined)];
  if (taker === undefined || made === undefined) return;
  const canTell = taker !== null && taker.process !== null && (await processIdentity(process.pid)) !== null;
  const isForgotten = canTell ? !(await isRunning(taker)) : Date.now() - made.mtimeMs > takeover.forgotten;
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
async function replaceStale(lock: string, draft: string): Promise<boolean> {
  const turn = `${lock}.takeover`;
  try {
    await link(draft, turn);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    await endForgottenTurn(turn);
    await setTimeout(takeover.wait);
    return false;
  }
  try {
    const holder = await readServerFile(lock);
    if (holder === undefined || (holder && (await isRunning(holder)))) return false;
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
  name === fileName ||
  name === `${fileName}.takeover` ||
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
    (names.includes(fileName) && !(await isOwnLock(join(folder, fileName))) ? fileName : undefined);
  if (foreign === undefined) return;
  throw new SecondLookError(
    'conflict',
    `${folder} is no data folder of Second Look: it has no ${markerName}, but holds ${JSON.stringify(foreign)}; ` +
      'nothing was changed. Choose an empty or a new folder with --data.',
  );
}

/**
 * Makes the folder where it is missing (mode 0700) and locks it for this process. Throws `conflict` for a folder that
 * is not ours, and, naming the process, while another one holds it; a lock that a dead process left is taken over.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder);
  try {
    await makeFolder(path);
  } catch (error) {
    throw new SecondLookError('conflict', `The data folder ${path} cannot be made (${codeOf(error)}).`, {
      cause: error,
    });
  }
  await refuseForeign(path);
  const lock = join(path, fileName);
  const own: ServerFile = {
    pid: process.pid,
    port: 0,
    host: '127.0.0.1',
    key: randomBytes(32).toString('base64url'),
    started: new Date().toISOString(),
    process: await processIdentity(process.pid),
  };
  const draft = join(path, `${fileName}.${process.pid}.${randomBytes(6).toString('hex')}`);
  const write = async (file: ServerFile) => {
    await writeFile(draft, `${JSON.stringify(file)}\n`, { mode: 0o600 });
  };
  try {
    await write(own);
    for (let attempt = 0; ; attempt++) {
      try {
        // A link, unlike a write, either makes the whole file or fails because it is there.
        await link(draft, lock);
        break;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
        const holder = await readServerFile(lock);
        if (attempt === takeover.tries || (holder && (await isRunning(holder)))) {
          throw inUse(path, holder?.pid);
        }
        if (await replaceStale(lock, draft)) break;
      }
    }
  } catch (error) {
    if (error instanceof SecondLookError) throw error;
    throw new SecondLookError('conflict', `The data folder ${path} cannot be written (${codeOf(error)}).`, {
      cause: error,
    });
  } finally {
    await rm(draft, { force: true });
  }
  await removeLeftDrafts(path);
  return {
    path,
    key: own.key,
    publish: async ({ host, port }) => {
      await write({ ...own, host, port });
      await rename(draft, lock);
    },
    release: async () => {
      const holder = await readServerFile(lock);
      if (holder?.key === own.key) await unlink(lock).catch(() => {});
    },
  };
}
