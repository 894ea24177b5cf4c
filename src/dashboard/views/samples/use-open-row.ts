/** Opens samples by their id and by their row, also where the row's page is still on its way. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { Query } from '../../../contract/query';
import { pageSize, resultPageOptions, sampleIdOf, type SampleRow } from '../../api/result-page';
import { useChangeView } from '../../url-state';

/** Opens a sample; all samples of one walk are one step of the history. */
export type OpenSample = (sampleId: number, isWalk?: boolean) => void;

/** A function that opens a sample, after telling `noteOpened`. */
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

/** Opens the sample of a row: at once where it is there, else as soon as its page is. */
export type OpenRow = (row: number, sample: SampleRow | undefined, isWalk?: boolean) => void;

export function useOpenRow(projectId: number, query: Query, openSample: OpenSample): OpenRow {
  const queryClient = useQueryClient();
  const newest = useRef(-1);
  // The same function under another query, so that a change of filters does not draw every row again.
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
        // Whoever went on to another row meanwhile wants that one.
        if (late !== undefined && newest.current === row) openSample(sampleIdOf(late), isWalk);
      };
      if (sample !== undefined) openSample(sampleIdOf(sample), isWalk);
      // The table says so where a page cannot be loaded.
      else openLate().catch(() => undefined);
    },
    [projectId, queryClient, openSample],
  );
}
