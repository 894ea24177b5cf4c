/** A sample's own data over HTTP: picture, sound, signal, values, ranges, and restrictions in a browser. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleAnswerSchema, signalSchema } from '../../contract/schemas/sample-answers';
import { addRun, emptyApp, newFolder } from '../http/fixtures/app-under-test';
import { makeWav } from '../media/fixtures/made-wav';
import { sampleEntry } from '../store/conformance/fixtures/store-fixtures';

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('0123456789')]);
const acquisition = (sensors: string[], values: unknown[]) =>
  JSON.stringify({
    payload: {
      device_name: 'arm',
      device_type: 'X',
      interval_ms: 10,
      sensors: sensors.map((name) => ({ name, units: 'g' })),
      values,
    },
  });
const rows = Array.from({ length: 500 }, (_, index) => [index, index === 250 ? 1000 : -index]);

async function mediaApp() {
  const app = emptyApp();
  const folder = newFolder();
  writeFileSync(join(folder, '1.png'), png);
  writeFileSync(join(folder, '2.json'), acquisition(['x', 'y'], rows));
  writeFileSync(join(folder, '3.wav'), makeWav([1, -1, 2, -2], 16_000));
  writeFileSync(join(folder, '4.json'), acquisition(['audio'], [5, 6]));
  writeFileSync(join(folder, '5.json'), '{"key":"CANARY"}');
  writeFileSync(join(folder, '6.mp4'), Buffer.from('000000186674797069736f6d', 'hex'));
  const samples = [1, 2, 3, 4, 5, 6, 7].map((id) =>
    sampleEntry(id, { filename: `s${id}`, deviceType: 'board', intervalMs: 5e-324 }),
  );
  const run = await addRun(app.store, samples, { mediaFolder: folder });
  return { ...app, run, folder };
}

/** The status only; the body is cancelled, which also closes its file. */
async function statusOf(answer: Response): Promise<number> {
  await answer.body?.cancel();
  return answer.status;
}

const raw = (id: number, what: string, query = '') => `/v1/api/1/raw-data/${id}/${what}${query}`;
const signal = (id: number, query = '') => `/v1/api/1/second-look/samples/${id}/signal${query}`;

