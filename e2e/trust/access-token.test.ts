/** The access token: who has it, guessing, where it is accepted, and that each start has its own cookie. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../run-command';
import { tokenCanary } from './canaries';
import { readPaths, writes } from './every-route';
import { sendAll, type RawRequest } from './raw-socket';
import { serverForAll } from './server-for-all';
import { importRequest, sampleLine, startTrusted, type TrustedServer } from './trusted-server';

const key = `x-api-key: ${tokenCanary}`;
const args = ['--token', tokenCanary];

const server = serverForAll({ args, headers: [key], isConstant: true });

/** What a client without token gets: the page that asks for it, and what that page needs. */
const open = new Set(['/login.js', '/docs.css']);

async function expectStranger(headers: readonly string[], query = ''): Promise<void> {
  const upload = importRequest({ content: sampleLine(9) });
  const requests: RawRequest[] = [
    ...readPaths()
      .filter((path) => !open.has(path))
      .map((path) => ({ target: path + query, headers })),
    ...writes()
      .filter(({ target }) => !target.endsWith('/login'))
      .map((write) => ({ ...write, headers: ['Content-Type: application/json', ...headers] })),
    { ...upload, headers: [...(upload.headers ?? []), ...headers] },
  ];
  for (const answer of await sendAll(server.port, requests)) {
    expect(answer.status).toBe(401);
    expect(answer.head).not.toMatch(/set-cookie/i);
  }
}

const login = (token: string, headers: readonly string[] = []): RawRequest => ({
  method: 'POST',
  target: '/v1/api/second-look/login',
  headers: ['Content-Type: application/json', ...headers],
  body: JSON.stringify({ token }),
});

async function cookieOf(of: TrustedServer): Promise<string> {
  const answer = await of.ask(login(tokenCanary));
  expect(answer.status).toBe(200);
  return answer.header('set-cookie') ?? '';
}

const encoded = encodeURIComponent(tokenCanary);

describe('nothing is revealed to', () => {
  test.each([
    ['who has none', []],
    ['who sends nothing as it', ['x-api-key:']],
    [
      'who sends it where it does not belong',
      [`Authorization: Bearer ${tokenCanary}`, `x-second-look-key: ${tokenCanary}`],
    ],
    ['who sends it as the cookie', [`Cookie: second-look-PORT=${encoded}`]],
    ['who sends an empty cookie', ['Cookie: second-look-PORT=']],
    ['who sends the names of objects', ['Cookie: __proto__=x; constructor=y']],
  ])('%s', async (_, headers) => {
    await expectStranger(headers.map((line) => line.replace('PORT', String(server.port))));
  });

  test.each([
    ['who guesses', 'guess'],
    ['who has the beginning of it', tokenCanary.slice(0, -1)],
    ['who has more than it', `${tokenCanary}x`],
    ['who has it in another case', tokenCanary.toLowerCase()],
    ['who sends the names of objects', '__proto__'],
  ])('%s', async (_, guess) => {
    const headers = [`x-api-key: ${guess}`];
    const upload = importRequest({ content: sampleLine(9), headers });
    const read = { target: '/v1/api/1/classify/all/result/page', headers };
    for (const request of [{ target: '/', headers }, read, upload, login(guess)]) {
      const answer = await server.ask(request);
      expect(answer.status).toBe(401);
      expect(answer.head).not.toMatch(/set-cookie/i);
    }
  });

  test('a client with the token twice, or in two halves', async () => {
    for (const headers of [
      [key, key],
      [`x-api-key: ${tokenCanary.slice(0, 9)}`, `x-api-key: ${tokenCanary.slice(9)}`],
      [key, 'x-api-key: guess'],
    ]) {
      for (const target of ['/', '/v1/api/projects', '/assets/x.js']) {
        expect((await server.ask({ target, headers })).status).toBe(400);
      }
    }
  });

  test('a client with the token in the URL', async () => {
    for (const name of ['token', 'x-api-key', 'apiKey', 'key', 'access_token']) {
      await expectStranger([], `?${name}=${encoded}`);
    }
  });

  test('a client with the token, but from another origin', async () => {
    const cookie = `Cookie: ${(await cookieOf(server)).split(';')[0]}`;
    for (const line of ['Origin: http://evil.com', 'Sec-Fetch-Site: cross-site', 'Host: evil.com']) {
      for (const secret of [key, cookie]) {
        const requests = [...readPaths().map((target) => ({ target })), ...writes()];
        for (const answer of await sendAll(
          server.port,
          requests.map((one) => ({ ...one, headers: [secret, line, 'Content-Type: application/json'] })),
        )) {
          expect(answer.status).toBe(403);
        }
      }
    }
  });
});

