/** Resident memory of a process and its children, and what it works, from /proc. */
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

/** Bytes that a process and its children have in memory now; 0 where there is no /proc. */
export async function residentBytes(pid: number): Promise<number> {
  const pids = [pid, ...(await childrenOf(pid))];
  return sum(await Promise.all(pids.map((one) => kilobytesOf(one, 'VmRSS')))) * 1024;
}

/** Seconds that the processors have worked for a process so far; on a busy machine steadier than the clock. */
async function workedSeconds(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // Behind the name in brackets: the 12th and 13th are hundredths of seconds, in user code and in the kernel.
  const [user = '0', kernel = '0'] = status
    .slice(status.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(kernel)) / 100;
}

export interface Watched {
  /** The most that were in memory at once, as far as was seen. */
  bytes: number;
  /** What the process itself worked, until shortly before its end. */
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
