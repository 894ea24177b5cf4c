/** The suite that every adapter of the store must pass: what it keeps, finds, counts, refuses and forgets. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../contract/query';
import type { Run } from '../../contract/runs';
import type { Page, RunDraft, Store } from './store';
import { exactEntries, listOf, queries, samples } from './store-cases';
import { batchesOf, draftOf, sampleEntry, type ImportEntry } from './store-fixtures';

export interface OpenedStore {
  store: Store;
  /** Removes what the store keeps, after it was closed. */
  remove: () => Promise<void>;
}

const decoder = new TextDecoder();

export const queryOf = (text: string) => parseQuery(new URLSearchParams(text));

/** Imports the entries as a run. */
export async function importRun(
  store: Store,
  entries: readonly ImportEntry[],
  changes: Partial<RunDraft> = {},
) {
  return store.importRun(draftOf(changes), batchesOf(entries), { signal: new AbortController().signal });
}

async function textsOf(parts: AsyncIterable<Uint8Array>): Promise<string[]> {
  const texts: string[] = [];
  for await (const part of parts) texts.push(decoder.decode(part));
  return texts;
}

/** A page as texts. */
export async function readPage({ totalCount, sampleIds, results, predictions }: Page) {
  return {
    totalCount,
    sampleIds,
    results: await textsOf(results()),
    predictions: await textsOf(predictions()),
  };
}

const idsFor = async (store: Store, run: Run, text: string) => [
  ...(await store.page(run, queryOf(text))).sampleIds,
];

