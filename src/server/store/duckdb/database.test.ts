/** The database is locked down: SQL cannot access the machine. Columns are returned in stored order. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from './database';

const statements = [
  "SELECT * FROM read_csv('/etc/passwd')",
  "SELECT * FROM read_text('/etc/passwd')",
  "SELECT * FROM read_blob('/etc/passwd')",
  "SELECT * FROM sniff_csv('/etc/passwd')",
  "SELECT * FROM glob('/etc/*')",
  "SELECT * FROM '/etc/passwd'",
  "COPY own TO 'stolen.csv'",
  "EXPORT DATABASE 'stolen'",
  "ATTACH 'other.duckdb' AS other",
  'INSTALL httpfs',
  'LOAD httpfs',
  'SET enable_external_access = true',
  "SET memory_limit = '10GB'",
  'RESET lock_configuration',
];

const many = 300_000;

describe.each([false, true])('a database, read-only: %s', (isReadOnly) => {
  let folder: string;
  let database: Database;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'second-look-database-'));
    const path = join(folder, 'own.duckdb');
    const options = { memory: '100MB', spillFolder: join(folder, 'spill') };
    const made = await openDatabase(path, { ...options, isReadOnly: false });
    await made.run('CREATE TABLE own AS SELECT 1 AS number');
    // More than two of DuckDB's row groups, which its threads read in parallel.
    await made.run(`CREATE TABLE many AS SELECT (range % 65_521)::INTEGER AS code FROM range(${many})`);
    made.close();
    database = await openDatabase(path, { ...options, isReadOnly });
  });
  afterAll(async () => {
    database.close();
    await rm(folder, { recursive: true });
  });

  test.each(statements)('refuses %s', async (statement) => {
    await expect(database.run(statement)).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['own.duckdb']);
  });

  test('answers about its own tables', async () => {
    const answer = await database.read('SELECT number FROM own WHERE number = $1', [1]);
    expect([...answer.numbers(0)]).toEqual([1]);
  });

  test('returns a column of a large table in stored order', async () => {
    const codes = new Uint16Array(many);
    (await database.read('SELECT code::USMALLINT FROM many')).fill(0, codes);
    expect(codes.findIndex((code, at) => code !== at % 65_521)).toBe(-1);
  });
});
