/** The product on a ClickHouse server: through its command line and its API, also while that server is gone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, connect as connectTo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/server/store/clickhouse/connection';
import { passwordVariable } from '../../src/server/store/clickhouse/server-url';
import { get } from '../api-door';
import { addRun, expectedRun, hashesOf, runsOf } from '../faults/whole-runs';
import { root, startServer } from '../start-server';
import { startEngine, type Engine } from './chdb-engine';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
  process.env[passwordVariable] = engine.server.password;
});
afterAll(async () => {
  delete process.env[passwordVariable];
  await engine.stop();
});

/** The address for `--store` of a new database, reached through a port. */
async function storeAddress(name: string, port = new URL(engine.server.url).port): Promise<string> {
  const connection = connect({ ...engine.server, database: 'default' }, 'default');
  await connection.run(`CREATE DATABASE ${name}`);
  await connection.close();
  return `clickhouse://${engine.server.user}@127.0.0.1:${port}/${name}`;
}

test('runs are imported, listed, filtered, deleted, and there again after a restart', async () => {
  const args = ['--no-demo', '--store', await storeAddress('product')];
  const expected = expectedRun(7, 300);
  let server = await startServer(args);
  onTestFinished(() => server.stop());
  await addRun(server.address, 5, 'first', expected);
  await addRun(server.address, 5, 'second', expectedRun(8, 20));
  await server.halt();

  server = await startServer(args, server);
  expect(await hashesOf(server.address)).toMatchObject({ '5/first': expected.hash });
  const [run] = (await runsOf(server.address)).filter(({ name }) => name === 'first');
  const parameters = { run: run?.id ?? '', outcome: 'incorrect' };
  const summary = await get(server.address, '/v1/api/5/second-look/summary', parameters);
  expect(summary.body).toMatchObject({ success: true, total: expected.samples });
  const deletion = await fetch(new URL(`/v1/api/5/second-look/runs/${run?.id ?? ''}`, server.address), {
    method: 'DELETE',
    headers: { 'content-type': 'application/json' },
  });
  expect(deletion.status).toBe(200);
  expect((await runsOf(server.address)).map(({ name }) => name)).toEqual(['second']);
});

/** The databases of runs and trials on the server, for `--store` with this database. */
async function databasesOf(name: string): Promise<string[]> {
  const connection = connect({ ...engine.server, database: 'default' }, 'default');
  const sql = 'SELECT name FROM system.databases WHERE startsWith(name, {v1:String})';
  const names = (await connection.read({ sql, values: [`${name}_`] })).texts(0);
  await connection.close();
  return names;
}

/** A port that leads to the engine while it is open; what follows `holdAt` in a connection is held back. */
async function openGate(holdAt?: string) {
  const sockets = new Set<Socket>();
  let stop: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const gate = createServer((near) => {
    const far = connectTo(Number(new URL(engine.server.url).port), '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
    near.on('data', (bytes) => {
      if (holdAt !== undefined && bytes.includes(holdAt)) stop();
      else far.write(bytes);
    });
    far.pipe(near);
  });
  const open = async (port = 0) => {
    gate.listen(port, '127.0.0.1');
    await once(gate, 'listening');
    const address = gate.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  const close = async () => {
    if (!gate.listening) return;
    const closed = once(gate, 'close');
    gate.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port: await open(), held, open, close };
}

test('nothing of a killed import is listed, and the next start removes it from the server', async () => {
  const address = await storeAddress('killed');
  // Its last statement, which would publish the run, does not arrive.
  const gate = await openGate(new URLSearchParams({ query: 'INSERT INTO "runs"' }).toString());
  onTestFinished(() => gate.close());
  const held = address.replace(`:${new URL(engine.server.url).port}/`, `:${gate.port}/`);
  const folder = await mkdtemp(join(tmpdir(), 'second-look-killed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const args = ['import', '-', '--project', '5', '--data', folder, '--store', held];
  const command = spawn(process.execPath, ['src/server/start.mjs', ...args], {
    cwd: root,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(command, 'close');
  command.stdin.end(expectedRun(11, 50).content);
  await gate.held;
  expect(await databasesOf('killed')).toHaveLength(1);
  command.kill('SIGKILL');
  await ended;

  const server = await startServer(['--no-demo', '--store', address]);
  onTestFinished(() => server.stop());
  expect(await runsOf(server.address)).toEqual([]);
  expect(await databasesOf('killed')).toEqual([]);
});

test('requests are refused in a sentence while the server is gone, and answered once it is back', async () => {
  const gate = await openGate();
  onTestFinished(() => gate.close());
  const server = await startServer(['--no-demo', '--store', await storeAddress('gated', String(gate.port))]);
  onTestFinished(() => server.stop());
  await addRun(server.address, 5, 'run', expectedRun(9, 30));
  const page = () => get(server.address, '/v1/api/5/classify/all/result/page', { outcome: 'incorrect' });
  const before = await page();
  expect(before.status).toBe(200);

  await gate.close();
  const without = await page();
  expect(without.status).toBe(503);
  expect(without.text).toMatch(/ClickHouse server cannot be reached/);
  for (const secret of [engine.server.password, 'tester', '127.0.0.1', 'gated', 'SELECT']) {
    expect(without.text).not.toContain(secret);
  }
  const [run] = await runsOf(server.address);
  const block = run?.learnBlocks.find(({ thresholds }) => thresholds.length > 0);
  const trial = { [`t.${block?.id}.${block?.thresholds[0]?.key}`]: '0.9' };
  const ofTrial = await get(server.address, '/v1/api/5/classify/all/result/page', trial);
  expect(ofTrial.text).toMatch(/ClickHouse server cannot be reached/);
  expect(await readdir(join(server.folder, 'parts'))).toEqual([]);

  await gate.open(gate.port);
  const after = await page();
  expect(after.text).toBe(before.text);
});
