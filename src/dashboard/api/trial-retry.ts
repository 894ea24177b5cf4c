/** Retries requests under trial thresholds until the run has been judged; the old answer stays visible meanwhile. */
import type { Query } from '../../contract/query';
import { RequestError } from './client';

/** In milliseconds; the server stops judging for a trial that no request has asked for recently. */
const interval = 1000;
const tries = 2;

export const trialRetry = ({ trial }: Query) =>
  trial.length === 0
    ? {}
    : {
        retry: (failures: number, error: Error) => {
          if (!(error instanceof RequestError) || error.status === 0) return failures < tries;
          return error.status === 503 || (error.status >= 500 && failures < tries);
        },
        retryDelay: interval,
      };
