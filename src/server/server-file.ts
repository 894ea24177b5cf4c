/** The lock of a data folder: which process holds it, where that process listens, and which folder it holds. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive, processIdentity } from './process-identity';
import { codeOf } from './store/disk-errors';

export const serverFileName = 'server.json';

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
  /** Tells the folder from a copy of it, which holds a copy of this file; absent in files of earlier versions. */
  folder: z.string().optional(),
});

export type ServerFile = z.infer<typeof serverFileSchema>;

/** The header in which the command line sends the key of the folder that it shares with the server. */
export const folderKeyHeader = 'x-second-look-key';
/** The header in which it sends the identity of that folder. */
export const folderIdentityHeader = 'x-second-look-folder';

/** Which folder this is: device and inode, and the real path, as one line of ASCII. Throws where there is none. */
export async function folderIdentity(folder: string): Promise<string> {
  const path = await realpath(folder);
  const { dev, ino } = await stat(path, { bigint: true });
  return `${dev}:${ino} ${encodeURIComponent(path)}`;
}

/**
 * Whether two identities are of one folder. One equal part is enough: a folder that was moved keeps its inode, and some
 * network disks number inodes anew. A copy shares neither.
 */
export function isSameFolder(one: string, other: string): boolean {
  const [inode, path] = one.split(' ');
  const [otherInode, otherPath] = other.split(' ');
  return inode === otherInode || path === otherPath;
}

/** `undefined` where there is none, `null` where it is damaged. Throws where the system refuses to read it. */
export async function readServerFile(path: string): Promise<ServerFile | null | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'EISDIR') return null;
    throw error;
  }
  try {
    return serverFileSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The address to reach a server at that listens on `host`: one that stands for all addresses is reached locally. */
export function dialHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '::1';
  return host;
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

/** Whether the process that wrote the file still runs, and holds the folder of this identity. */
export async function isRunning(file: ServerFile, folder: string): Promise<boolean> {
  if (file.folder !== undefined && !isSameFolder(file.folder, folder)) return false;
  if (!isAlive(file.pid)) return false;
  const identity = await processIdentity(file.pid);
  // Where the system cannot tell a process from its successor of the same number, only the server itself can.
  if (file.process === null || identity === null) return answers(file);
  return identity === file.process;
}

/** The server that runs on a data folder and listens, if any. */
export async function findRunningServer(folder: string): Promise<ServerFile | undefined> {
  // A file that cannot be read leads to no server; opening the folder says why.
  const file = await readServerFile(join(folder, serverFileName)).catch(() => undefined);
  if (!file || file.port === 0) return undefined;
  return (await isRunning(file, await folderIdentity(folder))) ? file : undefined;
}
