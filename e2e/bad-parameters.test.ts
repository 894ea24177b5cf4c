/** An invalid value of any parameter, and any unknown name, is a 400 that names it; nothing is silently ignored. */
import { EdgeImpulseApi } from 'edge-impulse-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { choiceFieldNames, fields } from '../src/contract/fields';
import { ownParameters, parametersOf } from '../src/contract/query';
import { get, upload } from './api-door';
import { madeLines, madeRun } from './made-runs';
import { startServer, type RunningServer } from './start-server';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer(['--no-demo']);
  const imported = await upload(server.address, 7, [
    { name: 'made.jsonl', content: madeLines(madeRun(1, 20)) },
  ]);
  expect(imported.status, imported.text).toBe(200);
});
afterAll(() => server.stop());

const numbers = ['', 'x', '1,5', '0x10', 'NaN', 'Infinity', '1e999', ' 1', '1 ', 'null'];
const dates = [
  '',
  'yesterday',
  '2024-13-01',
  '2024-02-30',
  '2024-01-01T25:00',
  '1704067200000',
  '01/02/2024',
];
const lists = ['', '[', '[]', '{}', '[1]', '[null]', '[["a"]]', '["a"'];

/** The same for parameters that accept one bare value: for them "{}" is an ordinary value. */
const bareLists = lists.filter((text) => text !== '{}');

/** The same for parameters for which null is a value. */
const nullableLists = bareLists.filter((text) => text !== '[null]');

/** Invalid texts for every parameter. */
const bad: Readonly<Record<string, readonly string[]>> = {
  limit: ['', '0', '-1', '1.5', '100001', 'x', '1e2', ' 5'],
  offset: ['', '-1', '1.5', 'x', '99999999999999999999'],
  sort: ['', 'size', '-', 'id,', 'id,id', 'id;label', 'disabled'],
  variant: ['', 'int4', 'INT8', '["int8"]'],
  impulseId: ['', '-1', '1.5', 'one'],
  run: ['', '../run', 'a b', 'x'.repeat(101)],
  truncateStructuredLabels: ['', '1', 'yes', 'TRUE'],
  outcome: ['', 'wrong', '["correct","wrong"]', '[', '[]', '[1]'],
  labels: ['idle', ...lists, '"idle"', JSON.stringify(Array.from({ length: 1001 }, String))],
  predictions: bareLists,
  minConfidence: numbers,
  maxConfidence: numbers,
  minAnomaly: numbers,
  maxAnomaly: numbers,
  minF1: numbers,
  maxF1: numbers,
  minWrong: numbers,
  maxWrong: numbers,
  metadata: [
    '',
    'site',
    '{}',
    '[]',
    '[1]',
    '[{}]',
    '[{"key":"site"}]',
    '[{"key":"site","op":"like"}]',
    '[{"key":1,"op":"eq"}]',
    '[{"key":"site","op":"eq","values":"north"}]',
    '[{"key":"site","op":"eq","values":[1]}]',
    '[{"key":"site","op":"neq","exclude":["north"]}]',
    '[{"key":"site","op":"eq","value":["north"]}]',
    '[{"no_metadata":false}]',
    '[{"filters_combinator":"xor"}]',
    '[{"filters_combinator":"and"},{"filters_combinator":"or"}]',
  ],
  devices: bareLists,
  category: bareLists,
  dataType: ['', 'sound', '["audio"]'],
  minLength: numbers,
  maxLength: numbers,
  minFrequency: numbers,
  maxFrequency: numbers,
  minDate: dates,
  maxDate: dates,
  minId: numbers,
  maxId: numbers,
  minLabel: numbers,
  maxLabel: numbers,
  signatureValidity: ['', 'none', 'true'],
  disabled: ['', '1', 'no'],
  filename: ['', 'x'.repeat(10_241)],
  search: ['', ' \t', 'x'.repeat(10_241)],
  expected: nullableLists,
  said: nullableLists,
  verdict: [...bareLists, 'wrong', '["correct","wrong"]'],
  boxError: [...bareLists, 'size'],
  block: bareLists,
  minScore: numbers,
  maxScore: numbers,
  minMargin: numbers,
  maxMargin: numbers,
  minError: numbers,
  maxError: numbers,
  minOverlap: numbers,
  maxOverlap: numbers,
  'not.outcome': [...bareLists, 'wrong'],
  'not.labels': bareLists,
  'not.predictions': bareLists,
  'not.verdict': [...bareLists, 'wrong'],
  'not.boxError': [...bareLists, 'size'],
  'not.devices': bareLists,
  'not.category': bareLists,
  'not.dataType': [...bareLists, 'sound'],
  'not.signatureValidity': [...bareLists, 'both'],
  'not.expected': nullableLists,
  'not.said': nullableLists,
  'not.block': bareLists,
};

