/** The samples by row number: pages are fetched when they come near, old rows are kept until new ones arrive. */
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Query } from '../../../contract/query';
import { pageSize, resultPageOptions, type SampleRow } from '../../api/result-page';
import { pagesOf } from '../../table/row-window';

export interface Rows {
  /** `undefined` until the first page of the first query has arrived. */
  totalCount: number | undefined;
  rowAt: (row: number) => SampleRow | undefined;
  /** The visible rows are those of the previous query. */
  areOld: boolean;
  isFetching: boolean;
  error: Error | null;
  retry: () => void;
}

export function useRows(projectId: number, query: Query, first: number, last: number): Rows {
  const queryClient = useQueryClient();
  // The last query with loaded rows: they are shown until those of the current query arrive. Parallel queries do
  // not know their predecessors, so it is kept here.
  const [loaded, setLoaded] = useState<Query>();
  const near = pagesOf(first, last, pageSize);
  const pages = [...near, (near.at(-1) ?? 0) + 1, Math.max(0, (near[0] ?? 0) - 1)];
  const numbers = [...new Set(pages)];
  const optionsOf = (page: number) => resultPageOptions(projectId, query, page);
  // Neighbouring pages are loaded after the visible ones, so that they do not delay them.
  const areHere = near.every((page) => queryClient.getQueryData(optionsOf(page).queryKey) !== undefined);
  const results = useQueries({
    queries: numbers.map((page) => ({
      ...optionsOf(page),
      enabled: areHere || near.includes(page),
      placeholderData: () =>
        loaded && queryClient.getQueryData(resultPageOptions(projectId, loaded, page).queryKey),
    })),
  });
  const byPage = new Map(numbers.map((page, index) => [page, results[index]]));
  const shown = near.map((page) => byPage.get(page));
  const newest = results.find(({ data, isPlaceholderData }) => data !== undefined && !isPlaceholderData);
  if (newest !== undefined && loaded !== query) setLoaded(query);
  const failed = shown.find((result) => result?.isError === true);
  return {
    totalCount: newest?.data?.totalCount ?? results.find(({ data }) => data !== undefined)?.data?.totalCount,
    rowAt: (row) => byPage.get(Math.floor(row / pageSize))?.data?.rows[row % pageSize],
    areOld: shown.some((result) => result?.isPlaceholderData === true),
    isFetching: shown.some((result) => result?.isFetching === true),
    error: failed?.error ?? null,
    retry: () => {
      for (const result of results) if (result.isError) void result.refetch();
    },
  };
}
