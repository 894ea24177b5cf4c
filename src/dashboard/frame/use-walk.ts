/** Moving between samples by key: every press counts, however fast. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { Query } from '../../contract/query';
import { placeOfDamaged, sampleOptions } from '../api/sample';
import { useChangeView, useScreen } from './url-state';

/** A function that opens the next (1) or previous (-1) of the matching samples. */
export function useWalk(projectId: number, query: Query): (step: 1 | -1) => void {
  const { view } = useScreen();
  const queryClient = useQueryClient();
  const changeView = useChangeView();
  // The sample that the presses so far lead to, ahead of what is rendered, and the samples passed on the way.
  const target = useRef(view.sample);
  const passed = useRef(new Set<number>());
  const queue = useRef<Promise<void>>(Promise.resolve());
  useEffect(() => {
    // Rendering lags behind quick presses: a sample that was only passed must not reset the target.
    const isOnTheWay =
      view.sample !== undefined && view.sample !== target.current && passed.current.has(view.sample);
    if (isOnTheWay) return;
    passed.current.clear();
    target.current = view.sample;
  }, [view.sample]);
  return useCallback(
    (step) => {
      const walk = async () => {
        const current = target.current;
        if (current === undefined) return;
        // The panel reports a sample that cannot be loaded; a damaged one still has a position.
        const place = await queryClient
          .fetchQuery(sampleOptions(projectId, current, query))
          .catch(placeOfDamaged);
        const next = step === 1 ? place?.next : place?.previous;
        if (next === null || next === undefined) return;
        passed.current.add(current).add(next);
        target.current = next;
        changeView((state) => ({ ...state, sample: next, window: undefined }), { gesture: 'walk-samples' });
      };
      queue.current = queue.current.then(walk);
    },
    [queryClient, projectId, query, changeView],
  );
}
