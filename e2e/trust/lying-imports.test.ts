/** Contradictory or repeated results: reported in words, never counted twice, and of concurrent ones one wins. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { sendAll } from './raw-socket';
import { serverForAll } from './server-for-all';
import { contentOf, importRequest, sampleLine } from './trusted-server';

const server = serverForAll({ lines: [] });

const report = z.object({
  wasThere: z.boolean(),
  run: z.object({ id: z.string(), samples: z.int() }),
  notices: z.array(z.string()),
});
const project = z.object({ project: z.object({ runs: z.array(z.unknown()) }) });
const counted = z.object({ totalCount: z.int() });

async function runsOf(id: number): Promise<number> {
  const { text } = await server.ask(`/v1/api/${id}/second-look/project`);
  return project.parse(JSON.parse(text)).project.runs.length;
}

test('the same result from ten concurrent clients is one run, and each client learns that', async () => {
  const content = Array.from({ length: 50 }, (_, index) => sampleLine(index + 1)).join('\n');
  const answers = await sendAll(
    server.port,
    Array.from({ length: 10 }, () => importRequest({ content })),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const reports = answers.map(({ text }) => report.parse(JSON.parse(text)));
  expect(reports.filter(({ wasThere }) => !wasThere)).toHaveLength(1);
  expect(new Set(reports.map(({ run }) => run.id)).size).toBe(1);
  expect(await runsOf(1)).toBe(1);
  const page = await server.ask('/v1/api/1/classify/all/result/page?limit=1');
  expect(counted.parse(JSON.parse(page.text)).totalCount).toBe(50);
});

test('an import id in use belongs to its client only', async () => {
  const first = importRequest({ project: 2, content: sampleLine(1) });
  expect((await server.ask(first)).status).toBe(200);
  expect((await server.ask({ ...first, body: sampleLine(2) })).status).toBe(409);
  expect(await runsOf(2)).toBe(1);
});

test('a sample with two contradictory entries is refused, naming both places', async () => {
  const before = await contentOf(server);
  const answer = await server.ask(
    importRequest({
      project: 3,
      content: [sampleLine(1), sampleLine(2), sampleLine(1, { label: 'other' })].join('\n'),
    }),
  );
  expect(answer.status).toBe(400);
  expect(answer.text).toMatch(/line 1\b/);
  expect(answer.text).toMatch(/line 3\b/);
  expect(await contentOf(server)).toEqual(before);
});

test('a sample with two equal entries counts once', async () => {
  const answer = await server.ask(
    importRequest({ project: 4, content: [sampleLine(1), sampleLine(1), sampleLine(2)].join('\n') }),
  );
  const { run, notices } = report.parse(JSON.parse(answer.text));
  expect(run.samples).toBe(2);
  expect(notices.join(' ')).not.toBe('');
});

/** A line with its own scores and windows. */
const said = (sampleId: number, scores: unknown, prediction: unknown, correct: unknown) =>
  JSON.stringify({
    result: {
      sampleId,
      sample: { id: sampleId, label: 'fine' },
      classifications: [
        { learnBlock: { id: 1, type: 'keras', name: 'n', title: 't' }, result: [scores], thresholds: [] },
      ],
    },
    predictions: [{ sampleId, startMs: 0, endMs: 1000, prediction, predictionCorrect: correct }],
  });

test.each([
  ['scores that are texts', said(1, { fine: '0.5' }, 'fine', true)],
  ['scores that are lists', said(1, { fine: [0.5] }, 'fine', true)],
  ['a prediction that is an object', said(1, { fine: 0.5 }, { toString: 'x' }, true)],
  ['an outcome that is a text', said(1, { fine: 0.5 }, 'fine', 'true')],
  ['a sample that is a list', '{"result":{"sampleId":1,"sample":[],"classifications":[]},"predictions":[]}'],
  [
    'predictions that are an object',
    '{"result":{"sampleId":1,"sample":{"id":1},"classifications":[]},"predictions":{"length":1}}',
  ],
  [
    'a prediction of another sample',
    sampleLine(1).replace('"predictions":[{"sampleId":1', '"predictions":[{"sampleId":2'),
  ],
])('%s are refused with their place', async (_, line) => {
  const before = await contentOf(server);
  const answer = await server.ask(importRequest({ project: 5, content: line }));
  expect(answer.status, answer.text).toBe(400);
  expect(answer.text).toMatch(/run\.jsonl.*(line 1|entry 1)/);
  expect(await contentOf(server)).toEqual(before);
});

test('impossible scores are counted as given, and the totals add up', async () => {
  const lines = [
    said(1, { fine: 7, other: -3 }, 'fine', true),
    said(2, { fine: 1e308, other: -1e308 }, 'fine', false),
    said(3, { fine: null }, 'fine', true),
    said(4, {}, 'an unknown class', false),
    said(5, { fine: 5e-324 }, '', true),
  ];
  const answer = await server.ask(importRequest({ project: 6, content: lines.join('\n') }));
  expect(answer.status, answer.text).toBe(200);
  const total = async (filter: string) => {
    const page = await server.ask(`/v1/api/6/classify/all/result/page?${filter}`);
    expect(page.status, page.text).toBe(200);
    return counted.parse(JSON.parse(page.text)).totalCount;
  };
  const [right, wrong, unknown] = [
    await total('outcome=correct'),
    await total('outcome=incorrect'),
    await total('outcome=unknown'),
  ];
  expect({ right, wrong, unknown }).toEqual({ right: 3, wrong: 2, unknown: 0 });
  expect(await total('minConfidence=2')).toBe(2);
  expect((await server.ask('/v1/api/6/second-look/summary')).status).toBe(200);
});

test('a result without samples creates no project', async () => {
  const before = await contentOf(server);
  const answer = await server.ask(
    importRequest({
      project: 7,
      fileName: 'x.json',
      content: '{"success":true,"result":[],"predictions":[],"totalCount":0}',
    }),
  );
  expect(answer.status).toBe(400);
  expect(await contentOf(server)).toEqual(before);
});

test('a thousand metadata keys and ten thousand classes are stored', async () => {
  const metadata = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`key ${at}`, `value ${at}`]));
  const lines = Array.from({ length: 10_000 }, (_, at) =>
    sampleLine(at + 1, { label: `class ${at}`, ...(at === 0 ? { metadata } : {}) }),
  );
  const answer = await server.ask(importRequest({ project: 8, content: lines.join('\n') }));
  expect(answer.status, answer.text).toBe(200);
  expect((await server.ask('/v1/api/8/second-look/summary')).status).toBe(200);
  const filter = encodeURIComponent(JSON.stringify(['class 9999']));
  const page = await server.ask(`/v1/api/8/classify/all/result/page?labels=${filter}`);
  expect(counted.parse(JSON.parse(page.text)).totalCount).toBe(1);
});
