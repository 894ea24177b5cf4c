/** `npm run bench`: makes a run, imports and serves it, measures what the design promises, and prints a table. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setup as buildProduct } from '../build-product';
import { startServer } from '../start-server';
import { measureBrowser } from './browser-part';
import { measureFirstLoad } from './first-load-part';
import { startFloor } from './floor';
import { measureImport } from './import-part';
import { machine } from './machine';
import { benchFolder, madeMillion } from './made-million';
import { isReached, type MeasuredRow } from './measured-row';
import { resultTable } from './result-table';
import { measureServer } from './server-part';
import { measureStart } from './start-part';

const say = (line: string) => void process.stdout.write(`${line}\n`);

interface Sizes {
  rows: number;
  seed: number;
  imports: number;
  /** Filter states and offsets that are measured. */
  states: number;
  /** A data folder that has the run already; absent: it is imported, and that is measured. */
  data: string | undefined;
}

async function measureAll({ rows, seed, imports, states, data }: Sizes) {
  const measured: MeasuredRow[] = [];
  say(`Making ${rows.toLocaleString('en')} samples with the seed ${seed}, unless they are there …`);
  const path = await madeMillion(rows, seed);
  buildProduct();
  say('Reading them into the floor …');
  const floor = await startFloor(path, rows);
  try {
    const folder = data ?? join(benchFolder, 'data');
    if (data === undefined) {
      say('Importing …');
      measured.push(...(await measureImport(path, rows, folder, imports, floor)));
    }
    const server = await startServer(['--no-demo'], { address: 'http://127.0.0.1:0', folder });
    try {
      say('Asking the server …');
      const { rows: ofServer, byState } = await measureServer({ ...server, rows, seed }, floor, states);
      measured.push(...ofServer);
      floor.close();
      say('Using it in Chromium …');
      measured.push(...(await measureBrowser(server.address, seed)));
      await server.halt();
      say('Starting it afresh …');
      measured.push(await measureStart(3), measureFirstLoad());
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
  imports: values.quick ? 1 : 3,
  states: values.quick ? 25 : 60,
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
