/** Random records that mix all learn blocks, for comparing rules and reference; valid by the contract's schema. */
import fc from 'fast-check';
import type { Classification, PredictionRecord, SampleEntry } from '../../../contract/result-page';
import { arbitraryBoxBlock, arbitraryBoxes, arbitraryTruth } from './arbitrary-boxes';

const labels = ['idle', 'wave', 'on', 'off', '__proto__', 'constructor', 'toString', '1', '0'];
const spoken = [...labels, 'anomaly', 'no anomaly', 'uncertain', 'unheard of', '', '-', '-1.5', '2.25'];
const keys = ['colour', 'size', '__proto__', 'hasOwnProperty'];
const values = ['red', 'big', '2', 'null'];

/** Mostly one of the arbitrary's values, sometimes none: `null` or an absent field. */
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null | undefined> =>
  fc.oneof({ weight: 6, arbitrary }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) });

/**
 * Multiples of 1/16, whose sums and differences are exact; scores equal to a threshold or to each other are common.
 */
const sixteenth = fc.integer({ min: 0, max: 16 }).map((parts) => parts / 16);
const anomalyScore = fc.integer({ min: -8, max: 24 }).map((parts) => parts / 16);
const quarter = fc.integer({ min: -12, max: 12 }).map((parts) => parts / 4);

const windowsOf = <Value>(windows: number, arbitrary: fc.Arbitrary<Value>) =>
  fc.array(arbitrary, { minLength: windows, maxLength: windows });

/** A threshold with the block's usual key; sometimes none, or one whose value is a word. */
function thresholds(names: readonly string[], levels: readonly number[]) {
  const set = fc
    .tuple(fc.constantFrom(...names), fc.constantFrom(...levels))
    .map(([key, value]): Classification['thresholds'] => [{ key, value }]);
  const word: Classification['thresholds'] = [{ key: 'mode', value: 'automatic' }];
  return fc.oneof({ weight: 8, arbitrary: set }, { weight: 1, arbitrary: fc.constantFrom([], null, word) });
}

type BlockParts = Partial<Classification> & { type: string };

/** Scores that sum to 1, in sixteenths. */
const sharesOf = (count: number) =>
  fc
    .array(fc.integer({ min: 0, max: 16 }), { minLength: count - 1, maxLength: count - 1 })
    .map((cuts) => [0, ...cuts.sort((a, b) => a - b), 16])
    .map((cuts) => cuts.slice(1).map((cut, at) => (cut - (cuts[at] ?? 0)) / 16));

/**
 * The windows of a classifier: whole distributions or independent scores, with `anomaly` as a class or as an
 * additional score.
 */
function classWindows(windows: number) {
  return fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...labels, 'anomaly', 'uncertain'), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.boolean(),
    )
    .chain(([classes, isWhole, hasScore]) => {
      const loose = fc.array(fc.oneof({ weight: 12, arbitrary: sixteenth }, fc.constant(null)), {
        minLength: classes.length,
        maxLength: classes.length,
      });
      const scores: fc.Arbitrary<(number | null)[]> = isWhole ? sharesOf(classes.length) : loose;
      const window = fc.tuple(scores, anomalyScore).map(([found, score]) => {
        const pairs = classes.map((name, at): [string, number | null] => [name, found[at] ?? null]);
        const rodeAlong: [string, number | null][] =
          hasScore && !classes.includes('anomaly') ? [['anomaly', score]] : [];
        return Object.fromEntries([...pairs, ...rodeAlong]);
      });
      return windowsOf(windows, window);
    });
}

const classifier = (windows: number): fc.Arbitrary<BlockParts> =>
  fc.record({
    type: fc.constantFrom('keras', 'keras-transfer-image', 'keras-transfer-kws', 'keras-akida'),
    result: classWindows(windows),
    thresholds: thresholds(['min_confidence', 'min_score'], [0.375, 0.5, 0.625]),
  });

