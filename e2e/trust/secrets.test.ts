/** Secrets do not leak: after attacks, failures and a shutdown, no form of a token or key is outside its one file. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../run-command';
import { root } from '../start-server';
import { canariesIn, formsOf, keyCanary, outsideCanary, tokenCanary } from './canaries';
import { readPaths, writes } from './every-route';
import { exchange, sendAll, type RawRequest } from './raw-socket';
import { serverForAll } from './server-for-all';
import { importRequest, sampleLine } from './trusted-server';

const args = ['--token', tokenCanary];
const key = `x-api-key: ${tokenCanary}`;

const server = serverForAll({ args, lines: [], headers: [key] });
let folderKey = '';
let cookie = '';
beforeAll(async () => {
  folderKey = server.folderKey();
  const login = await server.ask({
    method: 'POST',
    target: '/v1/api/second-look/login',
    headers: ['Content-Type: application/json'],
    body: JSON.stringify({ token: tokenCanary }),
  });
  cookie = (login.header('set-cookie') ?? '').split(';')[0] ?? '';
  expect(cookie).toMatch(/^second-look-\d+=.{20}/);
});

/** The secrets of this start, in addition to the canaries. */
const secrets = () => [...formsOf(folderKey), ...formsOf(cookie.split('=')[1] ?? '')];

/** Every header that carries a secret, as careful and careless clients send it. */
const carriers = () => [
  key,
  `x-second-look-key: ${folderKey}`,
  `Cookie: ${cookie}`,
  `Authorization: Bearer ${tokenCanary}`,
  `Referer: http://127.0.0.1:${server.port}/?token=${encodeURIComponent(tokenCanary)}`,
  `x-request-id: ${keyCanary}`,
];

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

function expectClean(what: string, bytes: Uint8Array): void {
  expect(canariesIn(bytes, secrets()), what).toEqual([]);
}

describe('Jupyter Server CVE-2022-24757, CVE-2026-86049: a failing request leaves none of its headers behind', () => {
  test('requests of any kind with them, valid or not', async () => {
    const upload = importRequest({ content: 'nonsense', fileName: 'x.json' });
    const good = importRequest({ content: sampleLine(1, { filename: 's' }) });
    const requests: RawRequest[] = [
      good,
      upload,
      ...readPaths().map((target) => ({ target })),
      ...writes().map((write) => ({ ...write, headers: ['Content-Type: application/json'] })),
      { target: `/?token=${encodeURIComponent(tokenCanary)}`, headers: ['Host: evil.com'] },
      { target: '/v1/api/1/classify/all/result/page?x=1' },
      { target: '/%' },
      { target: '/', method: 'TRACE' },
      { target: '/', method: 'TRACE', headers: ['Content-Type: application/json'] },
      { target: '/', headers: ['Content-Length: abc'] },
      { target: `/${'x'.repeat(70_000)}` },
      { target: '/', headers: ['Origin: http://evil.com'] },
    ];
    const asked = requests.map((one) => ({ ...one, headers: [...(one.headers ?? []), ...carriers()] }));
    for (const answer of await sendAll(server.port, asked)) {
      expectClean(
        answer.head,
        Buffer.concat([Buffer.from(answer.head.replace(/^set-cookie:.*$/im, '')), answer.body]),
      );
    }
  });

  test('an internal failure of the server', async () => {
    // A file that was just reported to exist no longer does.
    const media = join(server.mediaFolder, 's.png');
    writeFileSync(media, 'no picture any more');
    const broken = ['/v1/api/1/raw-data/1/image', '/v1/api/1/raw-data/1/raw', '/v1/api/1/raw-data/1'];
    for (const answer of await sendAll(
      server.port,
      broken.map((target) => ({ target, headers: carriers() })),
    )) {
      expectClean(answer.head, answer.body);
    }
    const records = filesBelow(server.dataFolder).filter((path) => /record/.test(path));
    expect(records.length).toBeGreaterThan(0);
    for (const path of records) {
      rmSync(path);
      mkdirSync(path);
    }
    const targets = ['/v1/api/1/second-look/samples/1', '/v1/api/1/classify/all/result/page?sort=-label'];
    const failed = await sendAll(
      server.port,
      targets.map((target) => ({ target, headers: carriers() })),
    );
    for (const answer of failed) expectClean(answer.head, answer.body);
    expect(failed[0]?.status, failed[0]?.text).toBeGreaterThanOrEqual(500);
    expect(server.printed().split('\n').length, server.printed()).toBeGreaterThan(2);
    const bytes = await exchange(server.port, `GET / HTTP/1.1\r\n${carriers().join('\r\n')}\r\n\0\r\n\r\n`);
    expectClean('what is no request', bytes);
  });

  test('a client that disconnects during an upload', async () => {
    const { target, headers = [] } = importRequest({ content: sampleLine(5) });
    const head = `POST ${target} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n${[...headers, ...carriers()].join('\r\n')}\r\n`;
    const bytes = await exchange(server.port, `${head}Content-Length: ${sampleLine(5).length}\r\n\r\n{`, {
      isEnded: true,
    });
    expectClean('a cut upload', bytes);
    expect((await server.ask({ target: '/v1/api/second-look/health', headers: [key] })).status).toBe(200);
  });
});

