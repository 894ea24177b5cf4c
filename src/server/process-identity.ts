/** Tells one process from another that got the same number later. */
import { readFile } from 'node:fs/promises';

/**
 * When the process started, as its system counts it, with the system's own start; `null` where that is not known, or
 * the process has ended.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'latin1'),
      readFile('/proc/sys/kernel/random/boot_id', 'latin1'),
    ]);
    // The name of the program stands in brackets and may hold anything; field 22 is counted from after it.
    const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const started = fields[18];
    // What has ended is still listed until its parent looks at it.
    return started === undefined || 'ZX'.includes(state) ? null : `${boot.trim()}:${started}`;
  } catch {
    return null;
  }
}

/** Whether there is a process of this number, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