/** Scores of an anomaly block; it may have fewer windows than the others. */
const anomalyBlock = (windows: number): fc.Arbitrary<BlockParts> =>
  fc.record({
    type: fc.constantFrom('anomaly', 'anomaly-gmm', 'keras-anomaly'),
    result: fc
      .tuple(
        windowsOf(
          windows,
          maybe(anomalyScore).map((anomaly): Record<string, number | null> =>
            anomaly === undefined ? {} : { anomaly },
          ),
        ),
        fc.integer({ min: 0, max: 6 }),
      )
      .map(([found, cut]) => (cut === 0 ? found.slice(1) : found)),
    thresholds: thresholds(['min_anomaly_score'], [0.25, 0.5]),
    expectedAnomalyOutcome: maybe(
      fc
        .tuple(
          fc.constantFrom(1, windows),
          windowsOf(Math.max(1, windows), fc.constantFrom('anomaly', 'no anomaly')),
        )
        .map(([count, words]) =>
          words.slice(0, count).map((label, at) => ({ startIndex: at, endIndex: at, label })),
        ),
    ),
  });

const pictureAnomalyBlock = (windows: number): fc.Arbitrary<BlockParts> =>
  fc
    .record({
      cells: windowsOf(
        windows,
        fc.array(fc.array(sixteenth, { minLength: 2, maxLength: 2 }), { minLength: 2, maxLength: 2 }),
      ),
      hasFigures: fc.boolean(),
      level: fc.constantFrom(0.25, 0.5, 0.75),
      method: fc.constantFrom('mean', 'max', null),
    })
    .map(({ cells, hasFigures, level, method }): BlockParts => ({
      type: 'keras-visual-anomaly',
      anomalyResult: cells.map((scores) => ({
        scores,
        maxScore: hasFigures ? Math.max(...scores.flat()) : null,
        meanScore: hasFigures ? scores.flat().reduce((a, b) => a + b) / 4 : null,
      })),
      thresholds: [
        { key: 'min_anomaly_score', value: level },
        ...(method === null ? [] : [{ key: 'anomaly_scoring_aggregation_method', value: method }]),
      ],
    }));

const regression = (windows: number): fc.Arbitrary<BlockParts> =>
  fc.uniqueArray(fc.constantFrom('value', ...keys), { minLength: 1, maxLength: 2 }).chain((outputs) =>
    fc.record({
      type: fc.constant('keras-regression'),
      result: windowsOf(
        windows,
        windowsOf(outputs.length, quarter).map((found) =>
          Object.fromEntries(outputs.map((name, at) => [name, found[at] ?? 0])),
        ),
      ),
      thresholds: thresholds(['max_absolute_error'], [0.5, 1]),
    }),
  );

/** Values by key; some are numbers, and some are missing. */
const saidMap = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...keys), fc.constantFrom(...values, 2, null)), {
    maxLength: 3,
    selector: ([key]) => key,
  })
  .map((pairs): Record<string, unknown> => Object.fromEntries(pairs));

const expectedMap = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...keys), fc.constantFrom(...values, '-1.5', '2.25')), {
    maxLength: 4,
    selector: ([key]) => key,
  })
  .map((pairs): Record<string, string> => Object.fromEntries(pairs));

const keyBlock = (windows: number): fc.Arbitrary<BlockParts> =>
  fc.record({
    type: fc.constantFrom('vlm', 'keras-freeform', ...(windows > 0 ? ['keras'] : [])),
    labelMapResult: windowsOf(windows, saidMap),
  });

const blockOf = (windows: number): fc.Arbitrary<BlockParts> =>
  fc.oneof(
    { weight: 4, arbitrary: classifier(windows) },
    { weight: 3, arbitrary: anomalyBlock(windows) },
    { weight: 1, arbitrary: pictureAnomalyBlock(windows) },
    { weight: 2, arbitrary: regression(windows) },
    { weight: 3, arbitrary: arbitraryBoxBlock(windows) },
    { weight: 2, arbitrary: keyBlock(windows) },
  );

const interval = { intervalMs: 10, stride: 100 };
const windowMs = interval.intervalMs * interval.stride;

