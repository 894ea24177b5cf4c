/** Conformance tests for every store adapter: facets and histograms. */
import { expect, test } from 'vitest';
import type { Store } from '../store';
import { listOf, samples } from './store-cases';
import { countsOf, importRun, queryOf, runOpenerFor } from './store-door';
import { sampleEntry } from './fixtures/store-fixtures';
import { exampleEntries, ratedEntries } from './store-verdict-cases';

/** Declares the tests; `openStore` returns a store that is closed after its test. */
export function describeFacets(openStore: () => Promise<Store>): void {
  const openRun = runOpenerFor(openStore);

  test('a facet ignores its own filter and its own exclusion, and applies the others', async () => {
    const { summary } = await openRun(exampleEntries);
    const own = await summary('said=uncertain&verdict=incorrect&not.said=boat', 'verdicts');
    expect(countsOf(own.facets['said'])).toEqual([
      ['boat', 3],
      ['anomaly', 1],
      ['uncertain', 1],
      [null, 1],
    ]);
    const other = await summary('not.expected=bird', 'verdicts');
    expect(countsOf(other.facets['said'])).toEqual([
      ['anomaly', 1],
      ['uncertain', 1],
      ['walking', 1],
    ]);
    expect(countsOf(other.facets['expected'])).toEqual([
      ['walking', 3],
      ['boat', 2],
      [null, 2],
      ['bird', 1],
    ]);
  });

  test('a facet of verdicts counts samples with one verdict that meets the filters and has the value', async () => {
    const { summary } = await openRun(exampleEntries);
    const { facets } = await summary('verdict=incorrect&minScore=0.65');
    expect(countsOf(facets['said'])).toEqual([
      ['anomaly', 1],
      ['boat', 1],
    ]);
    expect(countsOf(facets['expected'])).toEqual([
      ['bird', 1],
      ['walking', 1],
      [null, 1],
    ]);
    expect(countsOf(facets['verdict'])).toEqual([
      ['correct', 2],
      ['incorrect', 2],
      ['anomaly', 1],
      ['confused', 1],
      ['false', 1],
    ]);
  });

  test('a facet rates its values without the filters that resemble an outcome', async () => {
    const { summary } = await openRun(ratedEntries);
    for (const filter of [
      'outcome=incorrect',
      'verdict=confused',
      'minWrong=0.5',
      'not.outcome=["correct","unknown"]',
    ]) {
      const { facets, judgedWithoutOutcomeFilter, verdicts } = await summary(filter);
      expect(facets['device'], filter).toEqual({
        values: [{ value: 'one', count: 1, of: 2, judged: 2, incorrect: 1 }],
        distinct: 1,
        missing: 1,
      });
      expect(judgedWithoutOutcomeFilter, filter).toEqual({ correct: 2, incorrect: 2, unknown: 2 });
      expect(verdicts.judgedWithoutOutcomeFilter, filter).toEqual({ correct: 3, incorrect: 3, unknown: 1 });
    }
    const { facets } = await summary('verdict=confused', 'verdicts');
    expect(facets['device']).toEqual({
      values: [{ value: 'one', count: 1, of: 2, judged: 2, incorrect: 1 }],
      distinct: 1,
      missing: 2,
    });
    expect(facets['label']).toEqual({
      values: [{ value: 'a', count: 3, of: 5, judged: 5, incorrect: 3 }],
      distinct: 1,
      missing: 0,
    });
    const { facets: withoutRight } = await summary('not.verdict=correct');
    expect(withoutRight['device']?.values).toEqual([
      { value: 'one', count: 1, of: 2, judged: 2, incorrect: 1 },
      { value: 'three', count: 1, of: 1, judged: 0, incorrect: 0 },
      { value: 'two', count: 1, of: 2, judged: 1, incorrect: 0 },
    ]);
    const example = await openRun(exampleEntries);
    const { facets: withoutClass } = await example.summary('not.boxError=class');
    expect(withoutClass['block']?.values).toEqual([{ value: '3', count: 1, of: 2, judged: 2, incorrect: 2 }]);
  });

  test('a facet counts verdicts by the values of their sample', async () => {
    const { summary } = await openRun(ratedEntries);
    const { facets, withoutMetadata, unknownReasons } = await summary('said=b', 'verdicts');
    expect(facets['outcome']?.values).toEqual([
      { value: 'incorrect', count: 3, of: 3, judged: 3, incorrect: 3 },
      { value: 'correct', count: 1, of: 1, judged: 1, incorrect: 0 },
      { value: 'unknown', count: 1, of: 1, judged: 0, incorrect: 0 },
    ]);
    expect(countsOf(facets['disabled'])).toEqual([['false', 5]]);
    expect(facets['device']?.missing).toBe(2);
    expect(withoutMetadata).toBe(5);
    expect((await summary('said=b')).withoutMetadata).toBe(4);
    expect(unknownReasons.map(({ count }) => count)).toEqual([1]);
    const all = await summary('', 'verdicts');
    expect(all.unknownReasons.map(({ count }) => count)).toEqual([1, 1]);
  });

  test('a facet misses samples without a verdict that meets the filters and has a value', async () => {
    const { summary } = await openRun(ratedEntries);
    expect((await summary('said=b')).facets['said']).toMatchObject({ distinct: 2, missing: 1 });
    expect((await summary('minScore=0.5')).facets['said']).toMatchObject({ distinct: 2, missing: 0 });
    const boxErrors = await summary('said=b', 'samples');
    expect(boxErrors.facets['boxError']).toMatchObject({ distinct: 0, missing: 4 });
    expect((await summary('said=b', 'verdicts')).facets['boxError']).toMatchObject({ missing: 5 });
  });

  test('a facet lists selected values that nothing has, of the filter and of the exclusion', async () => {
    const { summary } = await openRun(exampleEntries);
    const { facets } = await summary(
      'said=["nowhere",null]&not.said=["never","boat"]&not.devices=none',
      'verdicts',
    );
    expect(countsOf(facets['said'])).toEqual([
      ['boat', 4],
      ['anomaly', 1],
      ['uncertain', 1],
      ['walking', 1],
      [null, 1],
      ['never', 0],
      ['nowhere', 0],
    ]);
    expect(facets['said']?.distinct).toBe(5);
    expect(facets['device']).toEqual({
      values: [{ value: 'none', count: 0, of: 0, judged: 0, incorrect: 0 }],
      distinct: 0,
      missing: 0,
    });
    const none = await summary('expected=walking&said=[null]');
    expect(countsOf(none.facets['said'])?.at(-1)).toEqual([null, 0]);
  });

  test('a facet lists a hundred values, one of which is "nothing"', async () => {
    const said = (at: number) => `word ${String(at).padStart(3, '0')}`;
    const many = Array.from({ length: 120 }, (_sample, id) =>
      sampleEntry(id, { label: 'a' }, [[said(id), false]]),
    );
    const nothing = [200, 201].map((id) => sampleEntry(id, { label: 'a' }, [['', false]]));
    const { summary } = await openRun([...many, ...nothing]);
    const { facets } = await summary('not.said=["word 119"]');
    const listed = facets['said']?.values.map(({ value }) => value);
    expect(facets['said']?.distinct).toBe(121);
    expect([listed?.length, listed?.[0], listed?.[1], listed?.[99], listed?.[100]]).toEqual([
      101,
      null,
      'word 000',
      'word 098',
      'word 119',
    ]);
  });

  test('a facet ignores its own filter, and error rates the outcome filter too', async () => {
    const store = await openStore();
    const { run } = await importRun(store, samples);
    const summary = await store.summary(run, queryOf('outcome=incorrect&labels=["wave","nowhere"]'));
    expect(summary).toMatchObject({
      total: 6,
      matching: 1,
      outcomes: { correct: 0, incorrect: 1, unknown: 0 },
      judgedWithoutOutcomeFilter: { correct: 0, incorrect: 1, unknown: 1 },
      verdicts: { matching: 3, judgedWithoutOutcomeFilter: { correct: 2, incorrect: 1, unknown: 1 } },
      matrix: [
        { expected: 'wave', said: 'idle', count: 1, samples: 1, judged: 1, incorrect: 1 },
        { expected: 'wave', said: 'wave', count: 2, samples: 1, judged: 2, incorrect: 0 },
      ],
      matrixOf: { block: '1', key: null },
    });
    expect(summary.facets['outcome']?.values).toEqual([
      { value: 'incorrect', count: 1, of: 1, judged: 1, incorrect: 1 },
      { value: 'unknown', count: 1, of: 1, judged: 0, incorrect: 0 },
    ]);
    expect(summary.facets['label']).toEqual({
      values: [
        { value: 'cup', count: 1, of: 1, judged: 1, incorrect: 1 },
        { value: 'wave', count: 1, of: 2, judged: 1, incorrect: 1 },
        { value: 'nowhere', count: 0, of: 0, judged: 0, incorrect: 0 },
      ],
      distinct: 2,
      missing: 0,
    });
    expect(summary.histograms['confidence']).toMatchObject({ low: 0, high: 1, missing: 0 });
    expect(summary.histograms['confidence']?.counts.at(20)).toBe(1);
  });

  test('a histogram of one value has one bin, and without values there is none', async () => {
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

  test('a facet lists at most a hundred values, the most frequent and the selected ones', async () => {
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
}
