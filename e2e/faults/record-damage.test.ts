/** A record file with flipped bits, truncated, or of another run: sound records are served, the rest is named. */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runCommand } from '../../src/server/commands/run-command';
import { openDuckdbStore } from '../../src/server/store/duckdb/duckdb-store';
import { scanRecords } from '../../src/server/store/records/record-scan';
import { openRunFolders, readRuns } from '../../src/server/store/records/runs';
import { isDamage, type ScannedRecord } from '../../src/server/store/records/record-format';
import type { Store } from '../../src/server/store/store';
import { queryOf } from '../../src/server/store/conformance/store-door';
import { madeLines, madeRun } from '../made-runs';
import { chancesOf, isFull, scaled } from './fault-scale';
import {
  bitFlipped,
  blocksSwapped,
  cutTo,
  headMoved,
  noiseAppended,
  zerosAppended,
  zerosFrom,
} from './file-damage';
import type { Damage } from './file-damage';
import { importLines, newPlace, runFolderOf } from './folder-answers';

vi.setConfig({ testTimeout: 3_600_000 });

const headBytes = 24;
const all = queryOf('limit=1000');
const chances = chancesOf('record damage');

let folder: string;
let runFolder: string;
let sound: Buffer;
let places: ScannedRecord[];
beforeAll(async () => {
  folder = await newPlace('records');
  await importLines(folder, 5, 'one', madeLines(madeRun(51, 4)));
  await importLines(folder, 6, 'other', madeLines(madeRun(52, 4)));
  runFolder = await runFolderOf(folder, 5);
  sound = await readFile(join(runFolder, 'records'));
  places = await recordsIn(5);
  expect(places).toHaveLength(4);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function recordsIn(project: number): Promise<ScannedRecord[]> {
  const { runs } = await readRuns(folder);
  const stored = runs.find(({ run }) => run.projectId === project);
  if (stored === undefined) throw new Error(`Project ${project} has no run`);
  const { folder: path, records } = stored;
  const found: ScannedRecord[] = [];
  for await (const record of scanRecords(join(path, 'records'), records.key, records.bytes)) {
    if (!isDamage(record)) found.push({ ...record, bytes: Buffer.from(record.bytes) });
  }
  return found;
}

const textOf = (pieces: readonly Uint8Array[]) =>
  pieces.map((piece) => Buffer.from(piece).toString('latin1'));

/** The result entries of the whole run from the store, and the samples that it reports as damaged. */
async function served(store: Store): Promise<{ results: string[]; damaged: [number, number][] }> {
  const run = (await store.projects()).flatMap(({ runs }) => runs).find(({ projectId }) => projectId === 5);
  if (run === undefined) throw new Error('The run is gone.');
  const results: Uint8Array[] = [];
  const page = await store.page(run, all);
  for await (const result of page.results()) results.push(Buffer.from(result));
  return {
    results: textOf(results),
    damaged: page.damaged().map(({ index, sampleId }) => [index, sampleId]),
  };
}

/** The output and exit code of `check --data`. */
async function checked(): Promise<{ code: number; output: string }> {
  let output = '';
  const stream = { write: (text: string) => void (output += text) };
  const code = await runCommand(['check', '--data', folder], { stdout: stream, stderr: stream });
  return { code, output };
}

/** The records that the damaged bytes still contain at their original position. */
const untouched = (damaged: Buffer) =>
  places.filter(({ offset, length }) =>
    damaged.subarray(offset, offset + length).equals(sound.subarray(offset, offset + length)),
  );

async function expectNoWrongRecord(store: Store, damage: Damage, reports: string[]): Promise<void> {
  const damaged = damage.of(sound);
  const whole = untouched(damaged);
  await writeFile(join(runFolder, 'records'), damaged);
  reports.length = 0;
  const { results, damaged: named } = await served(store);
  expect(results, damage.about).toEqual(textOf(whole.map(({ result }) => result)));
  const missing = places.flatMap((place, index) => (whole.includes(place) ? [] : [[index, place.sampleId]]));
  expect(named, damage.about).toEqual(missing);
  for (const { offset } of places.filter((place) => !whole.includes(place))) {
    expect(reports.join('\n'), damage.about).toContain(`at byte ${offset}: `);
  }
  const { code, output } = await checked();
  expect(code, `${damage.about}: ${output}`).toBe(damaged.equals(sound) ? 0 : 1);
  if (code === 1) expect(output, damage.about).toMatch(/^Problem: projects\/5\/.*records: /m);
  // The sound records of the other run, in addition to those of this one.
  expect(output, damage.about).toContain(`${whole.length + 4} sound records`);
}

test('no flipped bit and no truncation gives a wrong record, or loses a sound one', async () => {
  const bits = sound.length * 8;
  const damages = isFull
    ? [
        ...Array.from({ length: bits }, (_, bit) => bitFlipped(bit)),
        ...Array.from({ length: sound.length + 1 }, (_, length) => cutTo(length)),
      ]
    : [
        ...Array.from({ length: 8 }, () => bitFlipped(chances.below(headBytes * 8))),
        ...Array.from({ length: 40 }, () => bitFlipped(chances.below(bits))),
        ...Array.from({ length: 20 }, () => cutTo(chances.below(sound.length))),
      ];
  const block = 512;
  damages.push(
    zerosAppended(1),
    zerosAppended(4096),
    noiseAppended(777, chances),
    zerosFrom(0),
    ...places.map(({ offset }) => zerosFrom(offset + 5)),
    // The range of its length contains other records too.
    ...places.map(({ offset }) => headMoved(offset, 100)),
    ...Array.from({ length: scaled(4, 200) }, () =>
      blocksSwapped(chances.below(sound.length - block), chances.below(sound.length - block), block),
    ),
    // Two complete records that were exchanged.
    {
      about: 'the first two records are swapped',
      of(bytes) {
        const [first, second] = places.map(({ offset, length }) => bytes.subarray(offset, offset + length));
        const rest = bytes.subarray(headBytes + (first?.length ?? 0) + (second?.length ?? 0));
        const swapped = [second ?? Buffer.alloc(0), first ?? Buffer.alloc(0)];
        return Buffer.concat([bytes.subarray(0, headBytes), ...swapped, rest]);
      },
    },
  );
  const reports: string[] = [];
  const store = await openDuckdbStore(folder, { report: (line) => void reports.push(line) });
  try {
    const [swap, ...others] = damages.toReversed();
    for (const damage of others) await expectNoWrongRecord(store, damage, reports);
    if (swap === undefined) throw new Error('There is a last one.');
    await writeFile(join(runFolder, 'records'), swap.of(sound));
    const expected = textOf(places.map(({ result }) => result));
    for (const result of (await served(store)).results) expect(expected).toContain(result);
    expect((await checked()).code, swap.about).toBe(1);
    await writeFile(join(runFolder, 'records'), sound);
    expect(await served(store)).toEqual({ results: expected, damaged: [] });
  } finally {
    await store.close();
  }
  process.stdout.write(`${damages.length} damages to a record file of ${sound.length} bytes\n`);
  expect(damages.length).toBeGreaterThan(60);
});

test('a record file of another project is reported, none of its records is shown, and it is kept', async () => {
  const other = await readFile(join(await runFolderOf(folder, 6), 'records'));
  for (const hasIndex of [true, false]) {
    await writeFile(join(runFolder, 'records'), other);
    if (!hasIndex) {
      await cp(join(runFolder, 'index'), `${folder}-index`, { recursive: true });
      await rm(join(runFolder, 'index'), { recursive: true });
    }
    const reports: string[] = [];
    const store = await openDuckdbStore(folder, { report: (line) => void reports.push(line) });
    try {
      expect((await served(store)).results).toEqual([]);
      expect(reports.join('\n')).toMatch(/record file of run|at byte/);
      const { code, output } = await checked();
      expect(code).toBe(1);
      expect(output).toContain("the file's head is damaged, or another run's");
      expect(await readFile(join(runFolder, 'records'))).toEqual(other);
    } finally {
      await store.close();
    }
  }
  // The original file is back: the index that was built meanwhile is empty, and must not hide the records.
  await writeFile(join(runFolder, 'records'), sound);
  const store = await openDuckdbStore(folder, { report: () => undefined });
  try {
    expect((await served(store)).results).toHaveLength(4);
  } finally {
    await store.close();
    await rm(join(runFolder, 'index'), { recursive: true });
    await cp(`${folder}-index`, join(runFolder, 'index'), { recursive: true });
    await rm(`${folder}-index`, { recursive: true });
  }
});

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('no flipped bit and no truncation of run.json turns it into another run', async () => {
  const path = join(runFolder, 'run.json');
  const bytes = await readFile(path);
  const projectsOf = async () => {
    const reports: string[] = [];
    const folders = await openRunFolders(folder, (line) => void reports.push(line));
    return { projects: folders.projects(), reports };
  };
  const { projects: before } = await projectsOf();
  const without = before.filter(({ id }) => id !== 5);
  expect(without).toHaveLength(1);
  const damages = isFull
    ? [
        ...Array.from({ length: bytes.length * 8 }, (_, bit) => bitFlipped(bit)),
        ...Array.from({ length: bytes.length }, (_, length) => cutTo(length)),
      ]
    : Array.from({ length: 60 }, (_, at) =>
        at % 4 === 0 ? cutTo(chances.below(bytes.length)) : bitFlipped(chances.below(bytes.length * 8)),
      );
  damages.push(zerosAppended(1), zerosAppended(4096), zerosFrom(0), zerosFrom(bytes.length >> 1));
  let hidden = 0;
  for (const damage of damages) {
    const damaged = damage.of(bytes);
    await writeFile(path, damaged);
    const { projects, reports } = await projectsOf();
    if (reports.length === 0) expect(projects, damage.about).toEqual(before);
    else {
      hidden += 1;
      expect(projects, damage.about).toEqual(without);
      expect(reports, damage.about).toHaveLength(1);
      expect(reports[0], damage.about).toContain(`${runFolder} cannot be shown and was left as it is`);
    }
    expect(hashOf(await readFile(path)), damage.about).toBe(hashOf(damaged));
  }
  const other = await readFile(join(await runFolderOf(folder, 6), 'run.json'));
  await writeFile(path, other);
  expect((await projectsOf()).projects).toEqual(without);
  expect((await checked()).output).toContain(
    'the run cannot be shown: run.json: it belongs to another folder',
  );
  await writeFile(path, bytes);
  expect((await projectsOf()).projects).toEqual(before);
  process.stdout.write(`${damages.length} damages to run.json, ${hidden} of them hid the run\n`);
  expect(hidden).toBeGreaterThan(damages.length / 2);
});

test('no flipped bit in the format marker lets a version change a folder that it does not know', async () => {
  const path = join(folder, 'second-look.json');
  const bytes = await readFile(path);
  let refused = 0;
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    await writeFile(path, bitFlipped(bit).of(bytes));
    const names = await readdir(folder, { recursive: true });
    const opening = openRunFolders(folder, () => undefined).then(
      (folders) => folders.projects().length,
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    const opened = await opening;
    if (typeof opened === 'number') expect(opened).toBe(2);
    else {
      refused += 1;
      expect(opened).toMatch(/second-look\.json is damaged: it must hold|written by a newer version/);
      expect(await readdir(folder, { recursive: true })).toEqual(names);
    }
  }
  await writeFile(path, bytes);
  expect(refused).toBeGreaterThan(bytes.length);
});