test('the token works in the header of the official client and as a cookie, and only for existing resources', async () => {
  const cookie = await cookieOf(server);
  expect(cookie).toMatch(/; HttpOnly/);
  expect(cookie).toMatch(/; SameSite=Strict/);
  const [pair = ''] = cookie.split(';');
  for (const headers of [[key], [`Cookie: ${pair}`], [`Cookie: other=1; ${pair}`]]) {
    const answers = await sendAll(
      server.port,
      ['/', '/v1/api/projects', '/v1/api/1/raw-data/1/image'].map((target) => ({ target, headers })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  }
});

test.each([
  ['{"token":"wrong"}', 401],
  ['{"token":""}', 401],
  ['{"token":null}', 400],
  ['{"token":["x"]}', 400],
  ['{"__proto__":{"token":"x"}}', 400],
  ['{"token":{"$ne":""}}', 400],
  ['[', 400],
  ['', 400],
  [`{"token":${'['.repeat(30_000)}`, 400],
  [`{"token":"${'x'.repeat(70_000)}"}`, 413],
])('a login with %.40s gives no cookie', async (body, status) => {
  const answer = await server.ask({ ...login(''), body });
  expect(answer.status).toBe(status);
  expect(answer.header('set-cookie')).toBeUndefined();
});

test('many concurrent guesses are slowed, logged without the guess, and do not lock out the right token', async () => {
  const from = '127.0.1.9';
  const guesses = Array.from({ length: 400 }, (_, index) => ({
    target: '/v1/api/projects',
    headers: [`x-api-key: guess-${index}`],
    from,
  }));
  let answered = 0;
  const wrong = guesses.map(async (guess) => {
    const { status } = await server.ask(guess);
    answered += 1;
    return status;
  });
  // The first answer shows that they are being processed.
  await Promise.race(wrong);
  const right = await server.ask({ target: '/v1/api/projects', headers: [key], from });
  expect(right.status).toBe(200);
  expect(answered).toBeLessThan(guesses.length);
  const statuses = await Promise.all(wrong);
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
  expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(32);
  expect(server.printed()).toMatch(/A wrong access token came from 127\.0\.[01]\.\d/);
  expect(server.printed()).not.toContain('guess');
});

test('a login from another origin, or as a form, gives no cookie even with the right token', async () => {
  for (const line of [
    'Origin: http://evil.com',
    'Origin: null',
    'Sec-Fetch-Site: same-site',
    'Host: evil.com',
  ]) {
    expect((await server.ask(login(tokenCanary, [line]))).status).toBe(403);
  }
  const form = { ...login(tokenCanary), headers: ['Content-Type: application/x-www-form-urlencoded'] };
  expect((await server.ask(form)).status).toBe(415);
});

test('the token alone does not allow naming a folder of this machine', async () => {
  const parameters = { media: '/etc' };
  const upload = importRequest({ content: sampleLine(9), parameters, headers: [key] });
  expect((await server.ask(upload)).status).toBe(403);
  const wrongKey = importRequest({
    content: sampleLine(9),
    parameters,
    headers: [key, 'x-second-look-key: x'],
  });
  expect((await server.ask(wrongKey)).status).toBe(403);
});

test('the process list does not show it', () => {
  const shown = readFileSync(`/proc/${server.pid}/cmdline`, 'utf8');
  expect(shown).toContain('second-look');
  expect(shown).not.toContain(tokenCanary.slice(0, 8));
});

test("the folder's key is readable by its owner only, and in no other file", () => {
  expect(statSync(join(server.dataFolder, 'server.json')).mode & 0o777).toBe(0o600);
});

test('Jupyter CVE-2026-40934: a cookie of an earlier start is invalid at the next', async () => {
  const first = await startTrusted({ args });
  const cookie = (await cookieOf(first)).split(';')[0]?.split('=')[1] ?? '';
  const folderKey = first.folderKey();
  await first.halt();
  const second = await startTrusted({ args, place: first.place });
  try {
    expect(second.folderKey()).not.toBe(folderKey);
    for (const line of [`Cookie: second-look-${second.port}=${cookie}`, `x-second-look-key: ${folderKey}`]) {
      expect((await second.ask({ target: '/v1/api/projects', headers: [line] })).status).toBe(401);
    }
    expect((await second.ask({ target: '/v1/api/projects', headers: [key] })).status).toBe(200);
  } finally {
    await second.stop();
  }
});

test.each(['0.0.0.0', '::', '127.0.0.1.nip.io'])(
  'without a token, or with one that is easy to guess, the server refuses to listen on %s',
  async (host) => {
    for (const more of [[], ['--token', ''], ['--token', 'x'.repeat(11)]]) {
      const folder = join(server.place, 'never');
      const end = await runCommand(['serve', '--port', '0', '--data', folder, '--host', host, ...more]);
      expect(end.code, end.errors).toBe(2);
      expect(end.errors.trim().split('\n')[0]).toMatch(/--token/);
      expect(end.output).toBe('');
    }
  },
);
