/** How far a running import is: samples, rate, time left, and the way to stop it. */
import { useQuery } from '@tanstack/react-query';
import { importProgressOptions } from '../api/imports';
import { formatCount, formatLength } from '../numbers-in-words';
import classes from './import-dialog.module.css';

export function ImportProgressBar({ importId, onCancel }: { importId: string; onCancel: () => void }) {
  const { data } = useQuery(importProgressOptions(importId));
  const share = data === undefined || data.totalBytes === 0 ? 0 : Math.min(1, data.bytes / data.totalBytes);
  const words =
    data === undefined
      ? 'Sending the files …'
      : [
          `${formatCount(data.samples)} samples`,
          ...(data.rate > 0 ? [`${formatCount(data.rate)} a second`] : []),
          ...(data.timeLeft === null ? [] : [`${formatLength(data.timeLeft * 1000)} left`]),
        ].join(' · ');
  return (
    <div className={classes['progress']}>
      <progress aria-label="Import progress" value={share} max={1} />
      <p role="status">{data?.state === 'indexing' ? `Building the index · ${words}` : words}</p>
      <div className={classes['actions']}>
        <button type="button" className={classes['secondary']} onClick={onCancel}>
          Cancel the import
        </button>
      </div>
    </div>
  );
}