describe('media', () => {
  it('are sent with the type of their content, and may do nothing', async () => {
    const { ask } = await mediaApp();
    for (const [path, type] of [
      [raw(1, 'image'), 'image/png'],
      [raw(1, 'raw'), 'application/octet-stream'],
      [raw(3, 'wav'), 'audio/wav'],
      [raw(4, 'wav'), 'audio/wav'],
      [raw(6, 'video'), 'video/mp4'],
      [raw(2, 'raw'), 'application/octet-stream'],
    ] as const) {
      for (const [init, status] of [
        [{}, 200],
        [{ method: 'HEAD' }, 200],
      ] as const) {
        const answer = await ask(path, init);
        expect(answer.status, path).toBe(status);
        expect(answer.headers.get('content-type')).toBe(type);
        expect(answer.headers.get('content-security-policy')).toContain('sandbox;');
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
        await answer.arrayBuffer();
      }
    }
  });

  it('are sent completely, in part, or not again', async () => {
    const { ask } = await mediaApp();
    const part = (range: string) => ask(raw(1, 'image'), { headers: { range } });
    const whole = await ask(raw(1, 'image'));
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(png);
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    for (const [range, from, to] of [
      ['bytes=0-', 0, 18],
      ['bytes=0-0', 0, 1],
      ['bytes=-3', 15, 18],
      ['bytes=-999', 0, 18],
      ['bytes=8-11', 8, 12],
      ['bytes=8-9999', 8, 18],
    ] as const) {
      const answer = await part(range);
      expect(answer.status).toBe(206);
      expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/18`);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(png.subarray(from, to));
      expect(answer.headers.get('content-security-policy')).toContain('sandbox;');
    }
    for (const range of [
      'bytes=abc',
      'bytes=5-2',
      `bytes=${'0-0,'.repeat(1000)}1-1`,
      'lines=1-2',
      'bytes=-',
      '',
    ]) {
      expect(await statusOf(await part(range)), range).toBe(200);
    }
    for (const range of ['bytes=18-', 'bytes=999999999999-', 'bytes=-0']) {
      const answer = await part(range);
      expect(answer.status).toBe(416);
      expect(answer.headers.get('content-range')).toBe('bytes */18');
      expect(await answer.json()).toMatchObject({ success: false });
    }
    const etag = whole.headers.get('etag') ?? '';
    const again = await ask(raw(1, 'image'), { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(again.headers.get('content-security-policy')).toContain('sandbox;');
    const stale = await ask(raw(1, 'image'), { headers: { range: 'bytes=0-0', 'if-range': '"other"' } });
    expect(await statusOf(stale)).toBe(200);
  });

  it('may be cached if the client marks its URL', async () => {
    const { ask } = await mediaApp();
    const head = async (path: string) => (await ask(path, { method: 'HEAD' })).headers.get('cache-control');
    expect(await head(raw(1, 'image', '?cacheKey=7'))).toContain('immutable');
    expect(await head(raw(1, 'image'))).toBe('private, no-cache');
  });

  it('that do not exist, or are of another kind, are not found', async () => {
    const { ask } = await mediaApp();
    for (const path of [
      raw(7, 'image'),
      raw(1, 'wav'),
      raw(1, 'video'),
      raw(2, 'image'),
      raw(99, 'image'),
      raw(5, 'raw'),
      raw(5, 'wav'),
      signal(1),
      signal(5),
      '/v1/api/1/raw-data/..%2f1/image',
    ]) {
      const answer = await ask(path);
      expect(answer.status, path).toBe(404);
      expect(await answer.text()).not.toContain('CANARY');
    }
    const without = emptyApp();
    await addRun(without.store, [sampleEntry(1)]);
    expect((await without.ask(raw(1, 'image'))).status).toBe(404);
  });

  it('refuse what they cannot really do', async () => {
    const { ask } = await mediaApp();
    expect(await statusOf(await ask(raw(1, 'image', '?afterInputBlock=true')))).toBe(400);
    expect(await statusOf(await ask(raw(1, 'image', '?afterInputBlock=false&datastreamIndex=0')))).toBe(200);
    expect(await statusOf(await ask(raw(1, 'image', '?datastreamIndex=1')))).toBe(400);
    expect(await statusOf(await ask(raw(2, 'wav', '?axisIx=2')))).toBe(400);
  });
});

describe('sound from a time series', () => {
  it('has one axis, or a slice of it', async () => {
    const { ask } = await mediaApp();
    const bytes = async (path: string) => new Uint8Array(await (await ask(path)).arrayBuffer());
    expect(await bytes(raw(2, 'wav', '?axisIx=0'))).toEqual(
      makeWav(
        rows.map(([x = 0]) => x),
        100,
      ),
    );
    expect(await bytes(raw(2, 'wav', '?axisIx=0&sliceStart=1&sliceEnd=3'))).toEqual(makeWav([1, 2], 100));
    expect(await bytes(raw(3, 'wav'))).toEqual(makeWav([1, -1, 2, -2], 16_000));
    expect(await bytes(raw(3, 'wav', '?axisIx=0&sliceStart=2'))).toEqual(makeWav([2, -2], 16_000));
  });
});

describe('the signal', () => {
  it('is complete if it fits, and keeps its spikes if it does not', async () => {
    const { ask } = await mediaApp();
    const read = async (path: string) => signalSchema.parse(await (await ask(path)).json());
    const whole = await read(signal(2));
    expect(whole).toMatchObject({ valuesCount: 500, intervalMs: 10, isThinned: false });
    expect(whole.series[1]?.[250]).toBe(1000);
    const thin = await read(signal(2, '?points=20'));
    expect(thin.isThinned).toBe(true);
    expect(thin.times.length).toBeLessThanOrEqual(20);
    expect(thin.series[1]).toContain(1000);
    const part = await read(signal(2, '?from=100&to=150'));
    expect(part.times).toEqual([100, 110, 120, 130, 140, 150]);
    expect((await read(signal(2, '?from=99999'))).times).toEqual([]);
    expect(await read(signal(3))).toMatchObject({
      sensors: [{ name: 'audio', units: 'wav' }],
      series: [[1, -1, 2, -2]],
    });
  });

  it('refuses an invalid range', async () => {
    const { ask } = await mediaApp();
    for (const query of [
      '?points=1',
      '?points=8001',
      '?points=ten',
      '?from=5&to=4',
      '?from=NaN',
      '?from=1&from=2',
    ]) {
      expect((await ask(signal(2, query))).status, query).toBe(400);
    }
  });
});

describe('a sample', () => {
  it('states the kind of its own data', async () => {
    const { ask } = await mediaApp();
    const kinds = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7].map(async (id) => {
        const answer = await ask(`/v1/api/1/second-look/samples/${id}`);
        return sampleAnswerSchema.parse(await answer.json()).media;
      }),
    );
    expect(kinds).toEqual(['image', 'signal', 'sound', 'sound', 'none', 'video', 'none']);
  });

  it('has its neighbours among those that match', async () => {
    const { ask } = await mediaApp();
    const read = async (id: number, query: string) =>
      sampleAnswerSchema.parse(await (await ask(`/v1/api/1/second-look/samples/${id}?${query}`)).json());
    expect(await read(3, 'sort=-id&minId=2')).toMatchObject({ position: 4, previous: 4, next: 2 });
    expect(await read(1, 'minId=2')).toMatchObject({ position: null, previous: null, next: null });
    expect((await ask('/v1/api/1/second-look/samples/99')).status).toBe(404);
  });

  it('comes with its values', async () => {
    const { ask } = await mediaApp();
    const answer = await ask('/v1/api/1/raw-data/2?limitPayloadValues=2');
    expect(await answer.json()).toMatchObject({
      sample: { id: 2, filename: 's2' },
      payload: {
        device_name: 'arm',
        device_type: 'X',
        sensors: [
          { index: 0, name: 'x', units: 'g' },
          { index: 1, name: 'y', units: 'g' },
        ],
        values: [
          [0, 0],
          [1, -1],
        ],
        intervalMs: 10,
        frequencyHz: 100,
      },
      totalPayloadLength: 500,
    });
    const none = await ask('/v1/api/1/raw-data/7');
    expect(await none.json()).toMatchObject({
      payload: { values: [], device_type: 'board', intervalMs: 5e-324, frequencyHz: Number.MAX_VALUE },
      totalPayloadLength: 0,
    });
  });
});
