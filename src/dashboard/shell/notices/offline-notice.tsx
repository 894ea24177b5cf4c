/** Shown while the server cannot be reached; the screen stays usable. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { RequestError } from '../../api/client';
import { healthOptions } from '../../api/health';
import classes from './notices.module.css';

export function OfflineNotice() {
  const queryClient = useQueryClient();
  const wasLayingOut = useRef(false);
  const { data, dataUpdatedAt, error, refetch } = useQuery(healthOptions());
  const isLayingOut = data?.demo === 'loading';
  // Demo projects are imported one after another while the page is already shown: refetch the lists until all are
  // there.
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
