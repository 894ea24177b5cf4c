/** Measures an import through the command line as a separate process, compared with `JSON.parse` of the same lines. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { root } from '../start-server';
import type { MeasuredRow } from './measured-row';
import { median, timed } from './median';
import { watchProcess, type Watched } from './process-memory';

async function endOf(child: ChildProcess, errors: Promise<string>, what: string): Promise<void> {
  const ended = child.exitCode === null ? once(child, 'close') : Promise.resolve();
  const said = await errors;
  await ended;
  if (child.exitCode !== 0) throw new Error(`${what} failed: ${said.slice(-2000)}`);
}

async function importOnce(path: string, folder: string): Promise<Watched & { milliseconds: number }> {
  const args = ['import', path, '--project', '7', '--name', 'A million samples', '--data', folder];
  const [milliseconds, watched] = await timed(async () => {
    const command = spawn(process.execPath, ['src/server/start.mjs', ...args], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const watch = watchProcess(command.pid ?? 0);
    await endOf(command, text(command.stderr), 'The import');
    return watch.stop();
  });
  return { milliseconds, ...watched };
}

const parsedSchema = z.object({ milliseconds: z.number(), processorSeconds: z.number() });

/** Parses every line of the file in a separate process. */
async function parseOnce(path: string) {
  const floor = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('floor/parse-floor.ts', import.meta.url)), path],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const answer = text(floor.stdout);
  await endOf(floor, text(floor.stderr), 'The floor of the import');
  return parsedSchema.parse(JSON.parse(await answer));
}

/**
 * Imports a run `times` times, each into a new folder and alternating with the floor; the last import is kept for
 * the following parts. `kind` names the run in the table.
 */
export async function measureImport(
  kind: 'uniform' | 'varied',
  path: string,
  folder: string,
  times: number,
): Promise<MeasuredRow[]> {
  const imports: Awaited<ReturnType<typeof importOnce>>[] = [];
  const parses: Awaited<ReturnType<typeof parseOnce>>[] = [];
  for (let turn = 0; turn < times; turn++) {
    parses.push(await parseOnce(path));
    await rm(folder, { recursive: true, force: true });
    imports.push(await importOnce(path, folder));
  }
  const row = (what: string, own: number[], floor: number[], most: number): MeasuredRow => {
    const [ofImport, ofFloor] = [median(own), median(floor)];
    return {
      what: `import of the ${kind} run, ${what}`,
      unit: 's',
      median: ofImport,
      times,
      floor: { median: ofFloor, ratio: ofImport / ofFloor, most },
    };
  };
  return [
    {
      ...row(
        'wall time of the process',
        imports.map(({ milliseconds }) => milliseconds / 1000),
        parses.map(({ milliseconds }) => milliseconds / 1000),
        2.5,
      ),
      note: 'floor: JSON.parse of each line alone, in the same turns',
    },
    row(
      'processor time',
      imports.map(({ workedSeconds }) => workedSeconds),
      parses.map(({ processorSeconds }) => processorSeconds),
      4,
    ),
    {
      what: `import of the ${kind} run, most memory of the process and its children`,
      unit: 'MB',
      goal: { most: 600 },
      median: median(imports.map(({ bytes }) => bytes / 1e6)),
      times,
    },
  ];
}
