/** The rule of freeform blocks and label maps: values key by key as given, judged where a value is expected. */
import type { Classification, PredictionRecord } from '../../contract/result-page';
import type { SampleRecord } from '../../contract/sample';
import { isRecord } from '../is-record';
import { unknownReasons } from '../outcome';
import { windowOf, type KeyPrediction, type LearnBlock, type PredictContext } from './learn-block';
import { thresholdsOf } from './thresholds';

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));

/** The keys of one window, each with its value and, where the sample has one, the expected value. */
export function keyPredictions(
  given: Readonly<Record<string, unknown>>,
  wantedValues: Readonly<Record<string, unknown>>,
): KeyPrediction[] {
  return Object.entries(given).map(([key, raw]) => {
    const value = asText(raw);
    const wanted = Object.hasOwn(wantedValues, key) ? wantedValues[key] : undefined;
    if (wanted === undefined || wanted === null) return { key, value, expected: null, correct: null };
    const expected = asText(wanted);
    return { key, value, expected, correct: value === expected };
  });
}

/** `false` if any key is wrong, `true` if at least one is judged and all that are, are right; else `null`. */
function allCorrect(keys: readonly KeyPrediction[]): boolean | null {
  const judged = keys.filter(({ correct }) => correct !== null);
  return judged.length === 0 ? null : judged.every(({ correct }) => correct === true);
}

/** The expected values of one window: those of its own label, where it has some, else the sample's. */
function expectedValues(block: Classification | undefined, sample: SampleRecord, index: number) {
  const ofWindow = block?.expectedLabels?.[index]?.labelMap;
  if (isRecord(ofWindow) && isRecord(ofWindow.labels)) return ofWindow.labels;
  return sample.labelMap?.labels ?? {};
}

/** The label map that a window's result holds, key by key; empty where it has none. */
export function labelMapKeys(
  block: Classification | undefined,
  sample: SampleRecord,
  prediction: PredictionRecord | undefined,
  index: number,
): KeyPrediction[] {
  const given = prediction?.labelMapPredictions ?? block?.labelMapResult?.[index];
  return given === null || given === undefined
    ? []
    : keyPredictions(given, expectedValues(block, sample, index));
}

/** The keys that the block itself gave for a window: its label map, else the job's, else its raw numbers. */
function keysOfWindow(block: Classification, context: PredictContext, index: number): KeyPrediction[] {
  const { sample, predictions } = context;
  const ownMap = block.labelMapResult?.[index];
  if (ownMap !== undefined) return keyPredictions(ownMap, expectedValues(block, sample, index));
  const jobsMap = labelMapKeys(block, sample, predictions[index], index);
  if (jobsMap.length > 0) return jobsMap;
  return keyPredictions(block.result?.[index] ?? {}, expectedValues(block, sample, index));
}

export const freeform: LearnBlock = {
  name: 'freeform',
  title: 'Freeform',
  types: ['keras-freeform', 'vlm'],
  scoreRange: null,
  confidence: 'freeform',
  trial: 'both-ways',
  mainRole: null,
  thresholds: (block) => thresholdsOf(block, null),
  predict: (block, context) =>
    context.frames.map((frame, index) => {
      const keys = keysOfWindow(block, context, index);
      if (keys.length === 0) return windowOf(frame, { unknownReason: unknownReasons.noScores });
      const prediction = keys.map(({ key, value }) => `${key}: ${value}`).join(', ');
      const correct = allCorrect(keys);
      const unknownReason = correct === null ? unknownReasons.noExpectedValues : null;
      return windowOf(frame, { prediction, correct, keys, unknownReason });
    }),
};
