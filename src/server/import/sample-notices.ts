/** Notices about one sample that are not errors. */
import type { Classification, SampleEntry } from '../../contract/schemas/result-page';
import { hasAnomalyClass, learnBlockOf } from '../../domain/learn-blocks/registry';
import { anomalyKey } from '../../domain/learn-blocks/window-scores';
import { unknownReasons } from '../../domain/outcome';
import type { SampleFacts } from '../../domain/sample-values';

const sumTolerance = 0.05;

/** Every notice, as a sentence after "12 samples …" (or "1 sample …"). */
export const noticeWords = {
  noPredictions: 'without predictions: what the model said is worked out from the scores.',
  noClassifications: 'without any classification: nothing can be said about the outcome.',
  noLabel: 'without a label: the outcome may stay unknown.',
  noSuchClass: "with a label that is none of the model's classes: left out of accuracy, as in Studio.",
  oddSum: `with class scores that do not add up to 1 (± ${sumTolerance}): kept as they are.`,
  oddScore: 'with a class score below 0 or above 1: kept as they are.',
  otherId: 'whose sampleId is not the id of the sample in it: sampleId is what counts.',
} as const;

export type SampleNotice = keyof typeof noticeWords;

/** Whether a block's class scores are probabilities that should add up to one. */
const isOneOfMany = (block: Classification) => learnBlockOf(block).hasClasses && block.isMultiLabel !== true;

function scoreNotices(entry: SampleEntry): SampleNotice[] {
  let isSumOdd = false;
  let isScoreOdd = false;
  for (const block of entry.result.classifications) {
    if (!isOneOfMany(block)) continue;
    const anomalyIsClass = hasAnomalyClass(entry, block);
    for (const window of block.result ?? []) {
      let sum = 0;
      let classes = 0;
      for (const label in window) {
        const score = window[label];
        if (typeof score !== 'number' || (label === anomalyKey && !anomalyIsClass)) continue;
        sum += score;
        classes += 1;
        if (score < 0 || score > 1) isScoreOdd = true;
      }
      if (classes > 0 && Math.abs(sum - 1) > sumTolerance) isSumOdd = true;
    }
  }
  const notices: SampleNotice[] = [];
  if (isSumOdd) notices.push('oddSum');
  if (isScoreOdd) notices.push('oddScore');
  return notices;
}

/** The notices about a sample: mostly none. */
export function noticesOf(entry: SampleEntry, facts: SampleFacts): SampleNotice[] {
  const { result, predictions } = entry;
  const notices = scoreNotices(entry);
  if (predictions.length === 0) notices.push('noPredictions');
  if (result.classifications.length === 0) notices.push('noClassifications');
  if (typeof result.sample.label !== 'string') notices.push('noLabel');
  else if (facts.unknownReason === unknownReasons.noSuchClass) notices.push('noSuchClass');
  if (result.sample.id !== result.sampleId) notices.push('otherId');
  return notices;
}
