/** The app as a function: every endpoint answers in one shape, with the headers that every response must have. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoints } from '../../contract/endpoints/endpoints';
import type { Endpoint } from '../../contract/endpoints/endpoint';
import { errorSchema } from '../../contract/errors';
import { sampleAnswerSchema } from '../../contract/schemas/sample-answers';
import { addRun, emptyApp, gesturesApp, newFolder, origin } from './fixtures/app-under-test';

const list: [string, Endpoint][] = Object.entries(endpoints);
const fill = (path: string) =>
  path
    .replace('{projectId}', '1')
    .replace('{sampleId}', '1')
    .replace('{importId}', '9b0e5a34-6d0c-4b5e-9f5c-2f6f0b1f7c11');

function expectSafe(answer: Response): void {
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe|default-src[^;]*unsafe/);
  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
}

async function expectError(answer: Response, status: number): Promise<string> {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expectSafe(answer);
  return errorSchema.parse(await answer.json()).error;
}

describe('every endpoint', () => {
  it.each(list.filter(([, { method, answer }]) => method === 'get' && answer instanceof z.ZodType))(
    '%s answers as its schema says, with safe headers, and has nothing to say to HEAD but that',
    async (name, { path, answer: schema }) => {
      if (!(schema instanceof z.ZodType) || name === 'importProgress' || name === 'signal') return;
      const { ask, run } = await gesturesApp();
      const answer = await ask(fill(path).replace('{run}', run.id));
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expectSafe(answer);
      const body: unknown = await answer.json();
      expect(body).toMatchObject({ success: true });
      // The test samples leave out most of what Studio specifies; the other answers are specified by us.
      const promised = name === 'sample' ? sampleAnswerSchema : schema;
      if (!['resultPage', 'result', 'rawData'].includes(name))
        expect(promised.safeParse(body).error).toBeUndefined();
      const head = await ask(fill(path), { method: 'HEAD' });
      expect(head.status).toBe(200);
      expect(await head.text()).toBe('');
    },
  );

  it.each(list.filter(([, { path }]) => path.includes('{projectId}')))(
    '%s says that there is no such project',
    async (_, { path, method, body }) => {
      const { ask } = await gesturesApp();
      const type = new Headers(body === undefined ? [] : [['content-type', 'application/octet-stream']]);
      for (const id of ['x', '-1', '1.5', '99999999999999999999', '%00', '..%2f..']) {
        const address = path.replace('{projectId}', id).replace('{sampleId}', '1');
        await expectError(await ask(address, { method: method.toUpperCase(), headers: type }), 404);
      }
      if (method !== 'get') return;
      const error = await expectError(await ask(fill(path).replace('/api/1', '/api/9')), 404);
      expect(error).toBe('There is no project 9; there is 1.');
    },
  );

  it.each(list)('%s refuses an unknown parameter', async (_, { path, method, body }) => {
    const { ask, run } = await gesturesApp();
    const type = body instanceof z.ZodType ? 'application/json' : body;
    const headers = new Headers(type === undefined ? [] : [['content-type', type]]);
    const address = `${fill(path).replace('{run}', run.id)}?lables=["wave"]`;
    const error = await expectError(await ask(address, { method: method.toUpperCase(), headers }), 400);
    expect(error).toContain('"lables"');
  });

  it.each(list)('%s lists the methods of its path', async (_, { path }) => {
    const { ask } = emptyApp();
    const answer = await ask(fill(path), { method: 'PUT', headers: { 'content-type': 'application/json' } });
    expect(answer.headers.get('allow')).toMatch(/GET|POST|DELETE/);
    await expectError(answer, 405);
  });

  it('ignores the state of the screen, which shares the query string', async () => {
    const { ask } = await gesturesApp();
    const state = 'view=matrix&sample=2&cols=id,label';
    for (const path of [
      'classify/all/result/page',
      'classify/all/metrics',
      'impulses',
      'second-look/summary',
    ]) {
      expect((await ask(`/v1/api/1/${path}?${state}`)).status).toBe(200);
    }
  });
});

describe('a run that does not exist', () => {
  it('is answered with the existing ones', async () => {
    const { ask, store } = await gesturesApp();
    const page = '/v1/api/1/classify/all/result/page';
    expect(await expectError(await ask(`${page}?variant=akida`), 404)).toBe(
      'Project 1 has no akida run; it has int8.',
    );
    await addRun(store, undefined, { variant: 'float32', impulse: { id: 3 } });
    expect(await expectError(await ask(`${page}?variant=akida&impulseId=3`), 404)).toContain('of impulse 3');
    expect(await expectError(await ask(`${page}?run=nothing`), 404)).toContain('nothing');
    expect(await expectError(await emptyApp().ask(page), 404)).toBe(
      'There is no project 1; there are no projects yet.',
    );
  });
});

describe('unknown paths', () => {
  it.each([
    '/v1',
    '/v1/api',
    '/v1/api/1/nothing',
    '//v1/api/projects',
    '/assets/none.js',
    '/1/2',
    '/.env',
    '/..%2f.env',
  ])('%s is a 404 in the usual shape', async (path) => {
    const { ask } = await gesturesApp();
    expect(await expectError(await ask(path), 404)).toContain('/docs');
  });
});

describe('the dashboard', () => {
  const dashboard = () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Second Look</title>');
    writeFileSync(join(folder, 'assets', 'main-1a2b.js'), `console.log(${'"x",'.repeat(1000)}1)`);
    writeFileSync(join(folder, '.secret'), 'CANARY');
    return emptyApp({ dashboardFolder: folder });
  };

  it('has its page at / and at the number of a project', async () => {
    const { ask } = dashboard();
    for (const path of ['/', '/1', '/1?labels=["idle"]&view=matrix']) {
      const answer = await ask(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';");
      expectSafe(answer);
      expect(await answer.text()).toContain('Second Look');
    }
  });

  it('has hashed files that may be cached forever, and compresses them for clients that accept it', async () => {
    const { ask } = dashboard();
    const plain = await ask('/assets/main-1a2b.js');
    expect(plain.headers.get('cache-control')).toContain('immutable');
    expect(plain.headers.get('content-encoding')).toBeNull();
    const packed = await ask('/assets/main-1a2b.js', { headers: { 'accept-encoding': 'gzip, br' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect((await packed.arrayBuffer()).byteLength).toBeLessThan((await plain.arrayBuffer()).byteLength / 10);
    const again = await ask('/assets/main-1a2b.js', {
      headers: { 'if-none-match': packed.headers.get('etag') ?? '', 'accept-encoding': 'gzip' },
    });
    expect(again.status).toBe(304);
    expectSafe(again);
  });

  it('serves no file outside its folder, and no hidden file', async () => {
    const { ask } = dashboard();
    for (const path of [
      '/.secret',
      '/assets/../.secret',
      '/%2e%2e/etc/passwd',
      '/assets/..%2f.secret',
      '/assets\\..\\x',
    ]) {
      const answer = await ask(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('CANARY');
    }
  });

  it('says so if it has not been built', async () => {
    expect(await expectError(await emptyApp().ask('/'), 503)).toContain('npm run build');
  });
});

describe('unchanged answers', () => {
  it.each(['classify/all/result/page', 'classify/all/result', 'second-look/summary'])('%s', async (path) => {
    const { ask, store } = await gesturesApp();
    const tagOf = async (query: string) => (await ask(`/v1/api/1/${path}${query}`)).headers.get('etag');
    const first = await tagOf('');
    expect(first).toMatch(/^W\/"/);
    const again = await ask(`/v1/api/1/${path}`, { headers: { 'if-none-match': first ?? '' } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expectSafe(again);
    expect(await tagOf('?truncateStructuredLabels=true')).not.toBe(first);
    await addRun(store, undefined, { variant: 'float32', project: { id: 1 }, selectedVariant: 'float32' });
    expect(await tagOf('')).not.toBe(first);
  });
});

describe('an unexpected error', () => {
  it('is reported by a number that the log contains too, and nothing else', async () => {
    const { ask, store, lines: seen } = await gesturesApp();
    store.projects = () => Promise.reject(new Error('secret detail'));
    const error = await expectError(
      await ask('/v1/api/projects', { headers: { 'x-api-key': 'ei_CANARY' } }),
      500,
    );
    expect(error).not.toContain('secret');
    const id = /under (\w+)\./.exec(error)?.[1] ?? 'none';
    expect(seen.join('\n')).toContain(`error ${id}: Error: secret detail`);
    expect(seen.join('\n')).not.toContain('CANARY');
  });

  it('is reported as a full disk if it is one', async () => {
    const { ask, store } = await gesturesApp();
    store.projects = () => Promise.reject(Object.assign(new Error('write'), { code: 'ENOSPC' }));
    expect(await expectError(await ask('/v1/api/projects'), 507)).toContain('disk is full');
  });
});

describe('a URL that is too long', () => {
  it('is refused with a message', async () => {
    const { ask } = await gesturesApp();
    const error = await expectError(
      await ask(`/v1/api/1/classify/all/result/page?search=${'a'.repeat(61_000)}`),
      400,
    );
    expect(error).toContain('60000');
  });
});

it('answers under the names in its options', async () => {
  const { app } = emptyApp({ hosts: () => ['192.168.0.2:80', '192.168.0.2'] });
  expect((await app.request('http://192.168.0.2/v1/api/projects')).status).toBe(200);
  expect((await app.request(`${origin}/v1/api/projects`)).status).toBe(403);
});

it('a project has its page under every id under which it has its API', async () => {
  const { store, ask } = emptyApp();
  for (const id of [7, 999_999_999_999_999, Number.MAX_SAFE_INTEGER]) {
    await addRun(store, undefined, { project: { id } });
    expect((await ask(`/v1/api/${id}/second-look/project`)).status).toBe(200);
    // There is no built dashboard here, which only affects the dashboard's paths.
    expect((await ask(`/${id}`)).status).toBe(503);
  }
  for (const text of ['9007199254740992', '1'.repeat(17), '1.0', '-1', '1/']) {
    expect((await ask(`/v1/api/${text}/second-look/project`)).status).toBe(404);
    expect((await ask(`/${text}`)).status).toBe(404);
  }
});
