/** `npm run bench`: generates, imports and serves a run, measures the performance goals, and prints a table. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setup as buildProduct } from '../build-product';
import { startServer } from '../start-server';
import { measureBrowser } from './browser-part';
import { quickEffort, wholeEffort, type Effort } from './effort';
import { measureFirstLoad } from './first-load-part';
import { startFloor } from './floor/floor';
import { measureImport } from './import-part';
import { machine } from './machine';
import { benchFolder, madeMillion, madeRun } from './made-million';
import { isReached, type MeasuredRow } from './measured-row';
import { timed } from './median';
import { resultTable } from './result-table';
import { measureServer } from './server-part';
import { measureStart } from './start-part';
import { variedEntry } from './varied-entry';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Prints what is being done, and how long it took. */
async function part<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  process.stdout.write(`${what} … `);
  const [milliseconds, result] = await timed(work);
  say(`${(milliseconds / 1000).toFixed(1)} s`);
  return result;
}

interface Sizes {
  rows: number;
  seed: number;
  effort: Effort;
  /** A data folder that already has the run; absent: it is imported, which is measured. */
  data: string | undefined;
}

async function measureAll({ rows, seed, effort, data }: Sizes) {
  const measured: MeasuredRow[] = [];
  const making = `Making ${rows.toLocaleString('en')} samples with the seed ${seed}, unless they are there`;
  const path = await part(making, () => madeMillion(rows, seed));
  await part('Building the product, unless it is', async () => buildProduct());
  const floor = await part('Reading them into the floor', () => startFloor(path, rows));
  try {
    const folder = data ?? join(benchFolder, 'data');
    if (data === undefined) {
      const varied = await part('Making a varied run, unless it is there', () =>
        madeRun('varied-', rows, seed, variedEntry),
      );
      const imports = (kind: 'uniform' | 'varied', file: string) =>
        part(`Importing the ${kind} run`, () => measureImport(kind, file, folder, effort.imports));
      // The uniform run is last, since the server uses its import.
      const ofVaried = await imports('varied', varied);
      measured.push(...(await imports('uniform', path)), ...ofVaried);
    }
    const server = await startServer(['--no-demo'], { address: 'http://127.0.0.1:0', folder });
    try {
      const { rows: ofServer, byState } = await part('Asking the server', () =>
        measureServer({ ...server, rows, seed }, floor, effort.states),
      );
      measured.push(...ofServer);
      floor.close();
      measured.push(
        ...(await part('Using it in Chromium', () => measureBrowser(server.address, seed, effort))),
      );
      await server.halt();
      measured.push(await part('Starting it afresh', () => measureStart(effort.starts)), measureFirstLoad());
      return { measured, byState };
    } finally {
      await server.halt();
    }
  } finally {
    floor.close();
  }
}

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    samples: { type: 'string' },
    seed: { type: 'string', default: '7' },
    data: { type: 'string' },
  },
});
const rows = Number(values.samples ?? (values.quick ? 50_000 : 1_000_000));
const seed = Number(values.seed);
const where = machine();
say(`${where.cpu}, ${where.cores} cores, ${where.memoryGb} GB, ${where.system}, Node ${where.node}`);
say(`load ${where.load}, commit ${where.commit}`);
const { measured, byState } = await measureAll({
  rows,
  seed,
  effort: values.quick ? quickEffort : wholeEffort,
  data: values.data,
});
await mkdir(benchFolder, { recursive: true });
const resultPath = join(benchFolder, 'result.json');
const result = { machine: where, samples: rows, seed, rows: measured, byState };
await writeFile(resultPath, JSON.stringify(result, undefined, 2));
say(`\n${rows.toLocaleString('en')} samples\n\n${resultTable(measured)}`);
say('- threshold slider: left out, there is no view of it yet');
const missed = measured.filter((row) => isReached(row) === false);
say(
  `\n${missed.length === 0 ? 'All goals are reached' : `${missed.length} goals are missed`}; ${resultPath}`,
);
if (rows < 1_000_000) {
  say(
    'The goals are those of a million samples: in a smaller run what each start and answer costs weighs more.',
  );
}
