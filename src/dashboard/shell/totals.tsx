/** The figures above the view: the number of samples, and the rates of correct samples and verdicts. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { headlineOptions } from '../api/summary';
import { formatCount } from '../ui/numbers-in-words';
import { verdictNouns } from '../ui/verdict-nouns';
import type { ViewProps } from '../views/view';
import { headlineFigures } from './headline-words';
import classes from './totals.module.css';

export function Totals({ projectId, run, query, view }: ViewProps) {
  const { data, error, isFetching, refetch } = useQuery({
    ...headlineOptions(projectId, query, view.group),
    placeholderData: keepPreviousData,
  });
  if (data === undefined && error !== null)
    return (
      <div className={classes['totals']} role="alert">
        <span>The counts could not be loaded. {error.message}</span>
        <button type="button" onClick={() => void refetch()}>
          Try again
        </button>
      </div>
    );
  if (data === undefined) return <div className={classes['totals']} aria-busy="true" />;
  const { unknown } = data.judgedWithoutOutcomeFilter;
  const reasons = data.unknownReasons
    .map(({ reason, count }) => `${formatCount(count)}: ${reason}`)
    .join('\n');
  const nouns = verdictNouns(run.learnBlocks, { block: null, key: null });
  return (
    <div
      className={classes['totals']}
      aria-busy={isFetching}
      data-busy={isFetching || undefined}
      role="status"
    >
      <div>
        <b>{formatCount(data.matching)}</b>{' '}
        <span>{data.matching === data.total ? 'samples' : `of ${formatCount(data.total)} samples`}</span>
      </div>
      {headlineFigures(data.headline, nouns).map(({ name, number, words, title }) => (
        <div key={name} title={title}>
          <b>{number}</b> <span>{words}</span>
        </div>
      ))}
      {query.trial.length > 0 && (
        <div title="Outcomes are those of the rules over the stored scores, not the job's">
          <span>under a trial threshold</span>
        </div>
      )}
      {unknown > 0 && (
        <div title={reasons === '' ? 'Samples that cannot be judged' : reasons}>
          <b>{formatCount(unknown)}</b> <span>unknown</span>
        </div>
      )}
    </div>
  );
}
