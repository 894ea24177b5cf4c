/** Query options of one page of samples, as the classify-result API gives it. */
import { queryOptions } from '@tanstack/react-query';
import { printQuery, type Query } from '../../contract/query';
import { queryString } from '../../contract/query-string';
import { resultPageRecordSchema, type SampleEntry } from '../../contract/result-page';
import { addressOf, request } from './client';

/** Rows of one request: little more than a screen, so that the first ones are there soon. */
export const pageSize = 50;

/** Whoever scrolls through a million rows leaves hundreds of pages behind, and the server has each again at once. */
const keptMilliseconds = 60_000;

export interface SamplePage {
  totalCount: number;
  entries: readonly SampleEntry[];
}

/** The page with the given number, from 0, of the samples that match. */
export function resultPageOptions(projectId: number, query: Query, page: number) {
  const parameters = printQuery({ ...query, limit: pageSize, offset: page * pageSize });
  return queryOptions({
    queryKey: ['page', projectId, queryString(parameters)],
    gcTime: keptMilliseconds,
    queryFn: async ({ signal }): Promise<SamplePage> => {
      const body = await request(addressOf('resultPage', { projectId }, parameters), resultPageRecordSchema, {
        signal,
      });
      const bySample = Map.groupBy(body.predictions, ({ sampleId }) => sampleId);
      const entries = body.result.map((result) => ({
        result,
        predictions: bySample.get(result.sampleId) ?? [],
      }));
      return { totalCount: body.totalCount, entries };
    },
  });
}
