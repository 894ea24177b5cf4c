/** The ClickHouse store passes the conformance suite and agrees with the plain loop, against the embedded engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openClickhouseStore } from '../../src/server/store/clickhouse/clickhouse-store';
import { connect } from '../../src/server/store/clickhouse/connection';
import type { ClickhouseServer } from '../../src/server/store/clickhouse/server-url';
import { randomCases } from '../../src/server/store/conformance/fixtures/arbitrary-queries';
import { batchesOf, draftOf } from '../../src/server/store/conformance/fixtures/store-fixtures';
import { describeAgreement } from '../../src/server/store/conformance/store-agreement';
import { samples } from '../../src/server/store/conformance/store-cases';
import { describeStore } from '../../src/server/store/conformance/store-conformance';
import { idsFor, importRun, queryOf } from '../../src/server/store/conformance/store-door';
import { startEngine, type Engine } from './chdb-engine';

let engine: Engine;
let databases = 0;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

/** Statements as an administrator runs them. */
async function administrate(...statements: string[]): Promise<void> {
  const connection = connect({ ...engine.server, database: 'default' }, 'default');
  for (const statement of statements) await connection.run(statement);
  await connection.close();
}

/** A new database on the server, and a new data folder. */
async function newPlace(): Promise<{
  server: ClickhouseServer;
  folder: string;
  remove: () => Promise<void>;
}> {
  databases += 1;
  const database = `test${databases}`;
  await administrate(`CREATE DATABASE ${database}`);
  const folder = await mkdtemp(join(tmpdir(), 'second-look-clickhouse-'));
  const server = { ...engine.server, database };
  return { server, folder, remove: () => rm(folder, { recursive: true }) };
}

async function open() {
  const { server, folder, remove } = await newPlace();
  return { store: await openClickhouseStore(folder, server, { report: () => {} }), remove };
}

describeStore('ClickHouse store', open);
// Fewer than for DuckDB: a query takes twenty times as long on the few rows of a test.
describeAgreement('ClickHouse store', open, randomCases(30, 200));

describe('the ClickHouse store', () => {
  /** Databases of the server whose names start with that of the place. */
  async function namesIn({ server }: { server: ClickhouseServer }): Promise<string[]> {
    const connection = connect(server, 'default');
    const sql = 'SELECT name FROM system.databases WHERE startsWith(name, {v1:String}) ORDER BY name';
    const answer = await connection.read({ sql, values: [`${server.database}_`] });
    await connection.close();
    return answer.texts(0);
  }
  async function placeOfTest() {
    const place = await newPlace();
    onTestFinished(() => place.remove());
    return place;
  }

  test('a store that is opened again has the same runs, without what a crash left', async () => {
    const { server, folder } = await placeOfTest();
    const reports: string[] = [];
    const openAgain = () =>
      openClickhouseStore(folder, server, { report: (line) => void reports.push(line) });
    const first = await openAgain();
    const media = join(folder, 'media');
    const { run } = await importRun(first, samples, { mediaFolder: media });
    const [ofRun] = await namesIn({ server });
    await first.close();

    const digits = '0123456789abcdef'.repeat(2);
    const foreign = [`${server.database}_run_mine`, `${server.database}_archive`];
    const left = [`${server.database}_run_${digits}`, `${server.database}_trial_${digits}`];
    await administrate(...[...foreign, ...left].map((name) => `CREATE DATABASE ${name}`));

    const second = await openAgain();
    onTestFinished(() => second.close());
    expect((await second.projects()).flatMap(({ runs }) => runs)).toEqual([run]);
    expect(await idsFor(second, run, 'outcome=incorrect')).toEqual([2]);
    expect(second.mediaFolder(run)).toBe(media);
    expect(await namesIn({ server })).toEqual([...foreign, ofRun].toSorted());
    expect(reports).toEqual([]);
  });

  test('an import that fails, and a deleted run, leave nothing on the server', async () => {
    const { server, folder } = await placeOfTest();
    const store = await openClickhouseStore(folder, server, { report: () => {} });
    onTestFinished(() => store.close());
    async function* failing() {
      yield* batchesOf(samples);
      await Promise.reject(new Error('the source broke off'));
    }
    const { signal } = new AbortController();
    await expect(store.importRun(draftOf(), failing(), { signal })).rejects.toThrow('the source broke off');
    expect(await namesIn({ server })).toEqual([]);

    const { run } = await importRun(store, samples);
    const own = await namesIn({ server });
    expect(own).toHaveLength(1);
    await importRun(store, samples);
    expect(await namesIn({ server })).toEqual(own);
    await store.deleteRun(run);
    expect(await namesIn({ server })).toEqual([]);
  });

  test('an index of another version is rebuilt from the records', async () => {
    const { server, folder } = await placeOfTest();
    const first = await openClickhouseStore(folder, server, { report: () => {} });
    const { run } = await importRun(first, samples);
    await first.close();
    const [database] = await namesIn({ server });
    await administrate(`TRUNCATE TABLE ${database}.manifest`, `DROP TABLE ${database}.verdicts`);

    const reports: string[] = [];
    const second = await openClickhouseStore(folder, server, { report: (line) => void reports.push(line) });
    onTestFinished(() => second.close());
    // On a slow machine a request is refused until the index is made.
    const ids = await vi.waitFor(() => idsFor(second, run, 'verdict=incorrect'), { timeout: 60_000 });
    expect(ids).toEqual([2]);
    expect((await second.summary(run, queryOf(''))).matching).toBe(samples.length);
    expect(reports).toEqual([expect.stringContaining(`The index of run ${run.id}`)]);
  });

  test.each([
    ['a wrong password', { password: 'wrong' }, /refuses the user or the password/],
    ['a database that does not exist', { database: 'nowhere' }, /has no database nowhere/],
    ['a server that does not answer', { url: 'http://127.0.0.1:9' }, /cannot be reached/],
  ])('%s is refused in a sentence without secrets', async (_what, wrong, sentence) => {
    const { server, folder } = await placeOfTest();
    const refusal = openClickhouseStore(folder, { ...server, ...wrong }, { report: () => {} });
    const error = await refusal.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'SecondLookError' });
    const message = String(error);
    expect(message).toMatch(sentence);
    for (const secret of [server.password, 'wrong', 'tester', '127.0.0.1'])
      expect(message).not.toContain(secret);
  });
});
