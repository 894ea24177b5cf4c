/** Opens samples by id and by row, even if the row's page is still loading. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { Query } from '../../../contract/query';
import { pageSize, resultPageOptions, sampleIdOf, type SampleRow } from '../../api/result-page';
import { useChangeView } from '../../frame/url-state';

/** Opens a sample; all samples opened in one sequence of key presses are one history step. */
export type OpenSample = (sampleId: number, isWalk?: boolean) => void;

/** Returns a function that opens a sample, after calling `noteOpened`. */
export function useOpenSample(noteOpened: (sampleId: number) => void): OpenSample {
  const changeView = useChangeView();
  return useCallback(
    (sampleId, isWalk = false) => {
      noteOpened(sampleId);
      changeView(
        (state) => ({ ...state, sample: sampleId, window: undefined }),
        isWalk ? { gesture: 'walk-samples' } : {},
      );
    },
    [noteOpened, changeView],
  );
}

/** Opens the sample of a row: at once if it is loaded, otherwise as soon as its page is. */
export type OpenRow = (row: number, sample: SampleRow | undefined, isWalk?: boolean) => void;

export function useOpenRow(projectId: number, query: Query, openSample: OpenSample): OpenRow {
  const queryClient = useQueryClient();
  const newest = useRef(-1);
  // Keeps the same function when the query changes, so that a change of filters does not re-render every row.
  const current = useRef(query);
  useEffect(() => {
    current.current = query;
  }, [query]);
  return useCallback(
    (row, sample, isWalk = false) => {
      newest.current = row;
      const openLate = async () => {
        const options = resultPageOptions(projectId, current.current, Math.floor(row / pageSize));
        const { rows } = await queryClient.fetchQuery(options);
        const late = rows[row % pageSize];
        // If the user has moved on to another row meanwhile, open that one instead.
        if (late !== undefined && newest.current === row) openSample(sampleIdOf(late), isWalk);
      };
      if (sample !== undefined) openSample(sampleIdOf(sample), isWalk);
      // The table reports a page that cannot be loaded.
      else openLate().catch(() => undefined);
    },
    [projectId, queryClient, openSample],
  );
}
