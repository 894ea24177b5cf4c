/** `npm run test:load`: runs a server under load; prints a table and JSON, and exits with 1 if a rule is broken. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { judgeOf } from '../judge';
import { usableNames } from '../random-queries';
import { madeLines } from '../made-runs';
import { runCommand } from '../run-command';
import { startServer } from '../start-server';
import { givenSeed } from '../test-seed';
import { firstEntries, writeRun } from './load-file';
import { crowd, heavyBeside, rudeClients, tooMany, type Setting, type Trial } from './load-phases';

const { values } = parseArgs({
  options: {
    /** A small run for a short time. */
    short: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    clients: { type: 'string', default: '64' },
    samples: { type: 'string' },
    seed: { type: 'string', default: String(Math.abs(givenSeed ?? 1)) },
    /** JSON Lines to import; absent: a generated run. */
    file: { type: 'string' },
    /** A folder into which the file was imported before, which is served as it is. */
    data: { type: 'string' },
  },
});

const usual = values.short ? { seconds: '6', samples: '20000' } : { seconds: '60', samples: '1000000' };
const given = { ...usual, ...values };

if (values.data !== undefined && values.file === undefined)
  throw new Error('--data needs --file: the questions are made from what its samples have');

function whole(name: 'seconds' | 'clients' | 'samples' | 'seed'): number {
  if (/^\d{1,10}$/.test(given[name])) return Number(given[name]);
  throw new Error(`--${name} must be a whole number`);
}

const print = (text: string) => void process.stdout.write(`${text}\n`);

function printTrial({ name, figures, broken }: Trial): void {
  print(`\n${name}`);
  for (const [figure, value] of Object.entries(figures))
    print(`  ${figure.padEnd(34)} ${value.toLocaleString('en').padStart(12)}`);
  for (const rule of broken) print(`  BROKEN: ${rule}`);
}

const projectsSchema = z.object({ projects: z.array(z.object({ id: z.int() })) });

/** The path of the endpoints of the only project. */
async function apiOf(address: string): Promise<string> {
  const answer = await fetch(new URL('/v1/api/projects', address));
  const [project] = projectsSchema.parse(await answer.json()).projects;
  if (project === undefined) throw new Error('There is no project in the data folder.');
  return `/v1/api/${project.id}`;
}

/** Imports the run of a file into a new data folder. */
async function imported(file: string, data: string): Promise<string> {
  const { code, output, errors } = await runCommand(['import', file, '--project', '1', '--data', data]);
  if (code !== 0) throw new Error(errors);
  return output.trim();
}

async function main(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'second-look-load-'));
  const [seed, samples] = [whole('seed'), whole('samples')];
  try {
    const made = join(folder, 'made.jsonl');
    const file = values.file ?? made;
    if (values.file === undefined) await writeRun(made, samples, seed);
    const { samples: first } = judgeOf(madeLines(await firstEntries(file, 400)));
    const data = values.data ?? join(folder, 'data');
    const said = values.data === undefined ? await imported(file, data) : `Serving ${data}`;
    await rm(made, { force: true });
    print(`${said} (seed ${seed})`);
    const server = await startServer(['--no-demo'], { address: 'http://127.0.0.1:0/', folder: data });
    const trials: Trial[] = [];
    try {
      // A few moments on a busy machine say little about durations.
      const slower = values.short ? 60 : 20;
      const sizes = { clients: whole('clients'), seconds: whole('seconds'), slower };
      const api = await apiOf(server.address);
      const setting: Setting = { server, api, samples: first, names: usableNames(first), seed, ...sizes };
      for (const trial of [crowd, heavyBeside, rudeClients, tooMany]) {
        const done = await trial(setting);
        printTrial(done);
        trials.push(done);
      }
    } finally {
      await server.halt();
    }
    print(`\n${JSON.stringify({ seed, samples: values.file ?? samples, trials })}`);
    const failed = trials.filter(({ broken }) => broken.length > 0).length;
    print(`${trials.length - failed} trials passed, ${failed} failed`);
    return failed === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;
