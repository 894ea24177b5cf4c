/** The verdicts of all blocks that detect anomalies, which differ only in how they score windows. */
import type { PredictionRecord } from '../../contract/schemas/result-page';
import { unknownReasons } from '../outcome';
import { anomalyWords, labelMeansAnomaly } from '../outcome-rules';
import { newVerdict, type Verdict } from '../verdict';
import {
  expectedOf,
  wordOrNull,
  type AnomalyDetector,
  type BlockContext,
  type JudgeWindow,
  type LearnBlock,
} from './learn-block';
import { thresholdsOf } from './thresholds';
import { setJobResult, setResult, setUnknown } from './verdict-result';
import { windowCount, windowLabels, type WindowLabels } from './window-frames';

/** What the job expected of each window: one outcome for all windows, one per window, or ranges. */
function outcomesOf({ block }: BlockContext): WindowLabels {
  const outcomes = block.expectedAnomalyOutcome;
  if (outcomes?.length === 1) return () => outcomes[0];
  return windowLabels(outcomes, windowCount(block));
}

/** The verdicts of a block whose windows are scored by `detector`. Without a threshold there is no prediction. */
export function judgeAnomalies(context: BlockContext, detector: AnomalyDetector): JudgeWindow {
  const { rules, usesJob } = context;
  const outcomeOf = outcomesOf(context);
  const wordOf = (label: string | null) => {
    const means = labelMeansAnomaly(label, rules);
    return means === null ? null : means ? anomalyWords.anomaly : anomalyWords.noAnomaly;
  };
  const statedOutcome = (index: number) => {
    const stated = outcomeOf(index)?.label ?? null;
    if (stated === anomalyWords.anomaly || stated === anomalyWords.noAnomaly) return stated;
    return wordOf(stated);
  };
  const judgeByRules = (verdict: Verdict, isLabelKnown: boolean) => {
    const { score } = verdict;
    if (score === null) return setUnknown(verdict, unknownReasons.noScores);
    if (detector.threshold === null) return setUnknown(verdict, unknownReasons.noThreshold);
    const says = detector.isAnomaly(score, detector.threshold);
    verdict.said = says ? anomalyWords.anomaly : anomalyWords.noAnomaly;
    if (!isLabelKnown) return setUnknown(verdict, unknownReasons.noAnomalyLabel);
    setResult(verdict, verdict.said === verdict.expected, 'confused');
  };
  return (index: number, prediction: PredictionRecord | undefined, verdicts: Verdict[]) => {
    const verdict = newVerdict(context.id, index);
    const label = expectedOf(context, index, prediction);
    const word = statedOutcome(index) ?? wordOf(label);
    verdict.expected = word ?? label;
    verdict.score = detector.scoreOf(index, prediction);
    if (!usesJob || prediction === undefined) judgeByRules(verdict, word !== null);
    else {
      verdict.said = wordOrNull(prediction.prediction);
      const kind = verdict.said === null ? 'missed' : 'confused';
      const reason = word === null ? unknownReasons.noAnomalyLabel : null;
      setJobResult(verdict, prediction.predictionCorrect, kind, reason);
    }
    verdicts.push(verdict);
    return null;
  };
}

/** The properties that all anomaly blocks share. */
export const anomalyBlock = {
  unit: 'window',
  isOneWord: true,
  saysLabels: true,
  hasClasses: false,
  confidence: () => null,
  mainRole: 'anomaly',
  thresholds: (block) => thresholdsOf(block, 'anomaly'),
  isSpokenOf:
    () =>
    ({ prediction }) =>
      prediction === anomalyWords.anomaly || prediction === anomalyWords.noAnomaly,
  textOf: (_block, _index, verdicts, from) => verdicts[from]?.said ?? null,
} as const satisfies Partial<LearnBlock>;