/** The expected labels by window, the same in all blocks of a sample: for all windows, for the first ones, or none. */
const expectedLabels = (windows: number, label: string | null | undefined) =>
  fc
    .tuple(windowsOf(windows, fc.constantFrom(...spoken)), fc.constantFrom('all', 'same', 'cut', 'none'))
    .map(([words, extent]) => {
      if (extent === 'none') return undefined;
      const kept = extent === 'cut' ? words.slice(0, -1) : words;
      return kept.map((word, window) => ({
        startIndex: window * interval.stride,
        endIndex: (window + 2) * interval.stride - 1,
        label: extent === 'same' ? (label ?? '') : word,
      }));
    });

type PredictionParts = Partial<PredictionRecord>;

/** One prediction of a window, with its exact start, nearly its start, or another one. */
const prediction = (window: number): fc.Arbitrary<PredictionParts> =>
  fc.record(
    {
      startMs: fc.constantFrom(0, 0, 0, 0.5, -1, 1.5).map((late) => window * windowMs + late),
      endMs: fc.constant((window + 2) * windowMs),
      label: fc.constantFrom(...spoken),
      prediction: maybe(fc.constantFrom(...spoken)),
      predictionCorrect: maybe(fc.boolean()),
      f1Score: sixteenth,
      boundingBoxes: arbitraryBoxes,
      labelMapPredictions: saidMap,
    },
    { requiredKeys: ['startMs', 'endMs', 'prediction', 'predictionCorrect'] },
  );

/** No predictions, one per window, one per window and block, or some of them; in order, reversed or shuffled. */
function predictionsOf(windows: number, blocks: number): fc.Arbitrary<PredictionParts[]> {
  const each = (repeats: number): fc.Arbitrary<PredictionParts[]> =>
    fc.tuple(...Array.from({ length: windows * repeats }, (_, at) => prediction(Math.floor(at / repeats))));
  const onTime = (repeats: number): fc.Arbitrary<PredictionParts[]> =>
    each(repeats).map((all) =>
      all.map((one, at) => ({ ...one, startMs: Math.floor(at / repeats) * windowMs })),
    );
  const withoutStart = onTime(1).map((all) => all.map((one) => ({ ...one, startMs: null })));
  const some = fc
    .tuple(each(1), onTime(blocks))
    .chain(([loose, exact]) => fc.shuffledSubarray([...loose, ...exact]));
  return fc.oneof(
    { weight: 3, arbitrary: each(0) },
    { weight: 3, arbitrary: onTime(1) },
    { weight: 1, arbitrary: withoutStart },
    { weight: 1, arbitrary: onTime(1).map((all) => [...all].reverse()) },
    { weight: 2, arbitrary: onTime(blocks) },
    { weight: 1, arbitrary: onTime(blocks).map((all) => [...all].reverse()) },
    { weight: 2, arbitrary: some },
  );
}

/** Records of one sample with one to three blocks and up to three windows. */
export const arbitraryEntry: fc.Arbitrary<SampleEntry> = fc
  .tuple(
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 1, max: 3 }),
    arbitraryTruth,
    maybe(fc.constantFrom(...spoken)),
    fc.integer({ min: 1, max: 1000 }),
  )
  .chain(([windows, blockCount, truth, word, sampleId]) => {
    const label = truth === null ? word : truth.label;
    return fc
      .record({
        blocks: windowsOf(blockCount, blockOf(windows)),
        predictions: predictionsOf(windows, blockCount),
        expected: expectedLabels(windows, label),
        labelMap: maybe(expectedMap),
        isStructured: fc.boolean(),
      })
      .map(({ blocks, predictions, expected, labelMap, isStructured }): SampleEntry => {
        const structuredLabels = isStructured && expected !== undefined ? expected : null;
        return {
          result: {
            sampleId,
            sample: {
              id: sampleId,
              intervalMs: interval.intervalMs,
              ...truth,
              label,
              structuredLabels,
              labelMap: labelMap && { labels: labelMap },
            },
            classifications: blocks.map(({ type, ...parts }, at) => ({
              ...parts,
              learnBlock: { id: 3 + at, type },
              expectedLabels: expected,
              intervalMs: interval.intervalMs,
            })),
          },
          predictions: predictions.map((one) => ({ ...one, sampleId })),
        };
      });
  });
