/** Any field may contain a path or URL, and any key may be a prototype's: none is followed, all are kept. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { predictionSchema, resultEntrySchema } from '../../src/contract/schemas/studio-result-page';
import { endpoints } from '../../src/contract/endpoints/endpoints';
import type { Endpoint } from '../../src/contract/endpoints/endpoint';
import { sendAll } from './raw-socket';
import { serverForAll } from './server-for-all';
import { makePlace, importRequest, importSamples, pictureOf, sampleLine } from './trusted-server';

const ground = makePlace();
const report = join(ground, 'reached');
const spy = new URL('./spy-on-files.mjs', import.meta.url).href;
const server = serverForAll({
  place: ground,
  environment: { NODE_OPTIONS: `--import ${spy}`, TRUST_SPY_REPORT: report },
  lines: [],
});
let trap: Server;
let visits = 0;
let trapPort = 0;
beforeAll(async () => {
  trap = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  const address = trap.address();
  trapPort = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => new Promise((resolve) => trap.close(resolve)));

const noted = z.tuple([z.string(), z.string()]);
const reached = () =>
  readFileSync(report, 'utf8')
    .trim()
    .split('\n')
    .map((line) => noted.parse(JSON.parse(line)));

/** A place of a record that contains a text, as a path. */
type Place = readonly string[];

const shape = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
});

/**
 * A value of a schema with `text` wherever any text is allowed, where only some texts are allowed, and under
 * unknown names in objects; `turn` selects one of several alternatives.
 */
function filled(schema: unknown, text: string, turn: number, places: Place[], at: Place = []): unknown {
  const { type, properties, items, additionalProperties, ...rest } = shape.parse(schema);
  const inside = (of: unknown, ...steps: string[]) => filled(of, text, turn, places, [...at, ...steps]);
  const shapes = rest.anyOf ?? rest.oneOf ?? [];
  const isText = (one: unknown) => shape.parse(one).type === 'string';
  if (shapes.length > 0) return inside(shapes.find(isText) ?? shapes[turn % shapes.length]);
  if (type === 'string') {
    places.push(at);
    return text;
  }
  if (type === 'array') return [inside(items, '0')];
  if (type !== 'object') return type === 'boolean' ? false : 1;
  const known = Object.entries(properties ?? {}).map(([name, of]) => [name, inside(of, name)]);
  const isMap = properties === undefined && typeof additionalProperties === 'object';
  const more = isMap
    ? [[text, inside(additionalProperties, text)]]
    : unknownFields.map((name) => [name, text]);
  return Object.fromEntries([...known, ...more]);
}

const unknownFields = [
  'path',
  'file',
  'url',
  'imagePath',
  'thumbnailUrl',
  'maskFile',
  'spectrogram_path',
  'featuresFile',
  'source',
  'webhook',
];

const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

const hostileTexts = () => [
  join(server.place, 'canary.png'),
  '../canary.png',
  '../../../../../../../../etc/passwd',
  `file://${server.place}/canary.png`,
  `http://127.0.0.1:${trapPort}/x.png`,
  `//127.0.0.1:${trapPort}/share/x.png`,
  '\\\\evil.invalid\\share\\x.png',
  'http://169.254.169.254/latest/meta-data/',
  'https://studio.edgeimpulse.com@evil.invalid/',
];

const sampleEndpoints = () => {
  const all: readonly Endpoint[] = Object.values(endpoints);
  return all
    .filter(({ method, path }) => method === 'get' && path.includes('{projectId}'))
    .map(({ path }) => path);
};

test('TensorBoard #7119, Label Studio #9801, MLflow #24179: no field of a record is opened, looked up or called', async () => {
  const texts = hostileTexts();
  const places: Place[] = [];
  const lines = texts.map((text, index) => {
    const sampleId = index + 1;
    const result = z
      .looseObject({ sample: z.looseObject({}) })
      .parse(filled(schemaOf(resultEntrySchema), text, index, places));
    const prediction = z.looseObject({}).parse(filled(schemaOf(predictionSchema), text, index, places));
    const sample = { ...result.sample, id: sampleId };
    return JSON.stringify({
      result: { ...result, sampleId, sample },
      predictions: [{ ...prediction, sampleId }],
    });
  });
  // The traversal includes the fields that name files and URLs today.
  const names = places.map((place) => place.at(-1));
  for (const name of [
    'videoUrl',
    'videoUrlFull',
    'thumbnailVideo',
    'coldstorageFilename',
    'filename',
    'deviceName',
    'debugInfoJson',
  ])
    expect(names).toContain(name);
  await importSamples(server, lines);

  const targets = texts.flatMap((_, index) =>
    sampleEndpoints().map((path) =>
      path.replace('{projectId}', '1').replace('{sampleId}', String(index + 1)),
    ),
  );
  const answers = await sendAll(
    server.port,
    targets.map((target) => ({ target })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 404]));
  const pageAnswer = await server.ask('/v1/api/1/classify/all/result/page');
  for (const text of texts) expect(pageAnswer.text).toContain(JSON.stringify(text));

  const all = reached();
  const outside = all.filter(([, value]) =>
    /canary|passwd|evil\.|169\.254|share\/x|studio\.edge/.test(value),
  );
  expect(outside).toEqual([]);
  // The server resolves its own address in order to listen; the trap at that address counts connections.
  expect(
    all.filter(([what, value]) => what === 'connect' || (what === 'dns' && value !== '127.0.0.1')),
  ).toEqual([]);
  expect(visits).toBe(0);
});

