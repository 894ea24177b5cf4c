/** Importing over HTTP: all or nothing, with progress, and errors that say what is wrong and where. */
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { importProgressSchema, importReportSchema } from '../../contract/schemas/imports';
import { emptyApp, newFolder, type AppUnderTest } from '../http/fixtures/app-under-test';
import { uploadRate } from '../import/upload-files';

const line = (id: number, label = 'wave') =>
  `${JSON.stringify({
    result: { sampleId: id, sample: { id, label }, classifications: [] },
    predictions: [
      { sampleId: id, startMs: 0, endMs: 1000, prediction: 'wave', predictionCorrect: label === 'wave' },
    ],
  })}\n`;

interface Sent {
  files: { name: string; bytes: Uint8Array | string }[];
  importId?: string;
  project?: number;
  query?: string;
  headers?: Record<string, string>;
  body?: BodyInit;
}

const sizeOf = (bytes: Uint8Array | string) => Buffer.byteLength(bytes);

function send(
  { ask }: AppUnderTest,
  { files, importId = randomUUID(), project = 7, query = '', headers, body }: Sent,
) {
  const list = JSON.stringify(files.map(({ name, bytes }) => ({ name, size: sizeOf(bytes) })));
  const whole = Buffer.concat(files.map(({ bytes }) => Buffer.from(bytes)));
  // Node requires `duplex` if the body is a stream, but the types do not include it.
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', ...headers },
    body: body ?? whole,
    duplex: 'half',
  };
  const address = `/v1/api/${project}/second-look/import?importId=${importId}&files=${encodeURIComponent(list)}${query}`;
  return ask(address, init);
}

const withFolder = () => emptyApp({ tempFolder: newFolder(), folderKey: 'the key' });
const count = async ({ store }: AppUnderTest) => (await store.projects()).flatMap(({ runs }) => runs).length;

describe('an import', () => {
  it('creates a run, and a project if it is new', async () => {
    const app = withFolder();
    const importId = randomUUID();
    const answer = await send(app, {
      importId,
      files: [{ name: 'a.jsonl', bytes: line(1) + line(2, 'idle') }],
      query: '&name=My+project&variant=float32&impulseId=3&run=first',
    });
    expect(answer.status).toBe(200);
    const { run, wasThere } = importReportSchema.parse(await answer.json());
    expect(wasThere).toBe(false);
    expect(run).toMatchObject({
      projectId: 7,
      name: 'first',
      variant: 'float32',
      impulseId: 3,
      samples: 2,
      files: ['a.jsonl'],
    });
    const page = await app.ask('/v1/api/7/classify/all/result/page?outcome=incorrect');
    expect(await page.json()).toMatchObject({ totalCount: 1, result: [{ sampleId: 2 }] });
    const progress = await app.ask(`/v1/api/second-look/imports/${importId}`);
    expect(importProgressSchema.parse(await progress.json())).toMatchObject({
      state: 'done',
      samples: 2,
      samplesRead: 2,
      run: run.id,
      error: null,
    });
  });

  it('accepts several consecutive files, gzipped or not', async () => {
    const app = withFolder();
    const files = [
      { name: 'a.jsonl', bytes: line(1) },
      { name: 'b.jsonl.gz', bytes: gzipSync(line(2) + line(3)) },
    ];
    const { run } = importReportSchema.parse(await (await send(app, { files })).json());
    expect(run).toMatchObject({ samples: 3, files: ['a.jsonl', 'b.jsonl.gz'] });
  });

  it('of the same result adds nothing', async () => {
    const app = withFolder();
    const files = [{ name: 'a.jsonl', bytes: line(1) }];
    await send(app, { files });
    expect(importReportSchema.parse(await (await send(app, { files })).json()).wasThere).toBe(true);
    expect(await count(app)).toBe(1);
  });

  it('by many clients at once ends with a clear result for each', async () => {
    const app = withFolder();
    const files = [{ name: 'a.jsonl', bytes: line(1) }];
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(app, { files })));
    const reports = await Promise.all(
      answers.map(async (answer) => importReportSchema.parse(await answer.json())),
    );
    expect(reports.filter(({ wasThere }) => !wasThere)).toHaveLength(1);
    expect(await count(app)).toBe(1);
  });
});

