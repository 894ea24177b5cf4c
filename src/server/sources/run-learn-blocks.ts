/** The learn blocks that spoke of a sample, as a run keeps them. */
import type { BlockThreshold, ResultRecord } from '../../contract/result-page';
import type { RunLearnBlock, RunThreshold } from '../../contract/runs';

function runThreshold(threshold: BlockThreshold): RunThreshold {
  return {
    key: threshold.key,
    description: threshold.description ?? '',
    helpText: threshold.helpText ?? '',
    value: threshold.value,
    suggestedValue: threshold.suggestedValue ?? null,
    options: (threshold.dropdownOptions ?? []).map(({ value, description }) => ({ value, description })),
  };
}

/** The learn blocks of a result entry; one without an id is counted from 1, one without a title has its name or type. */
export function runLearnBlocks({ classifications }: ResultRecord): RunLearnBlock[] {
  return classifications.map(({ learnBlock, thresholds, objectDetectionLastLayer }, index) => ({
    id: learnBlock.id ?? index + 1,
    type: learnBlock.type,
    title: learnBlock.title ?? learnBlock.name ?? learnBlock.type,
    lastLayer: objectDetectionLastLayer ?? null,
    thresholds: (thresholds ?? []).map(runThreshold),
  }));
}
