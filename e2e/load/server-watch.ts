/** The memory and descriptors of a server's process, according to the system, and statistics over measurements. */
import { readdir, readFile } from 'node:fs/promises';

export interface Held {
  /** Since the watch began. */
  seconds: number;
  megabytes: number;
  descriptors: number;
}

/** What the process holds now. */
export async function heldBy(pid: number, since = performance.now()): Promise<Held> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
  const descriptors = (await readdir(`/proc/${pid}/fd`)).length;
  return { seconds: (performance.now() - since) / 1000, megabytes: kilobytes / 1024, descriptors };
}

/** Measures twice a second until it is ended. */
export function watch(pid: number): { end: () => Promise<Held[]> } {
  const since = performance.now();
  const seen: Held[] = [];
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      seen.push(await heldBy(pid, since));
      await new Promise((resolve) => {
        setTimeout(resolve, 500);
      });
    }
  })();
  return {
    async end() {
      over.abort();
      await watching;
      return seen;
    },
  };
}

/** By how many megabytes a process grew during its second half, from a linear fit. */
export function growth(all: readonly Held[]): number {
  const half = all.slice(Math.floor(all.length / 2));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(half.map(({ seconds }) => seconds));
  const y = mean(half.map(({ megabytes }) => megabytes));
  const over = half.reduce((sum, held) => sum + (held.seconds - x) * (held.megabytes - y), 0);
  const under = half.reduce((sum, held) => sum + (held.seconds - x) ** 2, 0);
  const seconds = (half.at(-1)?.seconds ?? 0) - (half[0]?.seconds ?? 0);
  return under === 0 ? 0 : (over / under) * seconds;
}

/** The value below which this share of the values is. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
