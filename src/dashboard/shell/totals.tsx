/** The figures of what is on the screen: how many samples, how many incorrect, accuracy with its uncertainty. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { wilson } from '../../domain/intervals';
import { summaryOptions } from '../api/summary';
import { formatCount, formatShare } from '../numbers-in-words';
import type { ViewProps } from '../views/view';
import classes from './totals.module.css';

export function Totals({ projectId, query }: ViewProps) {
  const { data, error, isFetching, refetch } = useQuery({
    ...summaryOptions(projectId, query),
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
  // With the outcome filter set, a rate of what it leaves would always be 0 or 100 %.
  const { correct, incorrect, unknown } = data.judgedWithoutOutcomeFilter;
  const judged = correct + incorrect;
  const interval = judged === 0 ? null : wilson(correct / judged, judged, 1.96);
  const margin = interval === null ? null : ((interval.high - interval.low) / 2) * 100;
  const reasons = data.unknownReasons
    .map(({ reason, count }) => `${formatCount(count)}: ${reason}`)
    .join('\n');
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
      <div
        className={classes['bad']}
        title={`${formatCount(incorrect)} of ${formatCount(judged)} judged samples are incorrect`}
      >
        <b>{formatShare(judged === 0 ? null : incorrect / judged)}</b>{' '}
        <span>of {formatCount(judged)} incorrect</span>
      </div>
      <div
        title={
          interval === null
            ? 'No sample can be judged'
            : `95 % interval: ${formatShare(interval.low)} to ${formatShare(interval.high)} (Wilson)`
        }
      >
        <b>{formatShare(judged === 0 ? null : correct / judged)}</b>{' '}
        <span>accuracy{margin === null ? '' : ` ± ${margin.toFixed(1)}`}</span>
      </div>
      {unknown > 0 && (
        <div title={reasons === '' ? 'Samples that cannot be judged' : reasons}>
          <b>{formatCount(unknown)}</b> <span>unknown</span>
        </div>
      )}
    </div>
  );
}