test('the spy sees what the server does open', () => {
  expect(reached().some(([what, value]) => what === 'opendir' && value.startsWith(server.mediaFolder))).toBe(
    true,
  );
});

const prototypeKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
];

test('Hono GHSA-v8w9-8mx6-g223, Chartkick CVE-2019-18841, plotly.js CVE-2023-46308: keys of prototypes are ordinary keys', async () => {
  const poison = '{"polluted":"x","isAdmin":true,"status":200,"token":"x"}';
  const metadata = prototypeKeys.map((key) => `${JSON.stringify(key)}:"north"`).join();
  const scores = prototypeKeys.map((key) => `${JSON.stringify(key)}:0.1`).join();
  const lines = prototypeKeys.map(
    (key, index) =>
      `{"result":{"sampleId":${index + 1},"__proto__":${poison},"sample":{"id":${index + 1},"__proto__":${poison},"label":${JSON.stringify(key)},"filename":${JSON.stringify(key)},"deviceName":${JSON.stringify(key)},"metadata":{${metadata}},"labelMap":{"type":"key-values","labels":{${metadata}}}},"classifications":[{"learnBlock":{"id":1,"type":"keras","name":"n","title":"t","__proto__":${poison}},"result":[{${scores}}],"thresholds":[{"key":"__proto__","value":0.5}]}]},"predictions":[{"sampleId":${index + 1},"prediction":${JSON.stringify(key)},"predictionCorrect":true,"__proto__":${poison}}],"__proto__":${poison},"constructor":{"prototype":${poison}}}`,
  );
  const answer = await server.ask(
    importRequest({
      project: 2,
      content: lines.join('\n'),
      parameters: { name: '__proto__', run: 'constructor' },
    }),
  );
  expect(answer.status, answer.text).toBe(200);
  const page = await server.ask('/v1/api/2/classify/all/result/page');
  expect(page.text).toContain(`"metadata":{${metadata}}`);
  expect(page.text).toContain(`"result":[{${scores}}]`);
  for (const key of prototypeKeys) {
    const ask = (filter: string) => server.ask(`/v1/api/2/classify/all/result/page?${filter}`);
    const list = encodeURIComponent(JSON.stringify([key]));
    const meta = encodeURIComponent(JSON.stringify([{ key, op: 'eq', values: ['north'] }]));
    for (const [filter, count] of [
      [`labels=${list}`, 1],
      [`predictions=${list}`, 1],
      [`devices=${list}`, 1],
      [`metadata=${meta}`, prototypeKeys.length],
    ] as const) {
      expect(
        z.object({ totalCount: z.int() }).parse(JSON.parse((await ask(filter)).text)).totalCount,
        filter,
      ).toBe(count);
    }
    const summary = await server.ask('/v1/api/2/second-look/summary');
    expect(summary.text).toContain(JSON.stringify(key));
  }
  for (const query of [
    '__proto__[polluted]=x',
    'constructor[prototype][polluted]=x',
    '__proto__.polluted=x',
    '__proto__=x',
  ]) {
    expect((await server.ask(`/v1/api/2/classify/all/result/page?${query}`)).status).toBe(400);
  }
});

test('a folder next to the media may have files with the same names, and is not searched', async () => {
  await importSamples(server, [sampleLine(1, { filename: 'canary' }), sampleLine(2, { filename: 's' })], {
    project: 3,
  });
  expect((await server.ask('/v1/api/3/raw-data/1/image')).status).toBe(404);
  expect((await server.ask('/v1/api/3/raw-data/2/image')).body).toEqual(pictureOf('fine'));
  expect(reached().filter(([, value]) => value.includes('media-private'))).toEqual([]);
});

test('after all of it, no prototype of the server has changed', async () => {
  await server.halt();
  const all = reached();
  expect(all.at(-1)?.[0]).toBe('end');
  expect(all.filter(([what]) => what === 'polluted')).toEqual([]);
});
