/** Opens samples by their id and by their row, also where the row's page is still on its way. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import type { Query } from '../../../contract/query';
import { pageSize, resultPageOptions } from '../../api/result-page';
import { useChangeView } from '../../url-state';
import type { Rows } from './use-rows';

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

/** A function that opens the sample of a row, as soon as its page is there. */
export function useOpenRow(
  projectId: number,
  query: Query,
  { entryAt }: Rows,
  openSample: OpenSample,
): (row: number, isWalk?: boolean) => void {
  const queryClient = useQueryClient();
  const newest = useRef(-1);
  const openLate = async (row: number, isWalk: boolean) => {
    const options = resultPageOptions(projectId, query, Math.floor(row / pageSize));
    const { entries } = await queryClient.fetchQuery(options);
    const entry = entries[row % pageSize];
    // Whoever went on to another row meanwhile wants that one.
    if (entry !== undefined && newest.current === row) openSample(entry.result.sampleId, isWalk);
  };
  return (row, isWalk = false) => {
    newest.current = row;
    const entry = entryAt(row);
    if (entry !== undefined) openSample(entry.result.sampleId, isWalk);
    // The table says so where a page cannot be loaded.
    else openLate(row, isWalk).catch(() => undefined);
  };
}
