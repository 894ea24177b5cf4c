/** The data folder of a server: private to its owner, locked by one process, and discoverable by the command line. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, type FileHandle } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { SecondLookError } from '../contract/errors';
import {
  isLocked,
  isStillAt,
  lockServerFile,
  readServerFile,
  serverFileName,
  type ServerFile,
} from './server-file';
import { codeOf } from './store/records/disk-errors';
import { hasFormat, markerName } from './store/records/folder-marker';
import { isReadOnlyCode, readOnlyReason, type ReadOnlyCode } from './store/records/read-only';
import { isDraftName, withoutTrailingZeros } from './store/records/synced-files';

/** The data folder without --data: SECOND_LOOK_DATA, or else the user's data folder. */
export function defaultDataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { SECOND_LOOK_DATA: own, XDG_DATA_HOME: xdg } = environment;
  if (own !== undefined && own !== '') return resolve(own);
  // The XDG specification says that a path that is not absolute must be ignored.
  const base = xdg?.startsWith('/') === true ? xdg : join(homedir(), '.local', 'share');
  return join(base, 'second-look');
}

const misplaced: ReadonlyMap<unknown, string> = new Map([
  ['EEXIST', 'there is a file of that name; choose a folder with --data'],
  ['ENOTDIR', 'a part of its path is a file; choose another folder with --data'],
]);

/** The error for a system call on the folder that failed. */
function refused(folder: string, what: 'made' | 'read' | 'written', cause: unknown): SecondLookError {
  if (cause instanceof SecondLookError) return cause;
  const code = codeOf(cause);
  const unwritable = isReadOnlyCode(code) && what !== 'read' ? readOnlyReason(code) : undefined;
  const reason = misplaced.get(code) ?? unwritable ?? `the system refuses it (${String(code)})`;
  return new SecondLookError('conflict', `The data folder ${folder} cannot be ${what}: ${reason}.`, {
    cause,
  });
}

/** A data folder locked by this process, or one that it can only read. */
export interface DataFolder {
  path: string;
  /** The key of this server start. */
  key: string;
  /** Why the folder cannot be written to; it is not locked then. */
  readOnly: ReadOnlyCode | undefined;
  /** Whether the folder is still at its path. */
  isInPlace: () => Promise<boolean>;
  /** Publishes the server's address for the command line. */
  publish: (address: { host: string; port: number }) => Promise<void>;
  /** Unlocks the folder; safe to call twice. */
  release: () => Promise<void>;
}

/** Creates the folder and missing parents; Node's recursive mkdir loops forever if the system refuses a name. */
async function makeFolder(path: string): Promise<void> {
  // On a read-only disk, even creating an existing folder fails.
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

/** Whether a lock file in a folder without a marker is ours: a user's own file may have the same name. */
async function isOwnLock(path: string): Promise<boolean> {
  const start = '{"pid":';
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text !== undefined && start.startsWith(withoutTrailingZeros(text).slice(0, start.length));
}

/** Throws `conflict` for a folder that is not empty and was not created by Second Look. Changes nothing. */
async function refuseForeign(folder: string): Promise<void> {
  if (await hasFormat(folder)) return;
  for (const name of await readdir(folder)) {
    // A killed first start can leave these before the folder has its marker, and a fresh disk may contain them.
    if (name === serverFileName && (await isOwnLock(join(folder, name)))) continue;
    if (name === 'lost+found' || isDraftName(name)) continue;
    throw new SecondLookError(
      'conflict',
      `${folder} is no data folder of Second Look: it has no ${markerName}, but holds ${JSON.stringify(name)}; ` +
        'nothing was changed. Choose an empty or a new folder with --data.',
    );
  }
}

/**
 * Creates the folder if it is missing (mode 0700) and locks it for this process. Throws `conflict` for a folder
 * that is not ours, or, naming the process, if another one holds the lock. Our own folder is opened read-only if it
 * cannot be written to.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder);
  await makeFolder(path).catch((error: unknown) => {
    throw refused(path, 'made', error);
  });
  await refuseForeign(path).catch((error: unknown) => {
    throw refused(path, 'read', error);
  });
  const serverFile = join(path, serverFileName);
  const key = randomBytes(32).toString('base64url');
  const inUse = async () => {
    const holder = await readServerFile(serverFile);
    const name = holder === undefined ? '' : `, process ${holder.pid}`;
    return new SecondLookError(
      'conflict',
      `The data folder ${path} is in use by another Second Look${name}; stop it first, or choose another folder with --data.`,
    );
  };
  let lock: FileHandle | undefined;
  let readOnly: ReadOnlyCode | undefined;
  const write = async (address: { host: string; port: number }) => {
    const content: ServerFile = { pid: process.pid, key, ...address };
    // The file of a copied folder may have been readable by others.
    await lock?.chmod(0o600);
    await lock?.truncate();
    await lock?.writeFile(`${JSON.stringify(content)}\n`);
  };
  const release = async () => {
    const held = lock;
    lock = undefined;
    if (held === undefined) return;
    // The folder may have been moved, and the path may now contain another server's folder.
    if (await isStillAt(held, serverFile)) await rm(serverFile, { force: true }).catch(() => {});
    await held.close();
  };
  try {
    lock = await lockServerFile(serverFile);
    if (lock === undefined) throw await inUse();
    await write({ host: '127.0.0.1', port: 0 });
  } catch (error) {
    await release();
    const code = codeOf(error);
    if (!isReadOnlyCode(code)) throw refused(path, 'written', error);
    if (await isLocked(serverFile)) throw await inUse();
    if (!(await hasFormat(path))) throw refused(path, 'written', error);
    readOnly = code;
  }
  return {
    path,
    key,
    readOnly,
    isInPlace: async () => (lock === undefined ? readOnly !== undefined : isStillAt(lock, serverFile)),
    publish: (address) =>
      write(address).catch((error: unknown) => {
        throw refused(path, 'written', error);
      }),
    release,
  };
}
