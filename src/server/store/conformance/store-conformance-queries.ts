/** Conformance tests for every store adapter: filters, sorting and counts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../../../contract/schemas/runs';
import { wholeSummary } from '../../../contract/schemas/summary-parts';
import type { Store } from '../store';
import { exactEntries, listOf, queries, samples } from './store-cases';
import { decoder, idsFor, importRun, queryOf, readPage, type OpenedStore } from './store-door';
import { sampleEntry } from './fixtures/store-fixtures';

/** Declares the tests; `openStore` returns a store that is closed after its test, `open` one that is not. */
export function describeQueries(open: () => Promise<OpenedStore>, openStore: () => Promise<Store>): void {
  test('returns every record byte for byte, by id', async () => {
    const store = await openStore();
    const { run } = await importRun(store, exactEntries.toReversed());
    const page = await readPage(await store.page(run, queryOf('')));
    expect(page).toEqual({
      totalCount: 3,
      sampleIds: exactEntries.map(({ sampleId }) => sampleId),
      results: exactEntries.map(({ result }) => decoder.decode(result)),
      predictions: exactEntries.map(({ predictions }) => decoder.decode(predictions)),
    });
    const entry = await store.entry(run, 2);
    expect(entry && decoder.decode(entry.result)).toBe(page.results[1]);
    expect(await store.entry(run, 3)).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  describe('one run, many queries', () => {
    let shared: OpenedStore;
    let run: Run;
    beforeAll(async () => {
      shared = await open();
      run = (await importRun(shared.store, samples)).run;
    });
    afterAll(async () => {
      await shared.store.close();
      await shared.remove();
    });

    test.each(queries)('%s: %s', async (_about, text, ids) => {
      const query = queryOf(text);
      const page = await shared.store.page(run, query);
      expect([...page.sampleIds]).toEqual(ids);
      const isWhole = query.offset === 0 && ids.length < query.limit;
      expect(page.totalCount).toBe(isWhole ? ids.length : samples.length);
      expect((await shared.store.summary(run, query)).matching).toBe(page.totalCount);
      for (const [at, id] of ids.entries()) {
        if (!isWhole) break;
        const expected = { row: at, previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null };
        expect(await shared.store.position(run, query, id)).toEqual(expected);
      }
    });
  });

  test('past the end is an empty page with the true count', async () => {
    const store = await openStore();
    const { run } = await importRun(store, samples);
    for (const text of ['offset=6', 'offset=9007199254740991', 'offset=6&sort=-label']) {
      const page = await readPage(await store.page(run, queryOf(text)));
      expect(page).toEqual({ totalCount: 6, sampleIds: [], results: [], predictions: [] });
    }
  });

  test('a sample that does not match has no position', async () => {
    const store = await openStore();
    const { run } = await importRun(store, samples);
    expect(await store.position(run, queryOf('outcome=incorrect'), 10)).toBeUndefined();
    expect(await store.position(run, queryOf(''), 999)).toBeUndefined();
  });

  test('metadata keys that are too rare to be listed are filtered and searched like others', async () => {
    const store = await openStore();
    const common = Object.fromEntries(Array.from({ length: 55 }, (_key, at) => [`common ${at}`, 'x']));
    const { run } = await importRun(store, [
      sampleEntry(1, { metadata: { ...common, rare: 'Here' } }),
      sampleEntry(2, { metadata: { ...common, rare: 'there', other: 'over here' } }),
      sampleEntry(3, { metadata: common }),
      sampleEntry(4, { metadata: { other: 'nowhere' } }),
      sampleEntry(5, {}),
    ]);
    const item = (given: object, combinator = 'and') =>
      `metadata=${encodeURIComponent(JSON.stringify([given, { filters_combinator: combinator }]))}`;
    const kept: [query: string, ids: number[]][] = [
      [item({ key: 'rare', op: 'eq' }), [1, 2]],
      [item({ key: 'rare', op: 'eq', values: ['Here', 'nowhere'] }), [1]],
      [item({ key: 'rare', op: 'eq', values: ['nowhere'] }), []],
      [item({ key: 'rare', op: 'eq', exclude: ['Here'] }), [2]],
      [item({ key: 'rare', op: 'neq' }), [3, 4, 5]],
      [item({ key: 'rare', op: 'neq', values: ['there'] }), [1, 3, 4, 5]],
      [item({ key: 'rare', op: 'eq', values: ['there'] }, 'or'), [2, 3, 4]],
      [item({ key: 'unused key', op: 'neq' }), [1, 2, 3, 4, 5]],
      ['search=here', [1, 2, 4]],
      ['search=over', [2]],
    ];
    for (const [query, ids] of kept) expect([query, await idsFor(store, run, query)]).toEqual([query, ids]);
    const summary = await store.summary(run, queryOf(''));
    expect([summary.metadata.length, summary.metadataKeys]).toEqual([50, 57]);
  });

  test('counts the requested parts, including a rare metadata key', async () => {
    const store = await openStore();
    const common = Object.fromEntries(Array.from({ length: 50 }, (_key, at) => [`common ${at}`, 'x']));
    const { run } = await importRun(store, [
      sampleEntry(1, { label: 'cup', metadata: { ...common, rare: 'a' } }, [['cup', true]]),
      sampleEntry(2, { label: 'cup', metadata: common }, [['pan', false]]),
      sampleEntry(3, { metadata: { ...common, rare: 'b' } }, [['pan', false]]),
      sampleEntry(4),
    ]);
    const choiceOf = (...parts: string[]) => ({ ...wholeSummary, parts: new Set(parts) });
    const query = queryOf(listOf('labels', 'cup'));
    const named = choiceOf('facet:label', 'metadata:rare', 'metadata:unused key');
    const summary = await store.summary(run, query, undefined, named);
    expect(summary).toEqual({
      success: true,
      run: run.id,
      fieldsWithValues: summary.fieldsWithValues,
      unit: 'samples',
      total: 4,
      matching: 2,
      outcomes: { correct: 1, incorrect: 1, unknown: 0 },
      judgedWithoutOutcomeFilter: { correct: 1, incorrect: 1, unknown: 0 },
      verdicts: { matching: 2, judgedWithoutOutcomeFilter: { correct: 1, incorrect: 1, unknown: 0 } },
      headline: summary.headline,
      unknownReasons: [],
      facets: {
        label: {
          values: [{ value: 'cup', count: 2, of: 2, judged: 2, incorrect: 1 }],
          distinct: 1,
          missing: 2,
        },
      },
      metadata: [
        {
          key: 'rare',
          values: [{ value: 'a', count: 1, of: 1, judged: 1, incorrect: 0 }],
          distinct: 1,
          missing: 1,
        },
      ],
      metadataKeys: 51,
      withoutMetadata: 0,
      histograms: {},
      matrix: [],
      matrixOther: { labels: 0, cells: [] },
      matrixOf: { block: null, key: null },
    });
    const all = await store.summary(run, query);
    const others = await store.summary(run, query, undefined, choiceOf('matrix', 'histogram:id'));
    expect(others).toMatchObject({
      facets: {},
      metadata: [],
      histograms: { id: all.histograms['id'] },
      matrix: all.matrix,
    });
  });

  test('lists every metadata key with its values', async () => {
    const store = await openStore();
    const { run } = await importRun(store, [
      ...samples,
      sampleEntry(70, {
        metadata: Object.fromEntries([
          ['__proto__', 'a'],
          ['Site', 'é'],
          ['é', '10'],
        ]),
      }),
    ]);
    const all = { offset: 0, limit: 100, values: 100 };
    expect(await store.metadataOptions(run, all)).toEqual({
      totalCount: 6,
      keys: [
        { key: '__proto__', options: ['a'] },
        { key: 'floor', options: ['1', '2'] },
        { key: 'note', options: ['33 steps'] },
        { key: 'Site', options: ['é'] },
        { key: 'site', options: ['north', 'south'] },
        { key: 'é', options: ['10'] },
      ],
    });
    expect(await store.metadataOptions(run, { offset: 3, limit: 2, values: 1 })).toEqual({
      totalCount: 6,
      keys: [
        { key: 'Site', options: ['é'] },
        { key: 'site', options: ['north'] },
      ],
    });
    expect((await store.metadataOptions(run, { offset: 6, limit: 2, values: 1 })).keys).toEqual([]);
  });

  test('a run without samples is a run', async () => {
    const store = await openStore();
    const { run } = await importRun(store, []);
    expect(run.samples).toBe(0);
    const query = queryOf('labels=["idle"]&sort=-label');
    expect((await store.page(run, query)).totalCount).toBe(0);
    expect(await store.summary(run, query)).toMatchObject({
      total: 0,
      matching: 0,
      matrix: [],
      histograms: {},
    });
  });
}
