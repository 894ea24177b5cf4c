/** The anomaly score scale of a run, shared by all its samples. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Query } from '../../contract/query';
import type { SampleEntry } from '../../contract/schemas/result-page';
import { hasAnomalyClass, learnBlockOf } from '../../domain/learn-blocks/registry';
import { anomalyKey } from '../../domain/learn-blocks/window-scores';
import { wholeSummaryOptions } from '../api/summary';

const hasAnomalyScores = (entry: SampleEntry) =>
  entry.result.classifications.some(
    (block) =>
      learnBlockOf(block).mainRole === 'anomaly' ||
      (block.anomalyResult?.length ?? 0) > 0 ||
      (!hasAnomalyClass(entry, block) &&
        block.result?.some((scores) => Object.hasOwn(scores, anomalyKey)) === true),
  );

/** The lowest and highest anomaly score of the run; `null` until it is known, or if no block has such scores. */
export function useAnomalyScale(
  projectId: number,
  query: Query,
  entry: SampleEntry,
): readonly [low: number, high: number] | null {
  const { data } = useQuery({
    ...wholeSummaryOptions(projectId, query),
    enabled: hasAnomalyScores(entry),
  });
  const { low, high } = data?.histograms['anomaly'] ?? {};
  return useMemo(() => (low === undefined || high === undefined ? null : [low, high]), [low, high]);
}
