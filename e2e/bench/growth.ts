/** `npm run bench:growth`: the same measurements at 10 thousand to 5 million samples, as a table and as a plot. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setup as buildProduct } from '../build-product';
import { root, startServer } from '../start-server';
import { startFloor } from './floor/floor';
import { growthPlot } from './growth-plot';
import { measureImport } from './import-part';
import { machine } from './machine';
import { benchFolder, madeMillion } from './made-million';
import type { MeasuredRow } from './measured-row';
import { resultTable } from './result-table';
import { measureServer } from './server-part';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '10000,100000,1000000,5000000' },
    seed: { type: 'string', default: '7' },
  },
});
const sizes = values.samples.split(',').map(Number);
const seed = Number(values.seed);
const states = 34;

async function measureSize(samples: number): Promise<MeasuredRow[]> {
  say(`\n${samples.toLocaleString('en')} samples …`);
  const path = await madeMillion(samples, seed);
  const floor = await startFloor(path, samples);
  const folder = join(benchFolder, `growth-${samples}`);
  try {
    const imported = await measureImport('uniform', path, folder, 1);
    const server = await startServer(['--no-demo'], { address: 'http://127.0.0.1:0', folder });
    try {
      const { rows } = await measureServer({ ...server, rows: samples, seed }, floor, states);
      return [...imported, ...rows];
    } finally {
      await server.halt();
    }
  } finally {
    floor.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const where = machine();
say(`${where.cpu}, ${where.cores} cores, ${where.memoryGb} GB, ${where.system}, Node ${where.node}`);
say(`load ${where.load}, commit ${where.commit}`);
buildProduct();
const measured: { samples: number; rows: MeasuredRow[] }[] = [];
for (const samples of sizes) {
  const rows = await measureSize(samples);
  say(resultTable(rows));
  measured.push({ samples, rows });
}
await writeFile(
  join(benchFolder, 'growth.json'),
  JSON.stringify({ machine: where, seed, measured }, undefined, 2),
);
const plotPath = join(root, 'public', 'growth.svg');
await writeFile(plotPath, growthPlot(measured));
say(`\n${plotPath}`);