const allNames = [
  ...ownParameters,
  ...Object.values(fields).flatMap(parametersOf),
  ...choiceFieldNames.map((name) => `not.${fields[name].parameter}`),
];

test('there are invalid values for every parameter', () => {
  expect(Object.keys(bad).sort()).toEqual([...allNames].sort());
});

const paths = ['/v1/api/7/classify/all/result/page', '/v1/api/7/second-look/summary'];

async function expectRefusal(path: string, search: string, name: string): Promise<void> {
  const answer = await get(server.address, `${path}?${search}`);
  const where = `${path}?${search.slice(0, 200)} answered ${answer.status}: ${answer.text.slice(0, 300)}`;
  expect(answer.status, where).toBe(400);
  expect(answer.body, where).toEqual({ success: false, error: expect.stringContaining(`"${name}"`) });
}

test.each([
  ['unit', 'windows'],
  ['unit', ''],
  ['parts', 'matrix'],
  ['parts', '["facet:colour"]'],
  ['parts', '[]'],
])('a summary refuses %s=%s', async (name, text) => {
  await expectRefusal(paths[1] ?? '', new URLSearchParams({ [name]: text }).toString(), name);
});

describe.each(paths)('%s', (path) => {
  test.each(allNames)('invalid values of %s', async (name) => {
    for (const text of bad[name] ?? []) {
      await expectRefusal(path, new URLSearchParams({ [name]: text }).toString(), name);
    }
  });

  test('an invalid metadata item is named by its index', async () => {
    const metadata = '[{"key":"site","op":"eq"},{"key":"site","op":"like"}]';
    const answer = await get(server.address, path, { metadata });
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/item 1/);
  });

  test('unknown names, including misspelt ones', async () => {
    for (const name of ['label', 'minlength', 'Outcome', 'query', '__proto__', 'constructor', 'toString']) {
      await expectRefusal(path, `${name}=1`, name);
    }
  });

  test('a repeated parameter', async () => {
    await expectRefusal(path, 'limit=1&limit=2', 'limit');
    await expectRefusal(path, 'labels=["a"]&labels=["a"]', 'labels');
  });

  test('the parameters of the screen are ignored', async () => {
    const screen = 'view=matrix&sample=4&window=1&cols=id,label&cells=share&order=name';
    const answer = await get(server.address, `${path}?${screen}`);
    expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  });

  test('broken escapes and arbitrary bytes always get an ordinary answer', async () => {
    for (const search of ['labels=%', 'labels=%ff', 'search=%00', 'filename=%F0%9F', '%=1', '=', '&&']) {
      const answer = await get(server.address, `${path}?${search}`);
      expect([200, 400], `${search}: ${answer.text.slice(0, 300)}`).toContain(answer.status);
    }
  });
});

test('the official client throws the message', async () => {
  const api = new EdgeImpulseApi({ endpoint: server.address });
  const asked = api.classify.getClassifyJobResultPage(7, { limit: 0, labels: 'idle' });
  await expect(asked).rejects.toThrow(/"limit".*"labels"|"labels".*"limit"/);
});
