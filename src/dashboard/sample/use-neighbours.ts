/** Fetches the samples before and after the open one, so that moving to them shows them at once. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Query } from '../../contract/query';
import type { SampleAnswer } from '../../contract/schemas/sample-answers';
import { mediaAddress, sampleOptions, signalOptions } from '../api/sample';
import { panelPoints } from './media/signal-points';

/** Prefetches the neighbours of an answer: their records and media, assuming the kind of the open sample. */
export function useNeighbours(projectId: number, query: Query, answer: SampleAnswer | undefined): void {
  const queryClient = useQueryClient();
  const { next, previous, media } = answer ?? {};
  useEffect(() => {
    for (const id of [next, previous]) {
      if (id === null || id === undefined) continue;
      void queryClient.prefetchQuery(sampleOptions(projectId, id, query));
      if (media === 'signal') {
        void queryClient.prefetchQuery(signalOptions(projectId, id, query, { points: panelPoints }));
      }
      if (media === 'image') new Image().src = mediaAddress('rawDataImage', projectId, id, query);
    }
  }, [queryClient, projectId, query, next, previous, media]);
}
