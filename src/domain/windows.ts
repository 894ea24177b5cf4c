/** The windows of an entry as shown to users, from its verdicts. */
import type { PredictionRecord, SampleEntry } from '../contract/schemas/result-page';
import { expectedOf } from './learn-blocks/learn-block';
import { mainClassification } from './learn-blocks/registry';
import { expectedLabels, windowSpan } from './learn-blocks/window-frames';
import { defaultOutcomeRules, type OutcomeRules } from './outcome-rules';
import { judgeEntry, type JudgedEntry, type JudgedWindow, type WordOf } from './verdicts';
import { windowAnomaly, windowConfidence, windowF1 } from './window-numbers';

/** One window: its time span, expectation, prediction, whether that is right, and its scores. */
export interface WindowPrediction {
  /** `null` if the run does not tell. */
  startMs: number | null;
  endMs: number | null;
  expected: string | null;
  prediction: string | null;
  /** `null`: it cannot be judged, and `unknownReason` says why. */
  correct: boolean | null;
  /** The top class score or box score; `null` if the blocks have none. */
  confidence: number | null;
  anomaly: number | null;
  /** 0 to 1, for object detection. */
  f1: number | null;
  unknownReason: string | null;
  /** The job's prediction for it. */
  ofJob: PredictionRecord | undefined;
  /** The result of each deciding block; empty if the job skipped the window. */
  parts: readonly JudgedWindow[];
}

/** The expectation: the word of the window's only verdict, otherwise the label. */
function expectedIn({ verdicts }: JudgedEntry, { at, context, index, prediction, from }: JudgedWindow) {
  return at.rule.isOneWord ? (verdicts[from]?.expected ?? null) : expectedOf(context, index, prediction);
}

function reasonIn({ verdicts }: JudgedEntry, { from, to, correct, reason }: JudgedWindow): string | null {
  if (correct !== null) return null;
  const ofVerdicts = verdicts.slice(from, to).find(({ unknownReason }) => unknownReason !== null);
  return ofVerdicts?.unknownReason ?? reason;
}

/**
 * The most informative part of a window: the first wrong one, otherwise the first that is judged, otherwise the
 * first.
 */
const tellingPart = (parts: readonly JudgedWindow[]): JudgedWindow | undefined =>
  parts.find(({ correct }) => correct === false) ?? parts.find(({ correct }) => correct === true) ?? parts[0];

function windowOf(entry: SampleEntry, judged: JudgedEntry, parts: readonly JudgedWindow[]): WindowPrediction {
  const { sample } = entry.result;
  const part = tellingPart(parts);
  if (part === undefined) throw new Error('A window has at least one part');
  const { index, at } = part;
  const prediction = parts.find((one) => one.prediction !== undefined)?.prediction;
  // Listed one by one: an object literal that starts with a spread takes ten times as long to create.
  const { startMs, endMs } = windowSpan(at.block, sample, prediction, index, judged.windowCount);
  return {
    startMs,
    endMs,
    expected: expectedIn(judged, part),
    prediction: part.text,
    correct: part.correct,
    confidence: windowConfidence(judged.blocks, index, parts),
    anomaly: windowAnomaly(judged.blocks, index, parts),
    f1: windowF1(judged, part),
    unknownReason: reasonIn(judged, part),
    ofJob: prediction,
    parts,
  };
}

function windowsOf(entry: SampleEntry, judged: JudgedEntry): { index: number; window: WindowPrediction }[] {
  const shown: { index: number; window: WindowPrediction }[] = [];
  for (let from = 0; from < judged.windows.length;) {
    const index = judged.windows[from]?.index ?? 0;
    let to = from + 1;
    while (judged.windows[to]?.index === index) to += 1;
    shown.push({ index, window: windowOf(entry, judged, judged.windows.slice(from, to)) });
    from = to;
  }
  return shown;
}

/** The judged windows: as the job decided, or by the rules if it did not or if `wordOf` asks for them. */
export function entryWindows(
  entry: SampleEntry,
  rules: OutcomeRules = defaultOutcomeRules,
  wordOf: WordOf = 'job',
): WindowPrediction[] {
  return windowsOf(entry, judgeEntry(entry, rules, wordOf)).map(({ window }) => window);
}

/**
 * Every window of an entry in order, including those with scores but no prediction, which no outcome counts but
 * users may want to see.
 */
export function shownWindows(
  entry: SampleEntry,
  rules: OutcomeRules = defaultOutcomeRules,
): WindowPrediction[] {
  const judged = judgeEntry(entry, rules);
  const { windowCount, blocks } = judged;
  const { sample } = entry.result;
  const main = mainClassification(entry);
  const labels = expectedLabels(main, sample, windowCount);
  const byIndex = new Map(windowsOf(entry, judged).map(({ index, window }) => [index, window]));
  return Array.from({ length: windowCount }, (_, index) => {
    const window = byIndex.get(index);
    if (window !== undefined) return window;
    const { startMs, endMs } = windowSpan(main, sample, undefined, index, windowCount);
    return {
      startMs,
      endMs,
      expected: expectedOf({ labels, sample }, index, undefined),
      prediction: null,
      correct: null,
      confidence: windowConfidence(blocks, index, []),
      anomaly: windowAnomaly(blocks, index, []),
      f1: null,
      unknownReason: 'The run has scores of this window, but no prediction',
      ofJob: undefined,
      parts: [],
    };
  });
}
