/** The samples by row number: pages fetched as they come near, old rows kept until the new ones are there. */
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Query } from '../../../contract/query';
import { pageSize, resultPageOptions, type SampleRow } from '../../api/result-page';
import { pagesOf } from '../../table/row-window';

export interface Rows {
  /** `undefined` before the first page of the first query is there. */
  totalCount: number | undefined;
  rowAt: (row: number) => SampleRow | undefined;
  /** The rows on screen are those of the query before. */
  areOld: boolean;
  isFetching: boolean;
  error: Error | null;
  retry: () => void;
}

export function useRows(projectId: number, query: Query, first: number, last: number): Rows {
  const queryClient = useQueryClient();
  // The last query whose rows came: they stand in until those of this one are there. Queries side by side are not
  // told of the ones before them, so it is kept here.
  const [loaded, setLoaded] = useState<Query>();
  const near = pagesOf(first, last, pageSize);
  const pages = [...near, (near.at(-1) ?? 0) + 1, Math.max(0, (near[0] ?? 0) - 1)];
  const numbers = [...new Set(pages)];
  const optionsOf = (page: number) => resultPageOptions(projectId, query, page);
  // The neighbours come after what is on screen, so that they do not take its time.
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