/** Declares the suite for one adapter; `open` gives a new, empty store each time. */
export function describeStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    const opened: OpenedStore[] = [];
    async function openStore(): Promise<Store> {
      const one = await open();
      opened.push(one);
      return one.store;
    }
    afterEach(async () => {
      for (const { store, remove } of opened.splice(0)) {
        await store.close();
        await remove();
      }
    });

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
      expect(Object.keys(histograms).sort()).toEqual(['id', 'length']);
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
      expect(await store.metadataOptions(run)).toEqual([
        { key: '__proto__', options: ['a'] },
        { key: 'floor', options: ['1', '2'] },
        { key: 'note', options: ['33 steps'] },
        { key: 'Site', options: ['é'] },
        { key: 'site', options: ['north', 'south'] },
        { key: 'é', options: ['10'] },
      ]);
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

    test('projects carry what their imports said; runs are newest first', async () => {
      const store = await openStore();
      const block = (id: number, title: string) => ({
        id,
        type: 'keras',
        title,
        lastLayer: null,
        thresholds: [],
      });
      const [first, second] = samples;
      if (first === undefined || second === undefined) throw new Error('There are samples');
      await importRun(store, [first], {
        imported: '2024-03-01T00:00:00.000Z',
        name: 'old',
        mediaFolder: '/media',
      });
      const { run } = await importRun(
        store,
        [
          { ...first, learnBlocks: [block(7, 'first')] },
          { ...second, learnBlocks: [block(7, 'second'), block(9, 'other')] },
        ],
        {
          project: { id: 1, licence: 'MIT' },
          impulse: { id: 3, name: 'Three' },
          variant: 'float32',
          imported: '2024-03-02T10:20:30.000Z',
        },
      );
      await importRun(store, [first], { project: { id: 5 } });
      const projects = await store.projects();
      expect(projects.map(({ id }) => id)).toEqual([1, 5]);
      expect(projects[0]).toMatchObject({
        name: 'Gestures',
        licence: 'MIT',
        selectedVariant: 'int8',
        defaultImpulseId: 1,
        impulses: [
          { id: 1, name: 'Impulse 1' },
          { id: 3, name: 'Three' },
        ],
      });
      expect(projects[0]?.runs.map(({ name: runName }) => runName)).toEqual(['2024-03-02 10:20:30', 'old']);
      expect(run).toMatchObject({ samples: 2, files: ['result.json'], hasMedia: false });
      expect(run.id).toMatch(/^20240302-102030-[\w-]+$/);
      expect(run.learnBlocks.map(({ title }) => title)).toEqual(['first', 'other']);
      const old = projects[0]?.runs[1];
      expect(old?.hasMedia).toBe(true);
      expect(old && store.mediaFolder(old)).toBe('/media');
      expect(store.mediaFolder(run)).toBeUndefined();
    });

    test('the very same records are there once, even when imported at once', async () => {
      const store = await openStore();
      const imports = await Promise.all(
        Array.from({ length: 4 }, () => importRun(store, samples, { name: 'same' })),
      );
      expect(imports.filter(({ wasThere }) => !wasThere)).toHaveLength(1);
      expect(new Set(imports.map(({ run }) => run.id)).size).toBe(1);
      expect((await importRun(store, samples)).wasThere).toBe(true);
      expect((await importRun(store, samples, { variant: 'float32' })).wasThere).toBe(false);
      expect((await store.projects())[0]?.runs).toHaveLength(2);
    });

    test('a name that other records have is refused', async () => {
      const store = await openStore();
      await importRun(store, samples, { name: 'first' });
      const refused = importRun(store, samples.slice(1), { name: 'first' });
      await expect(refused).rejects.toMatchObject({ kind: 'conflict' });
      await importRun(store, samples.slice(1), { name: 'first', impulse: { id: 2 } });
      expect((await store.projects())[0]?.runs).toHaveLength(2);
    });

    test('an import that stops leaves the runs as they were', async () => {
      const store = await openStore();
      const { run } = await importRun(store, samples, { name: 'before' });
      const stop = new AbortController();
      const cancelled = store.importRun(draftOf({ name: 'cancelled' }), batchesOf(samples.slice(1), 2), {
        signal: stop.signal,
        onProgress: () => stop.abort(new Error('cancelled by hand')),
      });
      await expect(cancelled).rejects.toThrow('cancelled by hand');
      async function* failing() {
        yield* batchesOf(samples.slice(2));
        await Promise.reject(new Error('the source broke off'));
      }
      const { signal } = new AbortController();
      await expect(store.importRun(draftOf(), failing(), { signal })).rejects.toThrow('the source broke off');
      const twice = importRun(store, [...samples, ...samples.slice(0, 1)]);
      await expect(twice).rejects.toMatchObject({ kind: 'conflict' });
      expect((await store.projects()).map(({ runs }) => runs)).toEqual([[run]]);
      expect(await idsFor(store, run, 'outcome=incorrect')).toEqual([2]);
    });

    test('pages are served while an import goes on', async () => {
      const store = await openStore();
      const { run } = await importRun(store, samples);
      const seen: number[][] = [];
      async function* slow() {
        for await (const batch of batchesOf(samples.slice(1), 1)) {
          seen.push(await idsFor(store, run, 'outcome=incorrect'));
          yield batch;
        }
      }
      await store.importRun(draftOf({ variant: 'akida' }), slow(), { signal: new AbortController().signal });
      expect(seen).toEqual(samples.slice(1).map(() => [2]));
    });

    test('a deleted run is gone, and its project with the last one', async () => {
      const store = await openStore();
      const { run } = await importRun(store, samples);
      const { run: other } = await importRun(store, samples.slice(1));
      const page = await store.page(run, queryOf(''));
      await store.deleteRun(run);
      await expect(store.page(run, queryOf(''))).rejects.toMatchObject({ kind: 'not-found' });
      await expect(store.deleteRun(run)).rejects.toMatchObject({ kind: 'not-found' });
      expect(page.totalCount).toBe(6);
      expect(await idsFor(store, other, 'outcome=incorrect')).toEqual([2]);
      await store.deleteRun(other);
      expect(await store.projects()).toEqual([]);
      expect((await importRun(store, samples)).wasThere).toBe(false);
    });
  });
}
