/** Query options for one page of samples from the classify-result API. */
import { queryOptions } from '@tanstack/react-query';
import { printQuery, type Query } from '../../contract/query';
import { queryString } from '../../contract/query-string';
import {
  resultPageRecordSchema,
  type DamagedSample,
  type SampleEntry,
} from '../../contract/schemas/result-page';
import { addressOf, request } from './client';
import { trialRetry } from './trial-retry';

/** Rows per request: slightly more than a screen, so that the first rows arrive soon. */
export const pageSize = 50;

/** Scrolling through a million rows leaves hundreds of pages behind, and the server can return each again at once. */
const keptMilliseconds = 60_000;

/** The content of a row: a sample, or that it is damaged on disk and cannot be shown. */
export type SampleRow = SampleEntry | DamagedSample;

export const isDamaged = (row: SampleRow): row is DamagedSample => 'reason' in row;
export const sampleIdOf = (row: SampleRow): number => (isDamaged(row) ? row.sampleId : row.result.sampleId);

/** What a row shows instead of a damaged sample. */
export const damageWords = ({ sampleId }: DamagedSample): string => `Sample ${sampleId} is damaged on disk`;

export interface SamplePage {
  totalCount: number;
  rows: readonly SampleRow[];
}

/** The page with the given number, from 0, of the matching samples. */
export function resultPageOptions(projectId: number, query: Query, page: number) {
  const parameters = printQuery({ ...query, limit: pageSize, offset: page * pageSize });
  return queryOptions({
    queryKey: ['page', projectId, queryString(parameters)],
    gcTime: keptMilliseconds,
    ...trialRetry(query),
    queryFn: async ({ signal }): Promise<SamplePage> => {
      const body = await request(addressOf('resultPage', { projectId }, parameters), resultPageRecordSchema, {
        signal,
      });
      const bySample = Map.groupBy(body.predictions, ({ sampleId }) => sampleId);
      const rows: SampleRow[] = body.result.map((result) => ({
        result,
        predictions: bySample.get(result.sampleId) ?? [],
      }));
      // In ascending order, so that each is inserted at its final position.
      for (const damaged of body.damaged ?? []) rows.splice(damaged.index, 0, damaged);
      return { totalCount: body.totalCount, rows };
    },
  });
}
