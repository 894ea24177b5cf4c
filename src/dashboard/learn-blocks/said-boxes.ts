/** The boxes that a block said of a window, whether or not the outcome is that block's. */
import type { Classification, SampleEntry } from '../../contract/result-page';
import type { ScoredBox } from '../../domain/box-matching';
import { foundBoxes } from '../../domain/learn-blocks/found-boxes';
import type { WindowPrediction } from '../../domain/learn-blocks/learn-block';
import { keepsScore } from '../../domain/learn-blocks/object-detection';
import { thresholdInForce } from '../../domain/learn-blocks/thresholds';
import { defaultOutcomeRules } from '../../domain/outcome-rules';

/** The window's own boxes for the main block; else what the block found from its threshold up. */
export function boxesSaid(
  { result }: SampleEntry,
  block: Classification,
  isMain: boolean,
  window: WindowPrediction,
  index: number,
): readonly ScoredBox[] {
  if (isMain) return window.boxes;
  const minimum = thresholdInForce(block, 'score', 'score', defaultOutcomeRules);
  const found = foundBoxes(block.structuredResult?.[index], undefined, result.sample) ?? [];
  return found.filter(({ score }) => keepsScore(block, score, minimum));
}
