/** SQL injection: text in filters and records is text, and the database only answers about its own tables. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openDatabase, type Database } from '../../src/server/store/duckdb/database';
import { root } from '../start-server';
import { outsideCanary } from './canaries';
import { sendAll } from './raw-socket';
import { serverForAll } from './server-for-all';
import { sampleLine } from './trusted-server';

const hostile = [
  "'; DROP TABLE samples;--",
  "' OR 1=1 --",
  "' OR ''='",
  "\"; ATTACH '/tmp/second-look-stolen' AS y; --",
  "read_text('/etc/passwd')",
  "') UNION SELECT * FROM read_text('/etc/passwd') --",
  "$1; COPY (SELECT 1) TO '/tmp/second-look-stolen'",
  '?',
  '$1',
  ':label',
  '%',
  '_',
  '\\',
  '%\\_%',
  '\0',
  '*/ /*',
  'NULL',
  '\u02bc OR 1=1',
  '＇ OR 1=1',
  "E'\\x27'",
  '[1] or true',
];

const server = serverForAll({
  lines: [
    ...hostile.map((text, index) =>
      sampleLine(index + 1, {
        label: text,
        filename: `f${index}${text}`,
        deviceName: text,
        category: text,
        metadata: { [text]: text },
      }),
    ),
    sampleLine(1000, { label: 'fine', filename: 'plain', deviceName: 'd', metadata: { k: 'v' } }),
  ],
});

const page = (parameters: Readonly<Record<string, string>>) => ({
  target: `/v1/api/1/classify/all/result/page?${new URLSearchParams(parameters).toString()}`,
});
const counted = z.object({ totalCount: z.int(), result: z.array(z.object({ sampleId: z.int() })) });

test.each(hostile.map((text, index) => [text, index + 1] as const))(
  'the filters take %j as it is',
  async (text, sampleId) => {
    const list = JSON.stringify([text]);
    const filters: Record<string, string>[] = [
      { labels: list },
      { devices: list },
      { category: list },
      { expected: list },
      { metadata: JSON.stringify([{ key: text, op: 'eq', values: [text] }]) },
      { metadata: JSON.stringify([{ key: text, op: 'eq' }]) },
      { filename: `f${sampleId - 1}${text}` },
    ];
    for (const [index, answer] of (await sendAll(server.port, filters.map(page))).entries()) {
      const asked = JSON.stringify(filters[index]);
      expect(answer.status, asked + answer.text).toBe(200);
      expect(
        counted.parse(JSON.parse(answer.text)).result.map((one) => one.sampleId),
        asked,
      ).toEqual([sampleId]);
    }
    for (const answer of await sendAll(server.port, [
      page({ search: text }),
      page({ said: list }),
      page({ predictions: list }),
    ])) {
      expect([200, 400]).toContain(answer.status);
    }
  },
);

test('SQL is refused where text is not allowed', async () => {
  const texts = [
    "id;ATTACH '/tmp/second-look-stolen'",
    'id DESC; DROP TABLE x',
    '(SELECT 1)',
    "id,read_text('/etc/passwd')",
    '1 OR 1=1',
    '1e309',
    '0x10',
    'id--',
    '"id"',
    "1'",
  ];
  const names = [
    'sort',
    'limit',
    'offset',
    'minConfidence',
    'maxId',
    'minDate',
    'disabled',
    'variant',
    'impulseId',
    'outcome',
    'dataType',
    'signatureValidity',
    'metadata',
  ];
  const asked = names.flatMap((name) => texts.map((text) => page({ [name]: text })));
  for (const [index, answer] of (await sendAll(server.port, asked)).entries())
    expect(answer.status, asked[index]?.target).toBe(400);
  for (const text of texts) {
    for (const target of [
      `/v1/api/${encodeURIComponent(text)}/second-look/project`,
      `/v1/api/1/raw-data/${encodeURIComponent(text)}`,
      `/v1/api/1/classify/all/result/page?run=${encodeURIComponent(text)}`,
      `/v1/api/1/classify/all/result/page?${encodeURIComponent(text)}=1`,
    ]) {
      expect([400, 404], target).toContain((await server.ask(target)).status);
    }
  }
});

test('MLflow CVE-2025-0453 and other expensive queries: many concurrent ones do not block others', async () => {
  const dear = [
    page({ limit: '1000000000' }),
    page({ search: '(a+)+$'.repeat(3000) }),
    page({ filename: `${'a'.repeat(50_000)}$` }),
    page({ search: 'a '.repeat(20_000) }),
    page({ labels: JSON.stringify(Array.from({ length: 3000 }, (_, at) => `label ${at}`)) }),
    page({
      metadata: JSON.stringify(
        Array.from({ length: 500 }, (_, at) => ({ key: `k${at}`, op: 'neq', values: ['x'] })),
      ),
    }),
    page({ sort: 'label,-label,'.repeat(2000) }),
    page({ labels: '['.repeat(50_000) }),
  ];
  const asked = Array.from({ length: 64 }, (_, at) => dear[at % dear.length] ?? page({}));
  const all = sendAll(server.port, asked);
  const health = await sendAll(
    server.port,
    Array.from({ length: 20 }, () => ({ target: '/v1/api/second-look/health' })),
  );
  expect(new Set(health.map(({ status }) => status))).toEqual(new Set([200]));
  for (const [index, { status }] of (await all).entries())
    expect([200, 400, 414, 431, 503], asked[index]?.target.slice(0, 80)).toContain(status);
});

test('after all of it, every record is unchanged, and there are no new files', async () => {
  await server.expectUnchanged();
  expect(readdirSync(tmpdir())).not.toContain('second-look-stolen');
});

describe.each([true, false])('the database itself, read-only: %s', (isReadOnly) => {
  let folder: string;
  let database: Database;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'second-look-doors-'));
    const file = `name,value\n${outsideCanary},1\n`;
    for (const name of ['a.csv', 'a.json', 'a.parquet', 'a.txt']) await writeFile(join(folder, name), file);
    const options = { memory: '100MB', spillFolder: join(folder, 'spill') };
    const made = await openDatabase(join(folder, 'own.duckdb'), { ...options, isReadOnly: false });
    await made.run('CREATE TABLE own AS SELECT 1 AS number');
    made.close();
    database = await openDatabase(join(folder, 'own.duckdb'), { ...options, isReadOnly });
  });
  afterAll(async () => {
    database.close();
    await rm(folder, { recursive: true });
  });

  const texts = async (sql: string): Promise<string[]> => (await database.read(sql)).texts(0);

  test('DuckDB CVE-2024-41672: no function that takes a path reads a file, not even sniff_csv', async () => {
    // Functions of a new release are included automatically.
    const readers = await texts(
      "SELECT DISTINCT function_name FROM duckdb_functions() WHERE regexp_matches(function_name, 'read_|sniff|scan|glob|parquet|csv|json_objects|load_|getenv') AND function_type LIKE 'table%' AND len(parameter_types) >= 1 AND parameter_types[1] LIKE 'VARCHAR%'",
    );
    for (const name of ['read_csv', 'read_csv_auto', 'read_text', 'read_blob', 'sniff_csv', 'glob'])
      expect(readers).toContain(name);
    // It may read its own file, whose contents it may reveal anyway.
    const names = readdirSync(folder).filter((name) => !name.startsWith('own.'));
    for (const reader of readers) {
      for (const path of [
        ...names.map((name) => join(folder, name)),
        '/etc/passwd',
        `${folder}/*`,
        'http://127.0.0.1:1/x',
        `file://${folder}/a.csv`,
      ]) {
        const answer = await texts(`SELECT * FROM ${reader}('${path}')`).catch((error: unknown) =>
          String(error),
        );
        expect(answer, `${reader} ${path}`).toEqual(expect.stringMatching(/Permission|disabled|Error/));
        expect(answer).not.toContain(outsideCanary);
      }
    }
  });

  test.each([
    "SELECT * FROM 'a.csv'",
    "COPY own TO 'stolen.csv'",
    "COPY own TO '/dev/stdout'",
    "COPY own FROM 'a.csv'",
    "COPY (SELECT 1) TO PROGRAM 'sh'",
    "EXPORT DATABASE 'stolen'",
    "IMPORT DATABASE 'stolen'",
    "ATTACH 'other.duckdb' AS other",
    "ATTACH 'a.json' AS other (TYPE sqlite)",
    'INSTALL httpfs',
    "INSTALL 'a.parquet'",
    "FORCE INSTALL json FROM 'http://127.0.0.1:1'",
    'LOAD httpfs',
    "LOAD 'a.txt'",
    "CREATE SECRET s (TYPE s3, KEY_ID 'x', SECRET 'y')",
    'SET enable_external_access = true',
    "SET allowed_directories = ['/']",
    "SET allowed_paths = ['/etc/passwd']",
    "SET temp_directory = '/tmp'",
    "SET log_query_path = '/tmp/second-look-stolen'",
    "SET extension_directory = '.'",
    'SET allow_unsigned_extensions = true',
    "PRAGMA enable_profiling; SET profiling_output = '/tmp/second-look-stolen'",
    'RESET lock_configuration',
    'SET lock_configuration = false',
  ])('%s fails', async (statement) => {
    const names = readdirSync(folder).sort();
    await expect(database.run(statement)).rejects.toThrow();
    expect(readdirSync(folder).sort()).toEqual(names);
  });
});

test('DuckDB npm GHSA-w62p-hx95-gf2c: every package is pinned by its hash, and comes from no other registry', () => {
  const shape = z.looseObject({
    version: z.string(),
    resolved: z.string().optional(),
    integrity: z.string().optional(),
  });
  const lock = z
    .object({ packages: z.record(z.string(), shape) })
    .parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const packages = Object.entries(lock.packages).filter(([name]) => name !== '');
  expect(packages.length).toBeGreaterThan(100);
  for (const [name, { resolved, integrity }] of packages) {
    // Without a URL it comes from the registry configured in npm; the hash is the same everywhere.
    expect(resolved ?? 'https://registry.npmjs.org/', name).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    expect(integrity, name).toMatch(/^sha512-/);
  }
  const poisoned = ['1.3.3', '1.29.2'];
  expect(
    packages.filter(([name, { version }]) => name.includes('duckdb') && poisoned.includes(version)),
  ).toEqual([]);
});
