/** Walking the samples by key: every press counts, however quickly they come. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { Query } from '../contract/query';
import { placeOfDamaged, sampleOptions } from './api/sample';
import { useChangeView, useScreen } from './url-state';

/** A function that goes to the next (1) or previous (-1) sample among those that match. */
export function useWalk(projectId: number, query: Query): (step: 1 | -1) => void {
  const { view } = useScreen();
  const queryClient = useQueryClient();
  const changeView = useChangeView();
  // Where the presses so far lead, ahead of what is drawn; and on which samples they passed.
  const target = useRef(view.sample);
  const passed = useRef(new Set<number>());
  const queue = useRef<Promise<void>>(Promise.resolve());
  useEffect(() => {
    // Drawing lags behind quick presses: what was only passed must not set the target back.
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
        // A sample that cannot be loaded says so in the panel; a damaged one has its place all the same.
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
