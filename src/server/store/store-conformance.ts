/** The suite that every adapter of the store must pass: what it keeps, finds, counts, refuses and forgets. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../contract/query';
import type { Run } from '../../contract/runs';
import type { ImportEntry, Page, RunDraft, Store } from './store';
import { batchesOf, draftOf, entryOf, sampleEntry, scored } from './store-fixtures';

export interface OpenedStore {
  store: Store;
  /** Removes what the store keeps, after it was closed. */
  remove: () => Promise<void>;
}

const decoder = new TextDecoder();

export const queryOf = (text: string) => parseQuery(new URLSearchParams(text));

/** Imports the entries as a run. */
export async function importRun(store: Store, entries: readonly ImportEntry[], changes: Partial<RunDraft> = {}) {
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

const idsFor = async (store: Store, run: Run, text: string) => [...(await store.page(run, queryOf(text))).sampleIds];

const items = (...list: unknown[]) => `metadata=${encodeURIComponent(JSON.stringify(list))}`;
const list = (name: string, ...values: string[]) => `${name}=${encodeURIComponent(JSON.stringify(values))}`;

/** Ten samples that every filter and sort parts in its own way. */
const samples = [
  sampleEntry(
    10,
    {
      filename: 'Walk_1.wav',
      label: 'idle',
      deviceName: 'Board A',
      category: 'testing',
      totalLengthMs: 1000,
      frequency: 100,
      added: '2024-01-01T00:00:00.000Z',
      signatureValidate: true,
      metadata: { site: 'north', floor: '1' },
      sensors: [{ name: 'audio' }],
    },
    [['idle', true]],
    scored({ idle: 0.9, wave: 0.1 }),
  ),
  sampleEntry(
    2,
    {
      filename: 'walk%2.wav',
      label: 'wave',
      deviceName: 'board b',
      category: 'training',
      totalLengthMs: 2000,
      frequency: 50,
      added: '2024-01-02T00:00:00.000Z',
      signatureValidate: false,
      metadata: { site: 'south' },
      chartType: 'image',
      boundingBoxes: [{ label: 'cup', x: 0, y: 0, width: 1, height: 1 }],
    },
    [
      ['idle', false],
      ['wave', true],
      ['wave', true],
    ],
    scored({ idle: 0.5, wave: 0.4 }, { wave: 0.8, anomaly: 2.5 }, { wave: 0.7, anomaly: -1 }),
  ),
  sampleEntry(
    33,
    {
      filename: 'caf\u00e9.wav',
      label: '3.5',
      isDisabled: true,
      metadata: {},
      structuredLabels: [{ startIndex: 0, endIndex: 4, label: 'idle' }],
      structuredLabelsList: ['wave', 'idle'],
    },
    [['3.4', null]],
  ),
  sampleEntry(4, { filename: 'CAFE\u0301 two.wav', label: '-7', totalLengthMs: 2000, metadata: { floor: '2' } }),
  sampleEntry(5, { label: 'Idle', metadata: { site: 'north', note: '33 steps' } }, [['idle', true]]),
  sampleEntry(6, {}),
];

const queries: [about: string, query: string, ids: number[]][] = [
  ['nothing set', '', [2, 4, 5, 6, 10, 33]],
  ['label, exactly', list('labels', 'idle'), [10, 33]],
  ['label in a list or a box', list('labels', 'cup', 'Idle'), [2, 5]],
  ['a label that no sample has', list('labels', 'nobody'), []],
  ['outcome', 'outcome=incorrect', [2]],
  ['outcomes', list('outcome', 'correct', 'unknown'), [4, 5, 6, 10, 33]],
  ['a prediction of any window', 'predictions=idle', [2, 5, 10]],
  ['the most frequent prediction', 'said=wave', [2]],
  ["the sample's own label", 'expected=idle', [10]],
  ['minConfidence takes in its bound', 'minConfidence=0.5', [2, 10]],
  ['maxConfidence leaves its bound out', 'maxConfidence=0.5', []],
  ['the shakiest window decides', 'minConfidence=0.51', [10]],
  ['the highest anomaly score', 'minAnomaly=2.5', [2]],
  ['minLength leaves its bound out', 'minLength=1000', [2, 4]],
  ['maxLength leaves its bound out', 'maxLength=2000', [10]],
  ['frequency', 'minFrequency=50&maxFrequency=101', [10]],
  ['dates', 'minDate=2024-01-01', [2]],
  ['dates, before', 'maxDate=2024-01-02T00:00:00Z', [10]],
  ['ids', 'minId=4&maxId=10', [4, 5, 6]],
  ['labels as numbers', 'minLabel=-7&maxLabel=3.5', [4]],
  ['signature', 'signatureValidity=invalid', [2]],
  ['signature, both', 'signatureValidity=both', [2, 4, 5, 6, 10, 33]],
  ['data type', 'dataType=audio', [10]],
  ['data type by chart', 'dataType=image', [2]],
  ['disabled', 'disabled=true', [33]],
  ['enabled', 'disabled=false', [2, 4, 5, 6, 10]],
  ['device, exactly', 'devices=board b', [2]],
  ['category', 'category=testing', [10]],
  ['file name in any case', 'filename=WALK', [2, 10]],
  ['% is an ordinary character', `filename=${encodeURIComponent('k%2')}`, [2]],
  ['_ is an ordinary character', 'filename=k_1', [10]],
  ['* is an ordinary character', 'filename=*', []],
  ['file name, composed or not', 'filename=cafe\u0301', [4, 33]],
  ['search: every term', 'search=wave board', [2]],
  ['search: the id or a text', 'search=33', [5, 33]],
  ['search: the id', 'search=4', [4]],
  ['search: the id as a whole', 'search=0', []],
  ['search: a metadata value', 'search=NORTH', [5, 10]],
  ['search: never across two texts', 'search=wavidle', []],
  ['filters combine with AND', 'labels=["idle"]&outcome=correct', [10]],
  ['metadata eq', items({ key: 'site', op: 'eq', values: ['north'] }), [5, 10]],
  ['metadata eq without values', items({ key: 'site', op: 'eq' }), [2, 5, 10]],
  ['metadata eq with empty values', items({ key: 'site', op: 'eq', values: [] }), [2, 5, 10]],
  ['metadata neq', items({ key: 'site', op: 'neq', values: ['north'] }), [2, 4, 6, 33]],
  ['metadata neq without values', items({ key: 'site', op: 'neq' }), [4, 6, 33]],
  ['metadata exclude', items({ key: 'site', op: 'eq', exclude: ['north'] }), [2]],
  [
    'metadata values and exclude',
    items({ key: 'site', op: 'eq', values: ['north', 'south'], exclude: ['south'] }),
    [5, 10],
  ],
  ['metadata: a key that no sample has', items({ key: 'none', op: 'eq' }), []],
  ['metadata: lacking a key that no sample has', items({ key: 'none', op: 'neq' }), [2, 4, 5, 6, 10, 33]],
  ['no metadata', items({ no_metadata: true }), [6, 33]],
  [
    'metadata items are alternatives',
    items({ key: 'site', op: 'eq', values: ['south'] }, { key: 'floor', op: 'eq', values: ['2'] }),
    [2, 4],
  ],
  [
    'metadata "and"',
    items({ key: 'site', op: 'eq', values: ['north'] }, { key: 'floor', op: 'eq' }, { filters_combinator: 'and' }),
    [10],
  ],
  [
    'metadata "and" with no_metadata',
    items({ key: 'site', op: 'neq' }, { no_metadata: true }, { filters_combinator: 'and' }),
    [6, 33],
  ],
  [
    'metadata "or" said outright takes in samples with other keys only',
    items({ key: 'site', op: 'eq', values: ['south'] }, { filters_combinator: 'or' }),
    [2, 4],
  ],
  [
    'metadata "or" with no_metadata',
    items({ key: 'floor', op: 'eq', values: ['1'] }, { no_metadata: true }, { filters_combinator: 'or' }),
    [2, 5, 6, 10, 33],
  ],
  ['sort by text, regardless of case, none last', 'sort=label', [4, 33, 5, 10, 2, 6]],
  ['the same turned round, none last still', 'sort=-label', [2, 10, 5, 33, 4, 6]],
  ['sort by number, ties by id', 'sort=length', [10, 2, 4, 5, 6, 33]],
  ['sort by number turned round, ties by id', 'sort=-length', [2, 4, 10, 5, 6, 33]],
  ['sort by two', 'sort=-length,-id', [4, 2, 10, 33, 6, 5]],
  ['sort by id turned round', 'sort=-id', [33, 10, 6, 5, 4, 2]],
  ['sort by file name', 'sort=filename', [4, 33, 2, 10, 5, 6]],
  ['sort by device', 'sort=-device', [2, 10, 4, 5, 6, 33]],
  ['sort by outcome', 'sort=outcome', [5, 10, 2, 4, 6, 33]],
  ['sort by confidence', 'sort=confidence', [2, 10, 4, 5, 6, 33]],
  ['sort by when it was added', 'sort=-added', [2, 10, 4, 5, 6, 33]],
  ['sort by category', 'sort=-category', [2, 10, 4, 5, 6, 33]],
  ['sort by prediction', 'sort=prediction', [33, 5, 10, 2, 4, 6]],
  ['a sort and a filter', 'sort=-length&minLength=1000', [2, 4]],
  ['a stretch of the rows', 'limit=2&offset=3', [6, 10]],
  ['a stretch of the sorted rows', 'sort=-id&limit=2&offset=3', [5, 4]],
];

/** Entries whose bytes JSON would write otherwise: order, spaces, large numbers, unknown fields, odd text. */
const exactEntries = [
  entryOf(
    { sampleId: 1, sample: { id: 1, label: 'a\u0000b', metadata: { k: '\ud800' } }, classifications: [] },
    [{ sampleId: 1, prediction: 'x' }],
    {
      result:
        '{ "unknown":9007199254740993, "sampleId":1,"sample":{"label":"a\\u0000b","id":1,"metadata":{"k":"\\ud800","__proto__":"p"}},"classifications":[] }',
      predictions: '{"sampleId":1,  "prediction":"x","big":1e400}',
    },
  ),
  entryOf({ sampleId: 2, sample: { id: 2, label: '__proto__' }, classifications: [] }, [], {
    result: '{"sampleId":2,"sample":{"id":2,"label":"__proto__","__proto__":{"polluted":true}},"classifications":[]}',
  }),
  entryOf({ sampleId: 2 ** 53 - 1, sample: { id: 2 ** 53 - 1, label: '😀 名' }, classifications: [] }),
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
      const summary = await store.summary(run, queryOf(list('labels', 'label 120')));
      const listed = summary.facets['label']?.values.map(({ value }) => value) ?? [];
      expect(summary.facets['label']).toMatchObject({ distinct: 150, missing: 0 });
      expect(listed).toHaveLength(101);
      expect([listed[0], listed[1], listed.at(-1)]).toEqual(['label 149', 'label 000', 'label 120']);
      const all = await store.summary(run, queryOf(''));
      expect(all.metadata[0]).toMatchObject({ key: 'n', distinct: 150, missing: 1 });
      expect(all.metadata[0]?.values).toHaveLength(100);
    });

    test('lists every metadata key with its values', async () => {
      const store = await openStore();
      const { run } = await importRun(store, [
        ...samples,
        sampleEntry(70, { metadata: Object.fromEntries([['__proto__', 'a'], ['Site', 'é'], ['é', '10']]) }),
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
      expect(await store.summary(run, query)).toMatchObject({ total: 0, matching: 0, matrix: [], histograms: {} });
    });

    test('projects carry what their imports said; runs are newest first', async () => {
      const store = await openStore();
      const block = (id: number, title: string) => ({ id, type: 'keras', title, lastLayer: null, thresholds: [] });
      const [first, second] = samples;
      if (first === undefined || second === undefined) throw new Error('There are samples');
      await importRun(store, [first], { imported: '2024-03-01T00:00:00.000Z', name: 'old', mediaFolder: '/media' });
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
