/** Verdict cases of the conformance suite: the worked example, FOMO, keys, regression, special words. */
import type { SampleEntry } from '../../../contract/schemas/result-page';
import { madeBlock, madeEntry } from './fixtures/entry-fixtures';
import { predictedBoatPicture, predictedWalkingSample } from './fixtures/example-fixtures';
import { entryOf, sampleEntry, scored } from './fixtures/store-fixtures';

const asImported = ({ result, predictions }: SampleEntry) => entryOf(result, predictions);

/** Samples 7 and 8: three windows of a classifier, and a picture with four boxes. */
export const exampleEntries = [predictedWalkingSample, predictedBoatPicture].map(asImported);

/** A query that matches only one row of the example: its words, and the tightest possible bounds on its numbers. */
function rowQuery(words: string, numbers: Record<string, number>): string {
  const ranges = Object.entries(numbers).map(
    ([name, value]) => `min${name}=${(value - 0.001).toFixed(4)}&max${name}=${(value + 0.001).toFixed(4)}`,
  );
  return [words, ...ranges].join('&');
}

/** The rows of the example: a query for each verdict, and the sample that it belongs to. */
export const exampleRows: [row: string, query: string, id: number][] = [
  ['7.0', rowQuery('expected=walking&said=walking&verdict=correct', { Score: 0.92, Margin: 0.84 }), 7],
  ['7.1', rowQuery('expected=walking&said=uncertain&verdict=uncertain', { Score: 0.55, Margin: -0.1 }), 7],
  ['7.2', rowQuery('expected=walking&said=anomaly&verdict=anomaly', { Score: 0.7, Margin: 0.4 }), 7],
  ['8.0', rowQuery('expected=boat&said=boat&verdict=correct', { Score: 0.9, Overlap: 0.905 }), 8],
  [
    '8.1',
    rowQuery('expected=bird&said=boat&verdict=confused&boxError=class', { Score: 0.8, Overlap: 0.818 }),
    8,
  ],
  [
    '8.2',
    rowQuery('expected=[null]&said=boat&verdict=false&boxError=duplicate', { Score: 0.7, Overlap: 0.681 }),
    8,
  ],
  [
    '8.3',
    rowQuery('expected=[null]&said=boat&verdict=false&boxError=localisation', {
      Score: 0.6,
      Overlap: 0.429,
    }),
    8,
  ],
  ['8.4', 'expected=boat&said=[null]&verdict=missed', 8],
];

/** The matches of each query in the example: samples, and the number of their verdicts. */
export const exampleQueries: [query: string, ids: number[], verdicts: number][] = [
  ['', [7, 8], 8],
  ['expected=walking&said=walking&verdict=incorrect', [], 0],
  ['expected=walking&said=walking', [7], 1],
  ['verdict=incorrect&minScore=0.65', [7, 8], 3],
  ['said=[null]', [8], 1],
  ['said=["missed"]', [], 0],
  ['said=null', [], 0],
  ['said=[null,"anomaly"]', [7, 8], 2],
  ['expected=boat&not.said=["boat"]', [], 0],
  ['expected=boat&not.said=["bird"]', [8], 2],
  ['not.said=[null]', [7], 3],
  ['not.expected=[null]', [7], 3],
  ['not.expected=walking', [8], 5],
  ['not.verdict=missed', [7], 3],
  ['not.verdict=correct', [], 0],
  ['not.boxError=class', [7], 3],
  ['not.block=3', [], 0],
  ['not.block=4', [7, 8], 8],
  ['verdict=["missed","uncertain"]', [7, 8], 2],
  ['boxError=["duplicate","class"]', [8], 2],
  ['verdict=correct&boxError=class', [], 0],
  ['block=3', [7, 8], 8],
  ['block=4', [], 0],
  ['minScore=-10', [7, 8], 7],
  ['maxScore=10', [7, 8], 7],
  ['minScore=0.55&maxScore=0.7', [7, 8], 2],
  ['minScore=0.95', [], 0],
  ['maxMargin=0', [7], 1],
  ['maxMargin=0&said=anomaly', [], 0],
  ['minOverlap=0.4&maxOverlap=0.5', [8], 1],
  ['minError=0', [], 0],
  ['outcome=correct', [], 0],
  ['labels=["walking"]&said=anomaly', [7], 1],
  ['predictions=anomaly', [7], 3],
  ['predictions=anomaly&said=walking', [7], 1],
  ['not.predictions=anomaly', [8], 5],
  ['minWrong=0.66&maxWrong=0.67', [7], 3],
  ['minWrong=0.8', [8], 5],
  ['minConfidence=0.55&maxConfidence=0.551', [7], 3],
  ['minConfidence=0.9&maxConfidence=0.901', [8], 5],
  ['sort=-worst,-wrong', [8, 7], 8],
  ['sort=margin', [7, 8], 8],
  ['sort=prediction', [8, 7], 8],
];