describe('an import that fails', () => {
  it.each([
    ['ended inside a.jsonl', { files: [{ name: 'a.jsonl', bytes: line(1) }], body: line(1).slice(0, -9) }],
    ['more bytes', { files: [{ name: 'a.jsonl', bytes: line(1) }], body: `${line(1)} ` }],
    ['line 2', { files: [{ name: 'a.jsonl', bytes: `${line(1)}{"result":` }] }],
    ['empty', { files: [{ name: 'a.jsonl', bytes: '' }] }],
    ['a.json', { files: [{ name: 'a.json', bytes: '<html>' }] }],
    ['sampleId', { files: [{ name: 'a.jsonl', bytes: '{"result":{"sample":{}},"predictions":[]}\n' }] }],
  ] satisfies [string, Sent][])('says what was wrong (%s) and leaves nothing', async (words, sent) => {
    const app = withFolder();
    const importId = randomUUID();
    const answer = await send(app, { importId, ...sent });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    const error = JSON.stringify(await answer.json());
    expect(error).toContain(words);
    expect(await count(app)).toBe(0);
    const progress = await app.ask(`/v1/api/second-look/imports/${importId}`);
    expect(importProgressSchema.parse(await progress.json())).toMatchObject({ state: 'failed' });
  });

  it.each([
    ['importId', '&importId=5'],
    ['"files"', '&files=x'],
    ['"variant"', '&variant=int4'],
    ['"impulseId"', '&impulseId=1.5'],
    ['"colour"', '&colour=red'],
  ])('for a bad %s never starts', async (words, query) => {
    const app = withFolder();
    const base = `importId=${randomUUID()}&files=${encodeURIComponent('[{"name":"a.json","size":1}]')}`;
    const names = new URLSearchParams(query);
    const kept = new URLSearchParams(base);
    for (const name of names.keys()) kept.delete(name);
    const answer = await app.ask(`/v1/api/7/second-look/import?${kept.toString()}${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: 'x',
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toContain(words.replaceAll('"', String.raw`\"`));
  });

  it('of more bytes than an import may have never starts', async () => {
    const app = withFolder();
    const files = encodeURIComponent('[{"name":"a.json","size":68719476737}]');
    const answer = await app.ask(`/v1/api/7/second-look/import?importId=${randomUUID()}&files=${files}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: 'x',
    });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error: expect.stringContaining('at most 68719476736') });
  });

  it('with a length that does not fit its files never starts', async () => {
    const app = withFolder();
    const answer = await send(app, {
      files: [{ name: 'a.jsonl', bytes: line(1) }],
      headers: { 'content-length': '5' },
    });
    expect(answer.status).toBe(400);
    expect(await count(app)).toBe(0);
  });
});

/** A body that sends something and then waits until it is released. */
function waitingBody(first: string) {
  let finish: (rest: string) => void = () => {};
  let fail = () => {};
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(Buffer.from(first));
      finish = (rest) => {
        controller.enqueue(Buffer.from(rest));
        controller.close();
      };
      fail = () => controller.error(new Error('gone'));
    },
  });
  return { body, finish: (rest: string) => finish(rest), fail: () => fail() };
}

async function untilBytes(app: AppUnderTest, importId: string): Promise<void> {
  for (;;) {
    const answer = await app.ask(`/v1/api/second-look/imports/${importId}`);
    if (answer.status === 200 && importProgressSchema.parse(await answer.json()).bytes > 0) return;
    await new Promise(setImmediate);
  }
}

describe('a running import', () => {
  const text = line(1) + line(2);

  it('can be stopped, and then nothing of it is left', async () => {
    const app = withFolder();
    const importId = randomUUID();
    const { body, fail } = waitingBody(line(1));
    const answer = send(app, { importId, files: [{ name: 'a.jsonl', bytes: text }], body });
    await untilBytes(app, importId);
    const cancelled = await app.ask(`/v1/api/second-look/imports/${importId}`, { method: 'DELETE' });
    expect(await cancelled.json()).toEqual({ success: true });
    fail();
    expect((await answer).status).toBe(409);
    const progress = await app.ask(`/v1/api/second-look/imports/${importId}`);
    expect(importProgressSchema.parse(await progress.json()).state).toBe('cancelled');
    expect(await count(app)).toBe(0);
  });

  it('stops when its client disconnects', async () => {
    const app = withFolder();
    const importId = randomUUID();
    const { body, fail } = waitingBody(line(1));
    const answer = send(app, { importId, files: [{ name: 'a.jsonl', bytes: text }], body });
    await untilBytes(app, importId);
    fail();
    expect(await (await answer).json()).toMatchObject({ error: expect.stringContaining('cut off') });
    expect(await count(app)).toBe(0);
  });

  it('does not delay others while it is received, and has a unique id', async () => {
    const app = withFolder();
    const importId = randomUUID();
    const { body, finish } = waitingBody(line(1));
    const first = send(app, { importId, files: [{ name: 'a.jsonl', bytes: text }], body });
    await untilBytes(app, importId);
    const second = send(app, { project: 8, files: [{ name: 'b.jsonl', bytes: line(3) }] });
    const same = await send(app, { importId, files: [{ name: 'b.jsonl', bytes: line(3) }] });
    expect(same.status).toBe(409);
    expect((await second).status).toBe(200);
    finish(line(2));
    expect((await first).status).toBe(200);
    expect(await count(app)).toBe(2);
  });
});

describe('a slow upload', () => {
  const text = line(1) + line(2);
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function slowly(windows: number) {
    const app = withFolder();
    const importId = randomUUID();
    const waiting = waitingBody(line(1));
    const files = [{ name: 'a.jsonl', bytes: text }];
    const answer = send(app, { importId, files, body: waiting.body });
    await untilBytes(app, importId);
    vi.advanceTimersByTime(windows * uploadRate.windowMilliseconds);
    return { ...waiting, app, answer };
  }

  it('may pause for a while', async () => {
    // The first time window received some bytes, but too few.
    const { answer, finish } = await slowly(1.9);
    finish(line(2));
    expect((await answer).status).toBe(200);
  });

  it('is refused if it is too slow for long, and nothing of it is left', async () => {
    const { app, answer, fail } = await slowly(2);
    fail();
    const refused = await answer;
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      error: expect.stringContaining('512 KiB must come every 30 s'),
    });
    expect(await count(app)).toBe(0);
  });
});

describe('an unknown import', () => {
  it('is a 404', async () => {
    const { ask } = emptyApp();
    for (const id of [randomUUID(), 'x', '1']) {
      expect((await ask(`/v1/api/second-look/imports/${id}`)).status).toBe(404);
      expect((await ask(`/v1/api/second-look/imports/${id}`, { method: 'DELETE' })).status).toBe(404);
    }
  });
});

describe('a media folder', () => {
  const files = [{ name: 'a.jsonl', bytes: line(1) }];

  it('may only be named by clients that can read the data folder', async () => {
    const app = withFolder();
    const query = `&media=${encodeURIComponent(newFolder())}`;
    expect((await send(app, { files, query })).status).toBe(403);
    expect((await send(app, { files, query, headers: { 'x-second-look-key': 'a key' } })).status).toBe(403);
    const answer = await send(app, { files, query, headers: { 'x-second-look-key': 'the key' } });
    expect(importReportSchema.parse(await answer.json()).run.hasMedia).toBe(true);
  });

  it.each(['relative', '/nowhere/at/all', '/etc/passwd', ''])('%j is none', async (media) => {
    const app = withFolder();
    const query = `&media=${encodeURIComponent(media)}`;
    expect((await send(app, { files, query, headers: { 'x-second-look-key': 'the key' } })).status).toBe(400);
  });
});

describe('deleting a run', () => {
  it('removes it, and its project if it was the last one', async () => {
    const app = withFolder();
    const sent = await send(app, { files: [{ name: 'a.jsonl', bytes: line(1) }] });
    const { run } = importReportSchema.parse(await sent.json());
    expect((await app.ask('/v1/api/7/second-look/runs/none', { method: 'DELETE' })).status).toBe(404);
    expect((await app.ask(`/v1/api/7/second-look/runs/${run.id}`, { method: 'DELETE' })).status).toBe(200);
    expect(await (await app.ask('/v1/api/projects')).json()).toEqual({ success: true, projects: [] });
  });
});
