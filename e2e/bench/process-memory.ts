/** The resident memory of a process and its children, and its CPU time, from /proc. */
import { readdir, readFile } from 'node:fs/promises';

async function kilobytesOf(pid: number, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
}

async function childrenOf(pid: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => '')),
  );
  const children = lists.flatMap((list) => list.split(' ').filter((text) => text !== '')).map(Number);
  const below = await Promise.all(children.map(childrenOf));
  return [...children, ...below.flat()];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** The current memory of a process and its children in bytes; 0 without /proc. */
export async function residentBytes(pid: number): Promise<number> {
  const pids = [pid, ...(await childrenOf(pid))];
  return sum(await Promise.all(pids.map((one) => kilobytesOf(one, 'VmRSS')))) * 1024;
}

/** The CPU time of a process so far in seconds; on a busy machine this is more stable than elapsed time. */
async function workedSeconds(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // After the name in parentheses: the 12th and 13th fields are hundredths of seconds in user mode and in kernel
  // mode.
  const [user = '0', kernel = '0'] = status
    .slice(status.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(kernel)) / 100;
}

export interface Watched {
  /** The maximum memory that was observed. */
  bytes: number;
  /** The CPU time of the process itself, until shortly before its end. */
  workedSeconds: number;
}

export interface ProcessWatch {
  stop: () => Watched;
}

/** Watches a process and its children. The kernel's own peak of the process counts too, so that no spike is missed. */
export function watchProcess(pid: number): ProcessWatch {
  let most = 0;
  let worked = 0;
  const look = async () => {
    const children = await childrenOf(pid);
    const below = await Promise.all(children.map((child) => kilobytesOf(child, 'VmRSS')));
    most = Math.max(most, ((await kilobytesOf(pid, 'VmHWM')) + sum(below)) * 1024);
    worked = Math.max(worked, await workedSeconds(pid));
  };
  const timer = setInterval(() => void look(), 50);
  void look();
  return {
    stop() {
      clearInterval(timer);
      return { bytes: most, workedSeconds: worked };
    },
  };
}
