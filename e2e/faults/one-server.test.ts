/** One server per folder: a second one names the first in its error, and the lock of a dead one is taken over. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { serverFileSchema } from '../../src/server/server-file';
import { get } from '../api-door';
import { root } from '../start-server';
import { chancesOf, isFull } from './fault-scale';
import { killAll, runFaulty, serverOn, startFaultyServer } from './faulty-process';
import { importLines, newPlace } from './folder-answers';
import { expectedRun, hashesOf } from './whole-runs';

vi.setConfig({ testTimeout: 3_600_000 });

const expected = expectedRun(61, 30);
const sound = { '5/one': expected.hash };

let folder: string;
beforeAll(async () => {
  folder = await newPlace('one-server');
  await importLines(folder, 5, 'one', expected.content);
});
afterEach(killAll);
afterAll(() => rm(folder, { recursive: true, force: true }));

const serve = ['serve', '--no-demo', '--port', '0', '--data'];
const lock = () => join(folder, 'server.json');
const holder = async () => serverFileSchema.parse(JSON.parse(await readFile(lock(), 'utf8')));

/** One line that starts with the program's name. */
const oneSentence = /^second-look: [A-Z][^\n]{15,500}\.\n$/;

test('a second server is refused and names the first one, and an import is handed over to the first', async () => {
  const server = await serverOn(folder);
  const before = await readFile(lock());
  const second = await runFaulty([...serve, folder]);
  expect(second.code).toBe(1);
  expect(second.output).toBe('');
  expect(second.errors).toMatch(oneSentence);
  expect(second.errors).toContain(`is in use by another Second Look, process ${server.pid};`);
  expect(await readFile(lock())).toEqual(before);
  expect((await readdir(folder)).filter((name) => name.startsWith('server.json'))).toEqual(['server.json']);
  expect(await hashesOf(server.address)).toEqual(sound);
});

test('of several servers started at once on the folder of a killed one, exactly one runs', async () => {
  await (await serverOn(folder)).kill();
  const started = await Promise.all([1, 2, 3].map(() => startFaultyServer(folder)));
  const running = started.filter((server) => server !== undefined);
  expect(running).toHaveLength(1);
  expect((await holder()).pid).toBe(running[0]?.pid);
  expect(await hashesOf(running[0]?.address ?? '')).toEqual(sound);
});

test('a lock whose process id now belongs to another process is taken over', async () => {
  await (await serverOn(folder)).kill();
  const left = await holder();
  await writeFile(lock(), JSON.stringify({ ...left, pid: process.pid }));
  const server = await serverOn(folder);
  expect((await holder()).pid).toBe(server.pid);
  expect(await hashesOf(server.address)).toEqual(sound);
});

test('a zombie server process does not hold the lock', async () => {
  const words = [process.execPath, join(root, 'dist/server/cli.js'), ...serve, folder];
  const shell = spawn('sh', ['-c', '"$@" & exec sleep 600', 'sh', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    for await (const line of createInterface({ input: shell.stdout })) if (line.includes('http:')) break;
    const { pid } = await holder();
    process.kill(pid, 'SIGKILL');
    const stateOf = async () =>
      (await readFile(`/proc/${pid}/stat`, 'latin1')).replace(/^.*\) (.).*$/s, '$1');
    while ((await stateOf()) !== 'Z') await new Promise(setImmediate);
    const server = await serverOn(folder);
    expect((await holder()).pid).toBe(server.pid);
  } finally {
    const ended = once(shell, 'exit');
    shell.kill('SIGKILL');
    await ended;
  }
});

test('after a start that was killed at any of its operations, the next one works', async () => {
  await (await serverOn(folder)).kill();
  const chances = chancesOf('starts');
  let killed = 0;
  for (let at = 1; ; at += isFull ? 1 : 4 + chances.below(6)) {
    const first = await startFaultyServer(folder, { plan: { kind: 'kill', folder, at } });
    if (first !== undefined) {
      await first.kill();
      break;
    }
    killed += 1;
    const next = await serverOn(folder);
    if (killed % 3 === 1) expect(await hashesOf(next.address), `killed at ${at}`).toEqual(sound);
    // Killed, so that the next one has a lock to take over.
    await next.kill();
  }
  expect(killed).toBeGreaterThan(1);
});

test('a port in use, a foreign address, and folders that cannot be written give a clear message', async () => {
  const other = createServer();
  other.listen({ host: '127.0.0.1', port: 0 });
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  try {
    const taken = await runFaulty(['serve', '--no-demo', '--port', port, '--data', folder]);
    expect(taken).toMatchObject({ code: 1, output: '' });
    expect(taken.errors).toMatch(oneSentence);
    expect(taken.errors).toContain(`Port ${port} is in use`);
    // It still belongs to the other server, and the folder is free.
    expect(other.listening).toBe(true);
    expect(await readdir(folder)).not.toContain('server.json');
  } finally {
    other.close();
  }
  const foreign = ['serve', '--no-demo', '--port', '0', '--host', '192.0.2.1', '--token', 'x'.repeat(30)];
  const unreachable = await runFaulty([...foreign, '--data', folder]);
  expect(unreachable).toMatchObject({ code: 1, output: '' });
  expect(unreachable.errors).toMatch(oneSentence);

  const homeless = { HOME: '/proc/self/nowhere', XDG_DATA_HOME: '', SECOND_LOOK_DATA: '' };
  for (const [env, words] of [
    // Node's recursive mkdir loops forever here.
    [homeless, ['serve', '--no-demo', '--port', '0']],
    [{}, [...serve, '/dev/null/data']],
    [{}, [...serve, join(folder, 'n'.repeat(300))]],
    [{}, [...serve, join(folder, 'second-look.json')]],
    [{}, [...serve, join(folder, 'second-look.json', 'data')]],
  ] as const) {
    const end = await runFaulty(words, { env });
    expect(end, words.join(' ')).toMatchObject({ code: 1, output: '' });
    expect(end.errors).toMatch(oneSentence);
    expect(end.errors).toContain('The data folder ');
    expect(end.errors).not.toMatch(/EEXIST|ENOTDIR/);
  }
  const fresh = join(folder, 'fresh');
  await mkdir(fresh);
  const readOnly = { kind: 'fail' as const, folder: fresh, at: 1, code: 'EACCES' as const, lasting: true };
  const refused = await runFaulty([...serve, fresh], { plan: readOnly });
  expect(refused).toMatchObject({ code: 1, output: '' });
  expect(refused.errors).toMatch(oneSentence);
  const server = await serverOn(folder);
  expect((await get(server.address, '/v1/api/second-look/health')).status).toBe(200);
});
