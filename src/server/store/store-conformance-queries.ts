/** What every adapter of the store must keep, find and count. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../../contract/runs';
import type { Store } from './store';
import { exactEntries, listOf, queries, samples } from './store-cases';
import { decoder, idsFor, importRun, queryOf, readPage, type OpenedStore } from './store-door';
import { sampleEntry } from './store-fixtures';

/** Declares the tests; `openStore` gives a store that is closed after its test, `open` one that is not. */
export function describeQueries(open: () => Promise<OpenedStore>, openStore: () => Promise<Store>): void {
  test('gives every record back byte for byte, by id', async () => {
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

  test('a facet leaves its own filter out, and error rates the outcome filter too', async () => {
    const store = await openStore();
    const { run } = await importRun(store, samples);
    const summary = await store.summary(run, queryOf('outcome=incorrect&labels=["wave","nobody"]'));
    expect(summary).toMatchObject({
      total: 6,
      matching: 1,
      outcomes: { correct: 0, incorrect: 1, unknown: 0 },
      judgedWithoutOutcomeFilter: { correct: 0, incorrect: 1, unknown: 1 },
      matrix: [{ expected: 'wave', said: 'wave', count: 1, incorrect: 1 }],
    });
    expect(summary.facets['outcome']?.values).toEqual([
      { value: 'incorrect', count: 1, judged: 1, incorrect: 1 },
      { value: 'unknown', count: 1, judged: 0, incorrect: 0 },
    ]);
    expect(summary.facets['label']).toEqual({
      values: [
        { value: 'cup', count: 1, judged: 1, incorrect: 1 },
        { value: 'wave', count: 1, judged: 1, incorrect: 1 },
        { value: 'nobody', count: 0, judged: 0, incorrect: 0 },
      ],
      distinct: 2,
      missing: 0,
    });
    expect(summary.histograms['confidence']).toMatchObject({ low: 0, high: 1, missing: 0 });
    expect(summary.histograms['confidence']?.counts.at(20)).toBe(1);
  });

  test('a histogram of one value has one bin, and of none is left out', async () => {
    const store = await openStore();
    const { run } = await importRun(store, [
      sampleEntry(1, { totalLengthMs: 5 }),
      sampleEntry(2, { totalLengthMs: 5 }, [['x', false]]),
      sampleEntry(3),
    ]);
    const { histograms, unknownReasons } = await store.summary(run, queryOf(''));
    expect(histograms['length']).toEqual({ low: 5, high: 5, counts: [2], incorrect: [1], missing: 1 });
    expect(Object.keys(histograms).sort()).toEqual(['id', 'length', 'wrong']);
    expect(unknownReasons).toEqual([{ reason: 'The run has no predictions for this sample', count: 2 }]);
  });

  test('lists at most a hundred values, the most frequent, and the chosen ones', async () => {
    const store = await openStore();
    const many = Array.from({ length: 150 }, (_sample, id) =>
      sampleEntry(id, { label: `label ${String(id).padStart(3, '0')}`, metadata: { n: String(id) } }),
    );
    const { run } = await importRun(store, [...many, sampleEntry(500, { label: 'label 149' })]);
    const summary = await store.summary(run, queryOf(listOf('labels', 'label 120')));
    const listed = summary.facets['label']?.values.map(({ value }) => value) ?? [];
    expect(summary.facets['label']).toMatchObject({ distinct: 150, missing: 0 });
    expect(listed).toHaveLength(101);
    expect([listed[0], listed[1], listed.at(-1)]).toEqual(['label 149', 'label 000', 'label 120']);
    const all = await store.summary(run, queryOf(''));
    expect(all.metadata[0]).toMatchObject({ key: 'n', distinct: 150, missing: 1 });
    expect(all.metadata[0]?.values).toHaveLength(100);
  });

  test('the matrix lists a hundred labels, the most confused first, and adds up the others', async () => {
    const store = await openStore();
    const numbered = (at: number) => `label ${String(at).padStart(3, '0')}`;
    const right = Array.from({ length: 120 }, (_sample, id) =>
      sampleEntry(id, { label: numbered(id) }, [[numbered(id), true]]),
    );
    const { run } = await importRun(store, [
      ...right,
      sampleEntry(200, { label: 'label 119' }, [['label 118', false]]),
      sampleEntry(201, { label: 'label 119' }, [['label 118', false]]),
      sampleEntry(202, { label: 'label 117' }, [['(other)', false]]),
      // Not confused, but with more samples than others.
      sampleEntry(203, { label: 'label 116' }, [['label 116', true]]),
      sampleEntry(204, { label: 'label 115' }),
      sampleEntry(205, {}, [['label 110', null]]),
      sampleEntry(206, {}),
      sampleEntry(207, { label: 'label 000' }, [['label 099', true]]),
    ]);
    const { matrix, matrixOther, matching } = await store.summary(run, queryOf(''));
    const names = new Set(matrix.flatMap(({ expected, said }) => [expected, said]));
    const first = Array.from({ length: 92 }, (_label, at) => numbered(at));
    const confused = [118, 119, 117, 116, 115, 110, 99].map(numbered);
    expect(names).toEqual(new Set([null, '(other)', ...first, ...confused]));
    expect(matrix[0]).toEqual({ expected: null, said: null, count: 1, incorrect: 0 });
    expect(matrix).toContainEqual({ expected: 'label 117', said: '(other)', count: 1, incorrect: 1 });
    expect(matrix.at(-2)).toEqual({ expected: 'label 119', said: 'label 118', count: 2, incorrect: 2 });
    expect(matrixOther).toEqual({ labels: 21, cells: [{ count: 21, incorrect: 0 }] });
    const sum = [...matrix, ...matrixOther.cells].reduce((total, { count }) => total + count, 0);
    expect(sum).toBe(matching);
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
      [item({ key: 'rare', op: 'eq', values: ['Here', 'nobody'] }), [1]],
      [item({ key: 'rare', op: 'eq', values: ['nobody'] }), []],
      [item({ key: 'rare', op: 'eq', exclude: ['Here'] }), [2]],
      [item({ key: 'rare', op: 'neq' }), [3, 4, 5]],
      [item({ key: 'rare', op: 'neq', values: ['there'] }), [1, 3, 4, 5]],
      [item({ key: 'rare', op: 'eq', values: ['there'] }, 'or'), [2, 3, 4]],
      [item({ key: 'nobody has it', op: 'neq' }), [1, 2, 3, 4, 5]],
      ['search=here', [1, 2, 4]],
      ['search=over', [2]],
    ];
    for (const [query, ids] of kept) expect([query, await idsFor(store, run, query)]).toEqual([query, ids]);
    const summary = await store.summary(run, queryOf(''));
    expect([summary.metadata.length, summary.metadataKeys]).toEqual([50, 57]);
  });

  test('counts the parts that are asked for, a rare metadata key among them', async () => {
    const store = await openStore();
    const common = Object.fromEntries(Array.from({ length: 50 }, (_key, at) => [`common ${at}`, 'x']));
    const { run } = await importRun(store, [
      sampleEntry(1, { label: 'cup', metadata: { ...common, rare: 'a' } }, [['cup', true]]),
      sampleEntry(2, { label: 'cup', metadata: common }, [['pan', false]]),
      sampleEntry(3, { metadata: { ...common, rare: 'b' } }, [['pan', false]]),
      sampleEntry(4),
    ]);
    const parts = new Set(['facet:label', 'metadata:rare', 'metadata:nobody has it']);
    const query = queryOf(listOf('labels', 'cup'));
    const summary = await store.summary(run, query, undefined, parts);
    expect(summary).toEqual({
      success: true,
      run: run.id,
      total: 4,
      matching: 2,
      outcomes: { correct: 1, incorrect: 1, unknown: 0 },
      judgedWithoutOutcomeFilter: { correct: 1, incorrect: 1, unknown: 0 },
      unknownReasons: [],
      facets: {
        label: { values: [{ value: 'cup', count: 2, judged: 2, incorrect: 1 }], distinct: 1, missing: 2 },
      },
      metadata: [
        {
          key: 'rare',
          values: [{ value: 'a', count: 1, judged: 1, incorrect: 0 }],
          distinct: 1,
          missing: 1,
        },
      ],
      metadataKeys: 51,
      withoutMetadata: 0,
      histograms: {},
      matrix: [],
      matrixOther: { labels: 0, cells: [] },
    });
    const all = await store.summary(run, query);
    expect(await store.summary(run, query, undefined, new Set(['matrix', 'histogram:id']))).toMatchObject({
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
