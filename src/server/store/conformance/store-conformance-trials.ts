/** Conformance tests for every store adapter: queries and counts under trial thresholds. */
import { describe, expect, test } from 'vitest';
import { madeBlock, madeEntry } from './fixtures/entry-fixtures';
import type { Store } from '../store';
import { importRun, queryOf, readPage, runOpenerFor } from './store-door';
import { entryOf } from './fixtures/store-fixtures';
import { exampleEntries, regressionEntries } from './store-verdict-cases';

const ship = (label: string, score: number) => ({ label, score, x: 0.1, y: 0.1, width: 0.2, height: 0.2 });
const said = [ship('boat', 0.7), ship('ship', 0.9)];

/** A boat that is found, and is also called a ship with a higher score, which is false while the boat is found. */
const claimedTwice = madeEntry(
  {
    id: 1,
    label: 'boat',
    boundingBoxes: [{ label: 'boat', x: 10, y: 10, width: 20, height: 20 }],
    imageDimensions: { width: 100, height: 100 },
  },
  [
    madeBlock(3, 'keras-object-detection', {
      thresholds: [{ key: 'min_score', value: 0.5 }],
      structuredResult: [
        {
          boxes: said.map(({ x, y, width, height }) => [x, y, width, height]),
          labels: said.map(({ label }) => label),
          scores: said.map(({ score }) => score),
        },
      ],
    }),
  ],
  [{ startMs: 0, endMs: 1, prediction: 'boat, ship', predictionCorrect: false, boundingBoxes: said }],
);

const grid = (id: number, label: string) =>
  madeEntry(
    { id, label },
    [
      madeBlock(4, 'keras-visual-anomaly', {
        thresholds: [
          { key: 'min_anomaly_score', value: 5 },
          { key: 'anomaly_scoring_aggregation_method', value: 'max' },
        ],
        anomalyResult: [{ scores: [[1, 8]] }],
      }),
    ],
    [{ startMs: 0, endMs: 1, prediction: 'anomaly', predictionCorrect: label === 'anomaly' }],
  );

const imported = ({ result, predictions }: ReturnType<typeof madeEntry>) => entryOf(result, predictions);

/** Queries on samples 7 and 8, with the matching samples and the number of matching verdicts. */
const exampleTrials: [query: string, ids: number[], verdicts: number][] = [
  ['t.3.min_confidence=0.6&said=uncertain', [7], 1],
  ['t.3.min_confidence=0.55&said=uncertain', [], 0],
  ['t.3.min_confidence=0.55&said=idle&verdict=confused', [7], 1],
  ['t.3.min_confidence=0.55&predictions=uncertain', [], 0],
  ['t.3.min_confidence=0.93&said=uncertain', [7], 2],
  ['t.3.min_confidence=0.93&said=anomaly', [7], 1],
  ['t.3.min_confidence=0.93&minWrong=1', [7], 3],
  ['t.4.min_anomaly_score=0.42&said=anomaly', [], 0],
  ['t.4.min_anomaly_score=0.42&verdict=correct&expected=walking', [7], 2],
  ['t.3.min_confidence=0.55&t.4.min_anomaly_score=-0.2&said=anomaly', [7], 2],
  ['t.3.min_score=0.71&verdict=false', [], 0],
  ['t.3.min_score=0.7&verdict=false', [8], 1],
  ['t.3.min_score=0.95&verdict=missed', [8], 3],
  ['t.3.min_score=0.95&not.verdict=missed', [7], 3],
  ['t.3.min_score=0.95&sort=-wrong', [8, 7], 6],
];

/** Declares the tests; `openStore` returns a store that is closed after its test. */
export function describeTrials(openStore: () => Promise<Store>): void {
  const openRun = runOpenerFor(openStore);

  describe('under trial thresholds', () => {
    test('the worked example is judged by the rules', async () => {
      const { ids, summary } = await openRun(exampleEntries);
      for (const [query, kept, count] of exampleTrials) {
        const { verdicts } = await summary(query, 'verdicts');
        expect([query, await ids(query), verdicts.matching]).toEqual([query, kept, count]);
      }
      // The run's own answers are unchanged.
      expect(await ids('said=uncertain')).toEqual([7]);
    });

    test('a box above the threshold matches the truth of one that is dropped', async () => {
      const { ids, summary } = await openRun([imported(claimedTwice)]);
      expect(await ids('said=ship&verdict=false')).toEqual([1]);
      expect(await ids('t.3.min_score=0.8&said=ship&verdict=false')).toEqual([]);
      expect(await ids('t.3.min_score=0.8&expected=boat&said=ship&verdict=confused')).toEqual([1]);
      expect((await summary('t.3.min_score=0.8', 'verdicts')).verdicts.matching).toBe(1);
    });

    test('a grid is aggregated by another word', async () => {
      const { ids } = await openRun([imported(grid(1, 'anomaly')), imported(grid(2, 'no anomaly'))]);
      const mean = 't.4.anomaly_scoring_aggregation_method=mean';
      expect(await ids('outcome=correct')).toEqual([1]);
      expect(await ids(`${mean}&outcome=correct`)).toEqual([2]);
      expect(await ids(`${mean}&t.4.min_anomaly_score=4&outcome=correct`)).toEqual([1]);
    });

    test('a regression accepts another error as correct', async () => {
      const { ids } = await openRun(regressionEntries);
      expect(await ids('t.5.max_absolute_error=2&outcome=correct')).toEqual([2]);
      expect(await ids('t.5.max_absolute_error=4&outcome=correct')).toEqual([1, 2]);
      expect(await ids('t.5.max_absolute_error=0.4&verdict=outside')).toEqual([1, 2]);
    });

    test('records and positions are those of the run', async () => {
      const store = await openStore();
      const { run } = await importRun(store, exampleEntries);
      const query = queryOf('t.3.min_score=0.95&sort=-wrong');
      const own = await readPage(await store.page(run, queryOf('sort=-id')));
      expect(await readPage(await store.page(run, query))).toEqual(own);
      expect(await store.position(run, query, 7)).toEqual({ row: 1, previous: 8, next: null });
    });
  });
}
