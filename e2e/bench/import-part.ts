/** Imports the run through the command line as a process of its own: samples a second, and its memory. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { root } from '../start-server';
import type { Floor } from './floor';
import type { MeasuredRow } from './measured-row';
import { median, timed } from './median';
import { watchProcess, type Watched } from './process-memory';

async function importOnce(path: string, folder: string): Promise<Watched & { milliseconds: number }> {
  const args = ['import', path, '--project', '7', '--name', 'A million samples', '--data', folder];
  const [milliseconds, watched] = await timed(async () => {
    const command = spawn(process.execPath, ['src/server/start.mjs', ...args], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const watch = watchProcess(command.pid ?? 0);
    const ended = once(command, 'close');
    const errors = await text(command.stderr);
    await ended;
    if (command.exitCode !== 0) throw new Error(`The import failed: ${errors.slice(-2000)}`);
    return watch.stop();
  });
  return { milliseconds, ...watched };
}

/** Imports `times` times, each into a fresh folder; the last one stays for what comes next. */
export async function measureImport(
  path: string,
  rows: number,
  folder: string,
  times: number,
  floor: Floor,
): Promise<MeasuredRow[]> {
  const ends: Awaited<ReturnType<typeof importOnce>>[] = [];
  for (let turn = 0; turn < times; turn++) {
    await rm(folder, { recursive: true, force: true });
    ends.push(await importOnce(path, folder));
  }
  const rate = median(ends.map(({ milliseconds }) => (rows / milliseconds) * 1000));
  const worked = median(ends.map(({ workedSeconds }) => workedSeconds));
  const parsing = (rows / floor.ready.parsing) * 1000;
  return [
    {
      what: 'import from JSON, start of the process to its end',
      unit: 'samples/s',
      goal: { least: 40_000 },
      median: rate,
      times,
      floor: { median: parsing, ratio: parsing / rate },
      note: `it worked ${worked.toFixed(1)} s of processor time; floor: JSON.parse of each line, nothing else`,
    },
    {
      what: 'import, most memory of the process and its children',
      unit: 'MB',
      goal: { most: 600 },
      median: median(ends.map(({ bytes }) => bytes / 1e6)),
      times,
    },
  ];
}
