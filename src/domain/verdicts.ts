/** Computes the verdicts on a sample, from which all its other values follow, and the windows that they refer to. */
import type { PredictionRecord, SampleEntry } from '../contract/schemas/result-page';
import { joinPredictions } from './join-predictions';
import { wordOrNull, type AnomalyDetector, type BlockContext } from './learn-blocks/learn-block';
import { entryBlocks, noBlock, type EntryBlock } from './learn-blocks/registry';
import { expectedLabels, windowCount } from './learn-blocks/window-frames';
import { hasTrialThresholds, type OutcomeRules } from './outcome-rules';
import type { Verdict } from './verdict';

/** The result of one deciding block on one window. */
export interface JudgedWindow {
  index: number;
  at: EntryBlock;
  context: BlockContext;
  /** The job's prediction; `undefined` if it has none for this block. */
  prediction: PredictionRecord | undefined;
  /** Its verdicts are those from `from` to `to`, exclusive. */
  from: number;
  to: number;
  /** The job's word if it gave one for all of them; otherwise whether they are right; `null`: not judged. */
  correct: boolean | null;
  /** The prediction as one text. */
  text: string | null;
  /** Why it cannot be judged, if there may be no verdict to carry the reason. */
  reason: string | null;
}

export interface JudgedEntry {
  blocks: readonly EntryBlock[];
  verdicts: readonly Verdict[];
  /** By window, and for each by deciding block. Windows that the job skipped have none. */
  windows: readonly JudgedWindow[];
  /** The number of windows that have scores or predictions. */
  windowCount: number;
}

/** Whose word decides: the job's if it has a prediction, or only the rules'. */
export type WordOf = 'job' | 'rules';

function decidingBlocks(blocks: readonly EntryBlock[]): readonly EntryBlock[] {
  const deciding = blocks.filter(({ decides }) => decides);
  return deciding.length === 0 ? [noBlock] : deciding;
}

const noDetectors: readonly AnomalyDetector[] = [];

/** How the anomaly blocks that run together with the deciding blocks score windows. */
function detectorsOf(blocks: readonly EntryBlock[], rules: OutcomeRules): readonly AnomalyDetector[] {
  if (blocks.length < 2) return noDetectors;
  return blocks.flatMap(({ decides, rule, block }) => (decides ? [] : (rule.detector?.(block, rules) ?? [])));
}

/** Correct if all judged verdicts are; without any verdict and reason there was nothing to be wrong about. */
function areCorrect(verdicts: readonly Verdict[], from: number, reason: string | null): boolean | null {
  if (reason !== null) return null;
  if (from === verdicts.length) return true;
  let correct: boolean | null = null;
  for (let at = from; at < verdicts.length; at++) {
    const result = verdicts[at]?.result;
    if (result === 'incorrect') return false;
    if (result === 'correct') correct = true;
  }
  return correct;
}

/** Trial thresholds name a block by its id: a block without one is given its position in the entry, from 1. */
function withBlockIds({ result, predictions }: SampleEntry): SampleEntry {
  const classifications = result.classifications.map((block, place) =>
    block.learnBlock.id === undefined
      ? { ...block, learnBlock: { ...block.learnBlock, id: place + 1 } }
      : block,
  );
  return { result: { ...result, classifications }, predictions };
}

/**
 * Judges an entry. The job's predictions are taken as they are, unless a trial threshold is set or `wordOf` asks
 * for the rules; then the scores are judged again. A sample without predictions is judged by its scores.
 */
export function judgeEntry(given: SampleEntry, rules: OutcomeRules, wordOf: WordOf = 'job'): JudgedEntry {
  const entry = hasTrialThresholds(rules) ? withBlockIds(given) : given;
  const { predictions, result } = entry;
  const blocks = entryBlocks(entry);
  if (blocks.length + predictions.length === 0) return { blocks, verdicts: [], windows: [], windowCount: 0 };
  const deciding = decidingBlocks(blocks);
  const joined = joinPredictions(entry, deciding);
  const usesJob = wordOf === 'job' && !hasTrialThresholds(rules);
  const detectors = detectorsOf(blocks, rules);
  const judges = deciding.map((at, place) => {
    const context: BlockContext = {
      id: at.id,
      block: at.block,
      sample: result.sample,
      rules,
      labels: expectedLabels(at.block, result.sample, joined.windows),
      usesJob,
      usesDebugInfo: wordOf === 'job',
      detectors,
      anomalyIsClass: at.anomalyIsClass,
    };
    return {
      at,
      context,
      judge: at.rule.judge(context),
      ofJob: joined.ofBlocks[place],
      scored: windowCount(at.block),
    };
  });
  const verdicts: Verdict[] = [];
  const windows: JudgedWindow[] = [];
  for (let index = 0; index < joined.windows; index++) {
    for (const { at, context, judge, ofJob, scored } of judges) {
      const prediction = ofJob?.[index];
      // If the job has predictions for a sample, a window or block without one has no verdict: a decision that the
      // job did not make must not turn a sample that it considers correct into an incorrect one. If it has none, a
      // block may have fewer windows than others.
      if (prediction === undefined && (predictions.length > 0 || index >= scored)) continue;
      const from = verdicts.length;
      const reason = judge(index, prediction, verdicts);
      const word = usesJob && !at.rule.isOneWord ? prediction?.predictionCorrect : undefined;
      windows.push({
        index,
        at,
        context,
        prediction,
        from,
        to: verdicts.length,
        correct: word ?? areCorrect(verdicts, from, reason),
        text:
          (usesJob ? wordOrNull(prediction?.prediction) : null) ??
          at.rule.textOf(at.block, index, verdicts, from, reason),
        reason,
      });
    }
  }
  let count = joined.windows;
  for (const { block } of blocks) count = Math.max(count, windowCount(block));
  return { blocks, verdicts, windows, windowCount: count };
}

/** The verdicts on a sample: one for each decision of a model that can be right or wrong. */
export function verdictsOf(entry: SampleEntry, rules: OutcomeRules): Verdict[] {
  return [...judgeEntry(entry, rules).verdicts];
}
