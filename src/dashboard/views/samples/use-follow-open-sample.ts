/** Keeps the open sample's row in view when it changes from outside: by its keys, a link, or the history. */
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { placeOfDamaged, sampleOptions } from '../../api/sample';
import type { ViewProps } from '../view';

/**
 * Returns a function that records which sample the table itself opens: its row is known, and a late answer must not
 * undo quick moves.
 */
export function useFollowOpenSample(
  { projectId, query, view }: Pick<ViewProps, 'projectId' | 'query' | 'view'>,
  queryKey: string,
  follow: (row: number) => void,
): (sampleId: number) => void {
  const { sample } = view;
  const { data, error } = useQuery({
    ...sampleOptions(projectId, sample ?? 0, query),
    enabled: sample !== undefined,
  });
  const position = sample === undefined ? null : ((data ?? placeOfDamaged(error))?.position ?? null);
  const own = useRef<number[]>([]);
  const followed = useRef(queryKey);
  useEffect(() => {
    if (followed.current !== queryKey) {
      followed.current = queryKey;
      own.current = [];
    }
    const place = sample === undefined ? -1 : own.current.indexOf(sample);
    // Earlier ones have been rendered: a return to one of them comes from outside.
    own.current = place === -1 ? [] : own.current.slice(place);
    if (place === -1 && position !== null) follow(position);
  }, [position, sample, queryKey, follow]);
  return useCallback((sampleId: number) => {
    own.current.push(sampleId);
  }, []);
}
