/** The lock file of a data folder: the operating system releases the lock when its process exits. */
import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { tryLock } from 'fs-native-extensions';
import { z } from 'zod';

export const serverFileName = 'server.json';

/** What a running server writes into its folder, so that the command line can hand over work to it. */
export const serverFileSchema = z.object({
  pid: z.int().positive(),
  /** 0 until it listens. */
  port: z.int().min(0).max(65535),
  host: z.string(),
  /** Random, new at each start; anyone who can read the file has the access of its owner. */
  key: z.string(),
});

export type ServerFile = z.infer<typeof serverFileSchema>;

/** The header in which the command line sends the key of the data folder. */
export const folderKeyHeader = 'x-second-look-key';

/** `undefined` if there is no readable one. */
export async function readServerFile(path: string): Promise<ServerFile | undefined> {
  try {
    return serverFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Whether the open file is still at the path. */
export async function isStillAt(file: FileHandle, path: string): Promise<boolean> {
  const [opened, found] = await Promise.all([file.stat(), stat(path).catch(() => undefined)]);
  return opened.ino === found?.ino && opened.dev === found.dev;
}

/** The command line holds the lock briefly when it looks for a server. */
const lockTries = 5;
const lockPause = 20;

/** Creates the file and locks it until it is closed; `undefined` while another process holds the lock. */
export async function lockServerFile(path: string): Promise<FileHandle | undefined> {
  for (let attempt = 0; attempt < lockTries; attempt++) {
    const file = await open(path, 'a+', 0o600);
    try {
      // A server that has just stopped may have removed the file that was opened.
      if (tryLock(file.fd) && (await isStillAt(file, path))) return file;
    } catch (error) {
      await file.close();
      throw error;
    }
    await file.close();
    await setTimeout(lockPause);
  }
  return undefined;
}

/** Whether a process holds the lock of the file. */
export async function isLocked(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined);
  try {
    return file !== undefined && !tryLock(file.fd, { shared: true });
  } finally {
    await file?.close();
  }
}

/** The address at which to reach a server that listens on `host`; a local one if that is every address. */
export function dialHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '::1';
  return host;
}

/** The server that is using a data folder and listening, if there is one. */
export async function findRunningServer(folder: string): Promise<ServerFile | undefined> {
  const path = join(folder, serverFileName);
  const file = await readServerFile(path);
  return file !== undefined && file.port > 0 && (await isLocked(path)) ? file : undefined;
}
