/** Trial thresholds over HTTP: how they change each answer, and what is refused. */
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Run } from '../../contract/schemas/runs';
import { addRun, emptyApp } from './fixtures/app-under-test';
import { sampleEntry } from '../store/conformance/fixtures/store-fixtures';

const { store, ask } = emptyApp();
let run: Run;
beforeAll(async () => {
  const entries = [0.6, 0.7, 0.8].map((score, at) =>
    sampleEntry(
      at + 1,
      { label: 'idle' },
      [['idle', true]],
      [
        {
          learnBlock: { id: 2, type: 'keras' },
          thresholds: [{ key: 'min_score', value: 0.5 }],
          result: [{ idle: score, wave: 1 - score }],
        },
      ],
    ),
  );
  run = await addRun(store, entries);
});

const textOf = async (path: string) => (await ask(`/v1/api/1/${path}`)).text();
const page = 'classify/all/result/page';
const summary = 'second-look/summary';
const trial = 't.2.min_score=0.65';

test('a page has other samples, with the same bytes of each', async () => {
  const pageSchema = z.object({ totalCount: z.int(), result: z.array(z.unknown()) });
  const read = async (query: string) => pageSchema.parse(JSON.parse(await textOf(`${page}?${query}`)));
  expect(await read(`${trial}&outcome=correct`)).toMatchObject({ totalCount: 2 });
  expect((await read(`${trial}&limit=100`)).result).toEqual((await read('limit=100')).result);
});

test('a summary counts the results of the rules', async () => {
  const under = z.object({ outcomes: z.unknown() }).parse(JSON.parse(await textOf(`${summary}?${trial}`)));
  expect(under.outcomes).toEqual({ correct: 2, incorrect: 1, unknown: 0 });
});

test('a sample has its position among the matches', async () => {
  const answer: unknown = JSON.parse(await textOf(`second-look/samples/3?${trial}&outcome=correct`));
  expect(answer).toMatchObject({ position: 1, previous: 2, next: null });
});

test('an answer under a trial has another tag', async () => {
  const [own, tried] = [await ask(`/v1/api/1/${page}`), await ask(`/v1/api/1/${page}?${trial}`)];
  expect(tried.headers.get('etag')).not.toBe(own.headers.get('etag'));
});

test.each([
  [page, 't.2.min_scores=0.7', 'it has t.2.min_score'],
  [summary, 't.3.min_score=0.7', 'it has t.2.min_score'],
  ['second-look/samples/1', 't.2.min_score=high', '"t.2.min_score" must be a number'],
  [page, 't.min_score=0.7', 'must have the form t.<block id>.<key>'],
  [page, 't.2.min_score=', '"t.2.min_score" must be a number, or a word'],
  [page, `${trial}&${trial}`, 'is given more than once'],
  ['classify/all/result', trial, 'is not a parameter of this endpoint'],
  ['second-look/agreement', trial, 'is not a parameter of this endpoint'],
])('%s?%s is refused', async (path, query, says) => {
  const answer = await ask(`/v1/api/1/${path}?${query}`);
  expect(answer.status).toBe(400);
  expect(z.object({ error: z.string() }).parse(await answer.json()).error).toContain(says);
});

test('a run or a sample that does not exist is not found under a trial either', async () => {
  expect((await ask(`/v1/api/1/${page}?${trial}&variant=akida`)).status).toBe(404);
  expect((await ask(`/v1/api/1/second-look/samples/99?${trial}`)).status).toBe(404);
  expect(run.learnBlocks.map(({ id }) => id)).toEqual([2]);
});
