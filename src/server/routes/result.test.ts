/** The page endpoint: exact bytes, every parameter applied, and aborted when the client disconnects. */
import { describe, expect, it } from 'vitest';
import { resultPageRecordSchema } from '../../contract/schemas/result-page';
import { addRun, emptyApp, gesturesApp } from '../http/fixtures/app-under-test';
import { entryOf, sampleEntry } from '../store/conformance/fixtures/store-fixtures';

const path = '/v1/api/1/classify/all/result/page';

async function page(ask: (path: string) => Promise<Response>, query = '') {
  const answer = await ask(`${path}?${query}`);
  expect(answer.status).toBe(200);
  return resultPageRecordSchema.parse(await answer.json());
}

describe('the page', () => {
  it('has the samples that match, their predictions, and the number of matches', async () => {
    const { ask } = await gesturesApp();
    const wrong = await page(ask, 'outcome=incorrect&limit=1&sort=-id');
    expect(wrong.totalCount).toBe(2);
    expect(wrong.result.map(({ sampleId }) => sampleId)).toEqual([3]);
    expect(wrong.predictions.map(({ sampleId, prediction }) => [sampleId, prediction])).toEqual([
      [3, 'wave'],
    ]);
    const past = await page(ask, 'offset=100');
    expect(past).toMatchObject({ result: [], predictions: [], totalCount: 4 });
  });

  it('says what is allowed for a malformed parameter', async () => {
    const { ask } = await gesturesApp();
    for (const [query, words] of [
      ['limit=0', '"limit"'],
      ['limit=100001', '100000'],
      ['labels=wave', '"labels"'],
      ['metadata=[{}]', '"metadata"'],
      ['limit=1&limit=2', 'more than once'],
      ['outcomes=correct', 'did you mean "outcome"'],
    ] as const) {
      const answer = await ask(`${path}?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(await answer.json()).toEqual({ success: false, error: expect.stringContaining(words) });
    }
  });

  it('gives the records byte for byte', async () => {
    const { ask, store } = emptyApp();
    const result = `{ "sampleId":1,"sample":{"id":1, "big":9007199254740993, "\\u00e9": "\\ud83d" },"classifications":[ ] ,"__proto__":{"x":1e400}}`;
    const predictions = `{"sampleId":1, "startMs":0.10, "new":[]},{"sampleId":1,"startMs":1}`;
    const made = entryOf(
      { sampleId: 1, sample: { id: 1 }, classifications: [] },
      [{ sampleId: 1 }, { sampleId: 1 }],
      { result, predictions },
    );
    await addRun(store, [made, sampleEntry(2)]);
    const second = Buffer.from(sampleEntry(2).result).toString();
    const answer = await ask(path);
    expect(await answer.text()).toBe(
      `{"success":true,"result":[${result},${second}],"predictions":[${predictions}],"totalCount":2}`,
    );
    expect('x' in {}).toBe(false);
  });

  it('truncates long lists of labels on request', async () => {
    const { ask, store } = emptyApp();
    const list = Array.from({ length: 12 }, (_, index) => `label ${index}`);
    await addRun(store, [sampleEntry(1, { structuredLabelsList: list })]);
    const lengthOf = async (query: string) =>
      (await page(ask, query)).result[0]?.sample.structuredLabelsList?.length;
    expect(await lengthOf('truncateStructuredLabels=true')).toBe(10);
    expect(await lengthOf('truncateStructuredLabels=false')).toBe(12);
  });
});

describe('a large page', () => {
  const many = Array.from({ length: 3000 }, (_, index) =>
    sampleEntry(index + 1, { filename: 'x'.repeat(500) }, [['wave', true]]),
  );

  it('is sent in pieces that make a whole', async () => {
    const { ask, store } = emptyApp();
    await addRun(store, many);
    const answer = await ask(`${path}?limit=3000`);
    expect(answer.headers.get('content-length')).toBeNull();
    const { result, predictions } = resultPageRecordSchema.parse(await answer.json());
    expect([result.length, predictions.length]).toEqual([3000, 3000]);
  });

  it('is no longer generated when the client has disconnected', async () => {
    const { ask, store } = emptyApp();
    await addRun(store, many);
    let isEnded = false;
    const { page: original } = store;
    store.page = async (...given) => {
      const made = await original(...given);
      return {
        ...made,
        results: async function* () {
          try {
            yield* made.results();
          } finally {
            isEnded = true;
          }
        },
      };
    };
    const answer = await ask(`${path}?limit=3000`);
    expect(isEnded).toBe(false);
    await answer.body?.cancel();
    expect(isEnded).toBe(true);
  });

  it('is cut off, not closed, when a record fails while it is sent', async () => {
    const { ask, store, lines } = emptyApp();
    await addRun(store, many);
    const { page: original } = store;
    store.page = async (...given) => {
      const made = await original(...given);
      return {
        ...made,
        results: async function* () {
          yield* made.results();
          throw new Error('the disk went away');
        },
      };
    };
    const answer = await ask(`${path}?limit=3000`);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    expect(lines.join()).toContain('the disk went away');
  });

  it('is an error if the failure is early', async () => {
    const { ask, store } = await gesturesApp();
    store.page = () => Promise.reject(new Error('the disk went away'));
    expect((await ask(path)).status).toBe(500);
  });
});

describe('the whole result', () => {
  it('has everything, and its figures in windows', async () => {
    const { ask } = await gesturesApp();
    const answer = await ask('/v1/api/1/classify/all/result');
    expect(await answer.json()).toMatchObject({
      success: true,
      result: [{ sampleId: 1 }, { sampleId: 2 }, { sampleId: 3 }, { sampleId: 4 }],
      predictions: [{ sampleId: 1 }, { sampleId: 2 }, { sampleId: 2 }, { sampleId: 3 }, { sampleId: 4 }],
      accuracy: {
        totalSummary: { good: 2, bad: 2 },
        summaryPerClass: { wave: { good: 2, bad: 1 }, idle: { good: 0, bad: 1 } },
        confusionMatrixValues: { wave: { wave: 2, idle: 1 }, idle: { wave: 1 } },
        allLabels: ['idle', 'wave'],
        accuracyScore: 50,
      },
      availableVariants: ['int8'],
    });
  });

  it('can contain only the figures', async () => {
    const { ask } = await gesturesApp();
    const answer = await ask('/v1/api/1/classify/all/result?featureExplorerOnly=true');
    expect(await answer.json()).toMatchObject({
      result: [],
      predictions: [],
      accuracy: { accuracyScore: 50 },
    });
  });

  it('refuses a filter, which it would ignore', async () => {
    const { ask } = await gesturesApp();
    expect((await ask('/v1/api/1/classify/all/result?outcome=incorrect')).status).toBe(400);
  });
});
