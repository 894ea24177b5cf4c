/** Says while the server cannot be reached; what is on the screen stays usable. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { endpoints } from '../../contract/endpoints';
import { addressOf, request, RequestError } from '../api/client';
import classes from './notices.module.css';

const interval = 10_000;
const demoInterval = 500;

export function OfflineNotice() {
  const queryClient = useQueryClient();
  const wasLayingOut = useRef(false);
  const { data, dataUpdatedAt, error, refetch } = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => request(addressOf('health', {}), endpoints.health.answer, { signal }),
    refetchInterval: ({ state }) => (state.data?.demo === 'loading' ? demoInterval : interval),
    staleTime: 0,
    retry: false,
  });
  const isLayingOut = data?.demo === 'loading';
  // Demo projects come one after another while the page is up already: the lists follow until all are there.
  useEffect(() => {
    if (isLayingOut || wasLayingOut.current) {
      void queryClient.invalidateQueries({ queryKey: ['projects'] });
      void queryClient.invalidateQueries({ queryKey: ['project'] });
    }
    wasLayingOut.current = isLayingOut;
  }, [isLayingOut, dataUpdatedAt, queryClient]);
  if (!(error instanceof RequestError) || error.status !== 0) return null;
  return (
    <div className={classes['notice']} role="alert">
      <p>
        <strong>The server cannot be reached.</strong> What was loaded stays here; it is asked again every ten
        seconds.
      </p>
      <button type="button" className={classes['retry']} onClick={() => void refetch()}>
        Ask now
      </button>
    </div>
  );
}
