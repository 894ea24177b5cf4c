/** Conformance tests for every store adapter: filters and counts of verdicts. */
import { describe, expect, test } from 'vitest';
import type { Store } from '../store';
import { countsOf, runOpenerFor } from './store-door';
import {
  crowdedEntries,
  exampleEntries,
  exampleQueries,
  exampleRows,
  nullLikeEntries,
  regressionEntries,
} from './store-verdict-cases';

/** Declares the tests; `openStore` returns a store that is closed after its test. */
export function describeVerdicts(openStore: () => Promise<Store>): void {
  const openRun = runOpenerFor(openStore);

  describe('the worked example', () => {
    test('has the rows of its table, each once', async () => {
      const { ids, summary } = await openRun(exampleEntries);
      for (const [row, query, id] of exampleRows) {
        const { matching, verdicts } = await summary(query);
        expect([row, await ids(query), matching, verdicts.matching]).toEqual([row, [id], 1, 1]);
      }
    });

    test('answers queries of samples and of verdicts', async () => {
      const { ids, summary } = await openRun(exampleEntries);
      for (const [query, kept, count] of exampleQueries) {
        const { matching, verdicts } = await summary(query, 'verdicts');
        expect([query, await ids(query), verdicts.matching]).toEqual([query, kept, count]);
        expect(matching).toBe(kept.length);
      }
    });

    test('is counted by prediction, in samples and in verdicts', async () => {
      const { summary } = await openRun(exampleEntries);
      const inSamples = await summary('');
      const inVerdicts = await summary('', 'verdicts');
      expect([inSamples.unit, inVerdicts.unit]).toEqual(['samples', 'verdicts']);
      expect(inSamples.facets['said']).toEqual({
        values: ['anomaly', 'boat', 'uncertain', 'walking', null].map((value) => ({
          value,
          count: 1,
          of: 1,
          judged: 1,
          incorrect: 1,
        })),
        distinct: 5,
        missing: 0,
      });
      expect(countsOf(inVerdicts.facets['said'])).toEqual([
        ['boat', 4],
        ['anomaly', 1],
        ['uncertain', 1],
        ['walking', 1],
        [null, 1],
      ]);
      expect(inVerdicts.facets['said']?.values.map(({ incorrect }) => incorrect)).toEqual([3, 1, 1, 0, 1]);
      expect(countsOf(inVerdicts.facets['verdict'])).toEqual([
        ['incorrect', 6],
        ['correct', 2],
        ['false', 2],
        ['anomaly', 1],
        ['confused', 1],
        ['missed', 1],
        ['uncertain', 1],
      ]);
      expect(countsOf(inSamples.facets['boxError'])).toEqual([
        ['class', 1],
        ['duplicate', 1],
        ['localisation', 1],
      ]);
      expect([inSamples.facets['boxError']?.missing, inVerdicts.facets['boxError']?.missing]).toEqual([1, 5]);
      expect(countsOf(inVerdicts.facets['label'])).toEqual([
        ['bird', 5],
        ['bird, boat, boat', 5],
        ['boat', 5],
        ['walking', 3],
      ]);
    });

    test('has the values of its samples, and bins of verdicts', async () => {
      const { summary } = await openRun(exampleEntries);
      const { histograms, facets } = await summary('');
      expect(histograms['worst']).toMatchObject({ low: 0.55, high: 0.8 });
      expect(histograms['wrong']?.incorrect.flatMap((count, bin) => (count > 0 ? [bin] : []))).toEqual([
        26, 32,
      ]);
      expect(countsOf(facets['outcome'])).toEqual([['incorrect', 2]]);
      const inVerdicts = (await summary('', 'verdicts')).histograms;
      // From .55 to .92: .55, .60, .70 twice, .80, .90, .92.
      expect(histograms['score']).toMatchObject({ low: 0.55, high: 0.92, missing: 0 });
      const bins = (counts: readonly number[] = []) =>
        counts.flatMap((count, bin) => (count > 0 ? [[bin, count]] : []));
      expect(bins(histograms['score']?.counts)).toEqual([
        [0, 1],
        [5, 1],
        [16, 2],
        [27, 1],
        [37, 1],
        [39, 1],
      ]);
      expect(bins(inVerdicts['score']?.counts)).toEqual(bins(histograms['score']?.counts));
      expect(bins(inVerdicts['score']?.incorrect)).toEqual([
        [0, 1],
        [5, 1],
        [16, 2],
        [27, 1],
      ]);
      expect(bins(histograms['score']?.incorrect)).toEqual(bins(histograms['score']?.counts));
      expect(inVerdicts['score']?.missing).toBe(1);
      expect(histograms['margin']).toMatchObject({ missing: 1 });
      expect(inVerdicts['margin']?.missing).toBe(5);
      expect(inVerdicts['overlap']).toMatchObject({ low: 0, high: 1, missing: 4 });
      expect(inVerdicts).not.toHaveProperty('error');
      const wrongOnes = await summary('verdict=incorrect&minScore=0.75', 'verdicts');
      expect(bins(wrongOnes.histograms['score']?.counts)).toEqual(bins(inVerdicts['score']?.incorrect));
      expect(bins(wrongOnes.histograms['wrong']?.counts)).toEqual([[32, 1]]);
    });

    test('has a matrix that a selection in it does not narrow', async () => {
      const { summary } = await openRun(exampleEntries);
      const cell = { samples: 1, judged: 1, incorrect: 1 };
      const ofBoats = [
        { ...cell, expected: null, said: 'boat', count: 2, judged: 2, incorrect: 2 },
        { ...cell, expected: 'bird', said: 'boat', count: 1 },
        { ...cell, expected: 'boat', said: null, count: 1 },
        { ...cell, expected: 'boat', said: 'boat', count: 1, incorrect: 0 },
      ];
      const all = await summary('', 'verdicts');
      expect(all.matrix).toEqual([
        ...ofBoats,
        { ...cell, expected: 'walking', said: 'anomaly', count: 1 },
        { ...cell, expected: 'walking', said: 'uncertain', count: 1 },
        { ...cell, expected: 'walking', said: 'walking', count: 1, incorrect: 0 },
      ]);
      expect(all.matrixOf).toEqual({ block: '3', key: null });
      const chosen = 'expected=boat&said=boat&not.said=boat&not.expected=bird';
      expect((await summary(chosen)).matrix).toEqual(all.matrix);
      expect((await summary(chosen)).matching).toBe(0);
      expect((await summary('maxScore=0.85&minScore=0.65&not.labels=["walking"]')).matrix).toEqual([
        { ...cell, expected: null, said: 'boat', count: 1 },
        { ...cell, expected: 'bird', said: 'boat', count: 1 },
      ]);
    });
  });

  describe('surplus boxes', () => {
    test('are counted and match only if the filters ask for them', async () => {
      const { ids, summary } = await openRun(crowdedEntries);
      const all = await summary('', 'verdicts');
      expect(all.verdicts).toEqual({
        matching: 2,
        judgedWithoutOutcomeFilter: { correct: 1, incorrect: 1, unknown: 0 },
      });
      expect(countsOf(all.facets['verdict'])).toEqual([
        ['correct', 1],
        ['false', 1],
        ['incorrect', 1],
      ]);
      expect(await ids('maxScore=0.75')).toEqual([]);
      expect(await ids('verdict=correct&maxScore=0.75')).toEqual([]);
      expect(await ids('verdict=surplus&maxScore=0.75')).toEqual([9]);
      const asked = await summary('verdict=surplus&expected=cup', 'verdicts');
      expect(asked.verdicts).toEqual({
        matching: 2,
        judgedWithoutOutcomeFilter: { correct: 1, incorrect: 0, unknown: 0 },
      });
      expect(countsOf(asked.facets['verdict'])).toEqual([
        ['correct', 3],
        ['surplus', 2],
      ]);
      expect(asked.facets['said']?.values).toEqual([
        { value: 'cup', count: 2, of: 3, judged: 3, incorrect: 0 },
      ]);
      expect(asked.matrix).toEqual([
        { expected: 'cup', said: 'cup', count: 2, samples: 1, judged: 2, incorrect: 0 },
      ]);
    });

    test('leave a sample out where they are excluded', async () => {
      const { ids } = await openRun(crowdedEntries);
      expect(await ids('not.verdict=surplus')).toEqual([10]);
      expect(await ids('verdict=surplus&not.verdict=surplus')).toEqual([]);
    });

    test('a picture without any boxes is correct, and no filter on verdicts matches it', async () => {
      const { ids, summary } = await openRun(crowdedEntries);
      expect(await ids('outcome=correct')).toEqual([10]);
      expect(await ids('maxWrong=0.1')).toEqual([10]);
      expect(await ids('verdict=["correct","incorrect","unknown"]')).toEqual([9]);
      expect(await ids('expected=[null]')).toEqual([9]);
      const { facets } = await summary('');
      expect(facets['expected']).toMatchObject({ distinct: 2, missing: 1 });
    });
  });

  test('words that look like nothing are words', async () => {
    const { ids, summary } = await openRun(nullLikeEntries);
    expect(await ids('said=[null]')).toEqual([1]);
    expect(await ids('said=null')).toEqual([2]);
    expect(await ids('said=["missed"]')).toEqual([1]);
    expect(await ids('verdict=missed')).toEqual([1]);
    expect(await ids(`said=${encodeURIComponent('["[null]"]')}`)).toEqual([3]);
    expect(await ids('expected=[null]')).toEqual([2]);
    expect(await ids('expected=null')).toEqual([1]);
    expect(await ids('not.expected=[null]')).toEqual([1, 3]);
    expect(await ids('not.expected=null')).toEqual([2, 3]);
    const { matrix, facets } = await summary('');
    expect(matrix.map(({ expected, said }) => [expected, said])).toEqual([
      [null, 'null'],
      ['[null]', '[null]'],
      ['null', null],
      ['null', 'missed'],
    ]);
    expect(countsOf(facets['said'])).toEqual([
      ['[null]', 1],
      ['missed', 1],
      ['null', 1],
      [null, 1],
    ]);
  });

  test('a regression has numbers and no words', async () => {
    const { ids, summary } = await openRun(regressionEntries);
    expect(await ids('expected=[null]')).toEqual([]);
    expect(await ids('said=[null]')).toEqual([]);
    expect(await ids('not.said=[null]')).toEqual([1, 2, 3]);
    expect(await ids('verdict=outside')).toEqual([1, 2]);
    expect(await ids('verdict=outside&minError=4')).toEqual([1]);
    expect(await ids('verdict=correct&minError=1')).toEqual([]);
    expect(await ids('maxError=1')).toEqual([1]);
    expect(await ids('sort=error')).toEqual([2, 1, 3]);
    const { facets, matrix, matrixOf, histograms } = await summary('', 'verdicts');
    expect(facets['said']).toEqual({ values: [], distinct: 0, missing: 4 });
    expect(facets['verdict']?.values[0]).toEqual({
      value: 'incorrect',
      count: 2,
      of: 2,
      judged: 2,
      incorrect: 2,
    });
    expect([matrix, matrixOf]).toEqual([[], { block: null, key: null }]);
    expect(histograms['error']).toMatchObject({ low: 0.5, high: 4, missing: 1 });
    expect((await summary('')).histograms['error']).toMatchObject({ low: 0.5, high: 4, missing: 1 });
    expect((await summary('', 'samples', { block: '5', key: 'x' })).matrixOf).toEqual({
      block: '5',
      key: null,
    });
  });
}