test('the wrong token is not repeated', async () => {
  const guess = 'guess-that-might-be-nearly-right';
  for (const headers of [
    [`x-api-key: ${guess}`],
    [`Cookie: second-look-${server.port}=${guess}`],
    [`Authorization: ${guess}`],
  ]) {
    const answer = await server.ask({ target: '/v1/api/projects', headers });
    expect(answer.status).toBe(401);
    expect(answer.head + answer.text).not.toContain(guess);
  }
});

test('the command line repeats no token, right or wrong', async () => {
  const folder = join(server.place, 'other');
  for (const words of [
    ['serve', '--data', folder, '--host', '0.0.0.0', '--port', '99999', '--token', tokenCanary],
    ['serve', '--data', folder, '--token', tokenCanary, '--token', tokenCanary],
    ['serve', '--data', folder, '--port', String(server.port), '--no-demo', '--token', tokenCanary],
  ]) {
    const end = await runCommand(words);
    expect(end.code).not.toBe(0);
    expectClean(words.join(' '), Buffer.from(end.output + end.errors));
  }
});

describe('afterwards', () => {
  test('the process list contains neither', () => {
    for (const file of ['cmdline', 'comm']) expectClean(file, readFileSync(`/proc/${server.pid}/${file}`));
  });

  test('no file of the data folder has a secret, but for the one that is its owner’s', () => {
    const files = filesBelow(server.dataFolder);
    expect(files.length).toBeGreaterThan(2);
    for (const path of files) {
      if (!path.endsWith('/server.json')) expectClean(path, readFileSync(path));
      else {
        expect(readFileSync(path, 'utf8')).toContain(folderKey);
        expect(statSync(path).mode & 0o777).toBe(0o600);
        expect(canariesIn(readFileSync(path))).toEqual([]);
      }
    }
  });

  test('the build contains neither, nor a path of the build machine', () => {
    for (const path of filesBelow(join(root, 'dist'))) {
      expectClean(path, readFileSync(path));
      expect(readFileSync(path).includes('ei_'), path).toBe(false);
    }
  });

  test('the output of the server contains neither, nor anything from a request', () => {
    const printed = server.printed();
    expectClean('printed', Buffer.from(printed));
    expect(printed).not.toMatch(/cookie|authorization|x-api-key|x-second-look-key|referer/i);
    expect(printed).toContain('Second Look is at');
  });

  test('stopping removes the key of the folder', async () => {
    await server.halt();
    for (const path of filesBelow(server.dataFolder)) expectClean(path, readFileSync(path));
    expectClean('printed', Buffer.from(server.printed()));
  });
});

test('the search itself finds a canary in every form', () => {
  for (const secret of [outsideCanary, keyCanary, tokenCanary]) {
    for (const form of [
      secret,
      Buffer.from(secret).toString('base64'),
      Buffer.from(`Bearer ${secret} x`).toString('base64'),
      Buffer.from(`ab${secret}yz`).toString('base64url'),
      Buffer.from(secret).toString('hex'),
      encodeURIComponent(secret),
      JSON.stringify({ x: secret }),
      secret.slice(0, -3),
      secret.slice(3),
    ]) {
      expect(canariesIn(Buffer.from(`before ${form} after`)).length, form).toBeGreaterThan(0);
    }
  }
  expect(canariesIn(Buffer.from('nothing of the kind'))).toEqual([]);
});
