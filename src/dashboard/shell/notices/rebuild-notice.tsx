/** Shows the progress while the index of the run is being rebuilt, and then retries refused requests. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { queryString } from '../../../contract/query-string';
import type { Run } from '../../../contract/schemas/runs';
import { printTrial, type Trial } from '../../../contract/trial';
import { progressWords } from '../../../domain/progress-words';
import { RequestError } from '../../api/client';
import { healthKey, healthOptions } from '../../api/health';
import progress from '../import/import-progress-bar.module.css';
import classes from './notices.module.css';

const ofIndex = [
  'Rebuilding the index of this run from its records',
  'Rebuilding the index',
  'It is shown when that is done; other runs can be looked at meanwhile.',
] as const;
const ofTrial = [
  'Judging all samples under the trial threshold',
  'Judging under the trial threshold',
  'Its samples and figures are shown when that is done.',
] as const;

export function RebuildNotice({ run, trial }: { run: Run; trial: Trial }) {
  const queryClient = useQueryClient();
  const { data } = useQuery(healthOptions());
  const tried = queryString(printTrial(trial));
  const rebuild = data?.rebuilding.find(
    (one) =>
      one.run === run.id && one.projectId === run.projectId && (one.trial === '' || one.trial === tried),
  );
  // A refused request reveals a rebuild before the next health check does.
  useEffect(
    () =>
      queryClient.getQueryCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'failed') return;
        const { error } = event.action;
        if (!(error instanceof RequestError) || error.status !== 503) return;
        void queryClient.invalidateQueries({ queryKey: healthKey });
      }),
    [queryClient],
  );
  const isRebuilding = rebuild !== undefined;
  const wasRebuilding = useRef(false);
  useEffect(() => {
    if (wasRebuilding.current && !isRebuilding) {
      void queryClient.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
    }
    wasRebuilding.current = isRebuilding;
  }, [isRebuilding, queryClient]);
  if (rebuild === undefined) return null;
  const [title, name, after] = rebuild.trial === '' ? ofIndex : ofTrial;
  return (
    <section className={classes['notice']} aria-label="Index" data-calm>
      <strong>{title}</strong>
      <div className={progress['progress']}>
        <progress aria-label={name} value={rebuild.share} max={1} />
        <p>
          {progressWords({ ...rebuild, readRate: 0 })}. {after}
        </p>
      </div>
    </section>
  );
}
