/** Says while the server cannot be reached; what is on the screen stays usable. */
import { useQuery } from '@tanstack/react-query';
import { endpoints } from '../../contract/endpoints';
import { addressOf, request, RequestError } from '../api/client';
import classes from './notices.module.css';

const interval = 10_000;

export function OfflineNotice() {
  const { error, refetch } = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => request(addressOf('health', {}), endpoints.health.answer, { signal }),
    refetchInterval: interval,
    staleTime: 0,
    retry: false,
    networkMode: 'always',
  });
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
