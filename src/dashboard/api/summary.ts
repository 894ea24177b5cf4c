/** Query options of the summary: under the screen's filters, and of the whole run. */
import { queryOptions } from '@tanstack/react-query';
import { endpoints } from '../../contract/endpoints';
import { emptyQuery, printQuery, type Query } from '../../contract/query';
import { queryString } from '../../contract/query-string';
import { addressOf, request } from './client';

/** What of a query a summary depends on; sort and paging do not change it. */
export const summaryQuery = (query: Query): Query => ({
  ...query,
  sort: [],
  limit: emptyQuery.limit,
  offset: emptyQuery.offset,
  truncateStructuredLabels: false,
});

export function summaryOptions(projectId: number, query: Query) {
  const parameters = printQuery(summaryQuery(query));
  return queryOptions({
    queryKey: ['summary', projectId, queryString(parameters)],
    queryFn: ({ signal }) =>
      request(addressOf('summary', { projectId }, parameters), endpoints.summary.answer, { signal }),
  });
}

/** The summary of the whole run, for what must not move while filters change: colours, axes, all values. */
export const wholeSummaryOptions = (projectId: number, query: Query) =>
  summaryOptions(projectId, { ...query, filters: {} });