const cup = { label: 'cup', x: 40, y: 40, width: 20, height: 20 };

/** A picture with one truth that three FOMO boxes hit, and a false box; and a picture without any boxes. */
export const crowdedEntries = [
  madeEntry({ id: 9, label: 'cup', boundingBoxes: [cup], imageDimensions: { width: 100, height: 100 } }, [
    madeBlock(3, 'keras-object-detection', {
      objectDetectionLastLayer: 'fomo',
      structuredResult: [
        {
          boxes: [
            [0.4, 0.4, 0.1, 0.1],
            [0.5, 0.5, 0.1, 0.1],
            [0.4, 0.5, 0.1, 0.1],
            [0, 0, 0.1, 0.1],
          ],
          labels: ['cup', 'cup', 'cup', 'cup'],
          scores: [0.6, 0.9, 0.7, 0.8],
        },
      ],
    }),
  ]),
  madeEntry({ id: 10, label: '', boundingBoxes: [], imageDimensions: { width: 100, height: 100 } }, [
    madeBlock(3, 'keras-object-detection', {
      objectDetectionLastLayer: 'fomo',
      structuredResult: [{ boxes: [], labels: [], scores: [] }],
    }),
  ]),
].map(asImported);

const keyed = (id: number, ...said: Record<string, string>[]) =>
  asImported(
    madeEntry({ id, labelMap: { labels: { colour: 'red', size: 'big' } } }, [
      madeBlock(6, 'vlm', { labelMapResult: said.slice(0, 1) }),
      madeBlock(5, 'vlm', { labelMapResult: said.slice(1) }),
    ]),
  );

/** Two blocks that predict values by key; block 6 comes first. The later sample comes first in the file. */
export const keyedEntries = [
  keyed(2, { colour: 'red', size: 'big' }, { colour: 'blue' }),
  keyed(1, { colour: 'red', size: 'small' }, { colour: 'green', size: 'big' }),
];

const degrees = (id: number, label: string, ...values: number[]) =>
  asImported(
    madeEntry({ id, label }, [
      madeBlock(5, 'keras-regression', {
        thresholds: [{ key: 'max_absolute_error', value: 1 }],
        result: values.map((value) => ({ value })),
      }),
    ]),
  );

/** A regression: errors of 0.5 and 4, of 2, and one without an expected number. */
export const regressionEntries = [degrees(1, '20', 20.5, 24), degrees(2, '30', 28), degrees(3, 'warm', 20)];

/** Words that look like something else, and missing predictions. */
export const nullLikeEntries = [
  sampleEntry(1, { label: 'null' }, [
    ['missed', false],
    ['', false],
  ]),
  sampleEntry(2, {}, [['null', null]]),
  sampleEntry(3, { label: '[null]' }, [['[null]', true]]),
];

/** Samples of three devices with one window each, one of which is not judged. */
export const ratedEntries = [
  sampleEntry(1, { label: 'a', deviceName: 'one' }, [['a', true]], scored({ a: 0.9, b: 0.1 })),
  sampleEntry(2, { label: 'a', deviceName: 'one' }, [['b', false]], scored({ a: 0.2, b: 0.8 })),
  sampleEntry(3, { label: 'b', deviceName: 'two' }, [['b', true]], scored({ a: 0.3, b: 0.7 })),
  sampleEntry(4, { label: 'x', deviceName: 'two' }, [['b', null]], scored({ a: 0.4, b: 0.6 })),
  sampleEntry(5, { label: 'a' }, [
    ['a', true],
    ['b', false],
    ['b', false],
  ]),
  sampleEntry(6, { label: 'a', deviceName: 'three' }),
];
