/** The learn blocks of a sample in the format that a run stores. */
import type { BlockThreshold, Classification } from '../../contract/schemas/result-page';
import type { RunLearnBlock, RunThreshold } from '../../contract/schemas/runs';
import { learnBlockId } from '../../domain/learn-blocks/registry';

/** A threshold as a run stores it; empty if it has no value. */
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

/** A learn block as a run stores it; without a title, its name or type is used. */
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
