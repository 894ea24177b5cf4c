/** `second-look serve` as a process: its output, refusals and shutdown, and that it does not leak secrets. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { newFolder } from '../http/fixtures/app-under-test';
import { packageRoot } from '../package-root';

interface Started {
  child: ChildProcess;
  out: () => string;
  err: () => string;
  ended: Promise<number | null>;
}

const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

function start(...parameters: string[]): Started {
  return startIn({}, ...parameters);
}

/** Starts it with additional environment variables. */
function startIn(environment: Record<string, string>, ...parameters: string[]): Started {
  const command = [
    '--import',
    'tsx',
    join(packageRoot, 'src/server/cli.ts'),
    'serve',
    '--no-demo',
    ...parameters,
  ];
  const child = spawn(process.execPath, command, {
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  children.add(child);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  return { child, out: () => out, err: () => err, ended };
}

/** The port, once the server has printed its address. */
async function ready({ child, out, err }: Started): Promise<number> {
  for (;;) {
    const port = /^Second Look is at http:\/\/127\.0\.0\.1:(\d+)\/\n/.exec(out())?.[1];
    if (port !== undefined) return Number(port);
    if (child.exitCode !== null) throw new Error(`It ended: ${err()}`);
    await new Promise((resolve) => {
      child.stdout?.once('data', resolve);
      child.once('close', resolve);
    });
  }
}

interface Asked {
  path: string;
  port: number;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

function ask({
  path,
  port,
  method = 'GET',
  headers = {},
  body,
}: Asked): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function everyFile(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('serve', () => {
  it('prints its URL in one line, and stops on a signal, despite open connections', async () => {
    const data = newFolder();
    const server = start('--port', '0', '--data', data);
    const port = await ready(server);
    const idle = connect(port, '127.0.0.1');
    const query = `importId=9b0e5a34-6d0c-4b5e-9f5c-2f6f0b1f7c11&files=${encodeURIComponent('[{"name":"a.jsonl","size":100}]')}`;
    const upload = request({
      host: '127.0.0.1',
      port,
      method: 'POST',
      path: `/v1/api/7/second-look/import?${query}`,
      headers: { 'content-type': 'application/octet-stream', 'content-length': '100' },
    });
    for (const rude of [idle, upload]) rude.on('error', () => {});
    upload.write('{"result":');
    const progress = '/v1/api/second-look/imports/9b0e5a34-6d0c-4b5e-9f5c-2f6f0b1f7c11';
    while ((await ask({ port, path: progress })).status !== 200);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(server.out().split('\n')).toHaveLength(2);
    expect(everyFile(data).filter((path) => path.includes('server.json') || path.includes('temp'))).toEqual(
      [],
    );
  });

  it('refuses a folder or a port in use with a message and code 1', async () => {
    const data = newFolder();
    const server = start('--port', '0', '--data', data);
    const port = await ready(server);
    const second = start('--port', '0', '--data', data);
    expect(await second.ended).toBe(1);
    expect(second.err()).toMatch(new RegExp(`process ${server.child.pid};[^\n]*\n$`));
    const third = start('--port', String(port), '--data', newFolder());
    expect(await third.ended).toBe(1);
    expect(third.err()).toContain(`Port ${port} is in use`);
    expect(second.out() + third.out()).toBe('');
    // A killed server leaves its lock file behind; the next one takes over the lock.
    server.child.kill('SIGKILL');
    await server.ended;
    const next = start('--port', '0', '--data', data);
    await ready(next);
  });

  it('refuses to listen on other addresses without a token, with code 2', async () => {
    const server = start('--host', '0.0.0.0', '--port', '0', '--data', newFolder());
    expect(await server.ended).toBe(2);
    expect(server.err()).toContain('--token');
    expect(server.out()).toBe('');
  });
});

describe('a server for other machines', () => {
  const token = 'right-token-0123456789';

  it.each(['0.0.0.0', '::'])(
    'names the addresses at which it answers on %s, this machine first',
    async (host) => {
      const environment = { SECOND_LOOK_TOKEN: token };
      const server = startIn(environment, '--host', host, '--port', '0', '--data', newFolder());
      await ready(server);
      const pages = server
        .out()
        .trimEnd()
        .split('\n')
        .map((line) => line.replace('Second Look is at ', ''));
      for (const page of pages) {
        const answer = await fetch(page, { headers: { 'x-api-key': token } });
        expect(answer.status, page).not.toBe(403);
        expect((await fetch(page)).status, page).toBe(401);
      }
    },
  );

  it('keeps serving when both of its outputs are closed, even if it has something to log', async () => {
    const environment = { SECOND_LOOK_TOKEN: 'another-token-0123456789' };
    const server = startIn(environment, '--token', token, '--port', '0', '--data', newFolder());
    const port = await ready(server);
    server.child.stdout?.destroy();
    server.child.stderr?.destroy();
    const asked = { port, path: '/v1/api/projects' };
    for (const wrong of ['wrong', 'another-token-0123456789']) {
      expect((await ask({ ...asked, headers: { 'x-api-key': wrong } })).status).toBe(401);
    }
    expect((await ask({ ...asked, headers: { 'x-api-key': token } })).status).toBe(200);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });
});

describe('a secret', () => {
  it('is in no response, log or file', async () => {
    const token = 'CANARYTOKEN-0123456789';
    const key = 'ei_CANARYKEY0123456789';
    const data = newFolder();
    const server = start('--host', '0.0.0.0', '--token', token, '--port', '0', '--data', data);
    const port = await ready(server);
    const questions: Omit<Asked, 'port'>[] = [
      { path: '/' },
      { path: '/v1/api/projects', headers: { 'x-api-key': key } },
      { path: '/v1/api/projects', headers: { 'x-api-key': token } },
      { path: `/v1/api/projects?x-api-key=${key}`, headers: { 'x-api-key': token } },
      {
        path: '/v1/api/7/classify/all/result/page',
        headers: { 'x-api-key': token, cookie: `a=${key}`, referer: key },
      },
      { path: '/openapi.json', headers: { 'x-api-key': token } },
      { path: '/docs', headers: { 'x-api-key': token, authorization: key } },
      {
        path: '/v1/api/second-look/login',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: key }),
      },
      {
        path: '/v1/api/second-look/login',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      },
    ];
    const answers = await Promise.all(questions.map((asked) => ask({ port, ...asked })));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 200, 400, 404, 200, 200, 401, 200]);
    const folderKey = /"key":"([^"]+)"/.exec(readFileSync(join(data, 'server.json'), 'utf8'))?.[1] ?? 'none';
    expect(statSync(join(data, 'server.json')).mode & 0o777).toBe(0o600);
    const files = everyFile(data).filter((path) => !path.endsWith('server.json'));
    server.child.kill('SIGINT');
    expect(await server.ended).toBe(0);
    const seen = [...answers.map(({ text }) => text), server.out(), server.err()].join('\n');
    const written = files.map((path) => readFileSync(path).toString('latin1')).join('\n');
    for (const secret of [token, key, folderKey]) {
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64'),
        encodeURIComponent(secret),
        secret.slice(3, 14),
      ]) {
        expect(seen).not.toContain(form);
        expect(written).not.toContain(form);
      }
    }
  });
});
