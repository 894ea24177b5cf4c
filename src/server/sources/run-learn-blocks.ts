/** The learn blocks that spoke of a sample, as a run keeps them. */
import type { BlockThreshold, Classification } from '../../contract/result-page';
import type { RunLearnBlock, RunThreshold } from '../../contract/runs';
import { learnBlockId } from '../../domain/learn-blocks/registry';

/** A threshold as a run keeps it; none where it has no value. */
function runThreshold(threshold: BlockThreshold): RunThreshold[] {
  const { value: own } = threshold;
  if (own === null || own === undefined) return [];
  const kept = {
    key: threshold.key,
    description: threshold.description ?? '',
    helpText: threshold.helpText ?? '',
    value: own,
    suggestedValue: threshold.suggestedValue ?? null,
    options: (threshold.dropdownOptions ?? []).map(({ value, description }) => ({ value, description })),
  };
  return [kept];
}

/** A learn block as a run keeps it; one without a title has its name or type. */
export function runLearnBlock(block: Classification, index: number): RunLearnBlock {
  const { learnBlock, thresholds, objectDetectionLastLayer } = block;
  return {
    id: learnBlockId(block, index),
    type: learnBlock.type,
    title: learnBlock.title ?? learnBlock.name ?? learnBlock.type,
    lastLayer: objectDetectionLastLayer ?? null,
    thresholds: (thresholds ?? []).flatMap(runThreshold),
  };
}
