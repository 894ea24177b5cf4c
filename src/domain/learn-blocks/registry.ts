/** The record of all learn blocks, which of them a type follows, and the windows of an entry by their rules. */
import type { Classification, PredictionRecord, SampleEntry } from '../../contract/result-page';
import type { OutcomeRules } from '../outcome-rules';
import { anomaly } from './anomaly';
import { classification } from './classification';
import { freeform } from './freeform';
import type {
  LearnBlock,
  LearnBlockName,
  PredictContext,
  WindowFrame,
  WindowPrediction,
} from './learn-block';
import { objectDetection } from './object-detection';
import { regression } from './regression';
import { thresholdInForce } from './thresholds';
import { visualAnomaly } from './visual-anomaly';
import { expectedLabel, windowCount, windowSpan } from './window-frames';
import { blockAnomaly, blockConfidence, higher, highestCell, lower } from './window-scores';

export const learnBlocks = {
  classification,
  regression,
  anomaly,
  'object-detection': objectDetection,
  'visual-anomaly': visualAnomaly,
  freeform,
} as const satisfies Record<LearnBlockName, LearnBlock>;

const nameByType = new Map(
  Object.values(learnBlocks).flatMap(({ name, types }) => types.map((type) => [type, name] as const)),
);

/** The name of the rule that a type of Studio's learn blocks follows; types that we do not know are `freeform`. */
export function learnBlockNameFor(type: string): LearnBlockName {
  return nameByType.get(type) ?? 'freeform';
}

/** The rule that a type of Studio's learn blocks follows; types that we do not know are `freeform`. */
export function learnBlockFor(type: string): LearnBlock {
  return learnBlocks[learnBlockNameFor(type)];
}

/** The rule for what one block said of a sample: label maps are freeform whatever the block's type. */
export function learnBlockOf(block: Classification): LearnBlock {
  const labelMaps = block.labelMapResult?.length ?? 0;
  return labelMaps > 0 ? freeform : learnBlockFor(block.learnBlock.type);
}

const isAnomalyBlock = (block: Classification) => learnBlockOf(block).mainRole === 'anomaly';

/**
 * The block that decides a sample's windows: the first that is neither an anomaly nor a freeform block, else the first
 * anomaly block, else the first; `undefined` where there is none.
 */
export function mainClassification(entry: SampleEntry): Classification | undefined {
  const blocks = entry.result.classifications;
  if (blocks.length < 2) return blocks[0];
  const judging = blocks.find((block) => !isAnomalyBlock(block) && learnBlockOf(block) !== freeform);
  return judging ?? blocks.find(isAnomalyBlock) ?? blocks[0];
}

/** A window's confidence: the lowest of its blocks'; `null` where none of them has one. */
export function windowConfidence(
  entry: SampleEntry,
  index: number,
  prediction: PredictionRecord | undefined,
): number | null {
  let confidence: number | null = null;
  for (const block of entry.result.classifications) {
    const source = learnBlockOf(block).confidence;
    confidence = lower(confidence, blockConfidence(source, block, index, prediction));
  }
  return confidence;
}

/** A window's anomaly score: the highest among its blocks' scores and grids and its prediction's grid. */
export function windowAnomaly(
  entry: SampleEntry,
  index: number,
  prediction: PredictionRecord | undefined,
): number | null {
  let score = highestCell(prediction?.anomalyScores);
  for (const block of entry.result.classifications) score = higher(score, blockAnomaly(block, index));
  return score;
}

/** The threshold of the anomaly block that runs beside the main one; `null` where there is none. */
function anomalyThresholdBeside(entry: SampleEntry, main: Classification, rules: OutcomeRules) {
  const beside = entry.result.classifications.find((block) => block !== main && isAnomalyBlock(block));
  return beside === undefined ? null : thresholdInForce(beside, 'anomaly', 'anomaly', rules);
}

/**
 * The windows of an entry, judged from its classifications by the learn block's rule, whatever the job itself said.
 * The job's predictions only tell where the windows lie, and stand in for boxes and labels that the block leaves out.
 * Empty where the entry has no classifications.
 */
export function windowPredictions(entry: SampleEntry, rules: OutcomeRules): WindowPrediction[] {
  const main = mainClassification(entry);
  if (main === undefined) return [];
  const { sample } = entry.result;
  const windows = windowCount(main) || entry.predictions.length;
  const predictions = entry.predictions.length === windows ? entry.predictions : [];
  const frames: WindowFrame[] = [];
  for (let index = 0; index < windows; index++) {
    const prediction = predictions[index];
    const { startMs, endMs } = windowSpan(main, sample, prediction, index, windows);
    frames.push({
      startMs,
      endMs,
      expected:
        expectedLabel(main.expectedLabels, index, windows) ?? prediction?.label ?? sample.label ?? null,
      confidence: windowConfidence(entry, index, prediction),
      anomaly: windowAnomaly(entry, index, prediction),
    });
  }
  const anomalyThreshold = anomalyThresholdBeside(entry, main, rules);
  const context: PredictContext = { sample, frames, predictions, rules, anomalyThreshold };
  return learnBlockOf(main).predict(main, context);
}
