/** The progress of a running import: share, samples, rate, time left. */
import { useQuery } from '@tanstack/react-query';
import { progressWords } from '../../../domain/progress-words';
import { importProgressOptions } from '../../api/imports';
import classes from './import-progress-bar.module.css';

export function ImportProgressBar({ importId }: { importId: string }) {
  const { data } = useQuery(importProgressOptions(importId));
  const words = data === undefined ? 'Sending the files …' : progressWords(data);
  return (
    <div className={classes['progress']}>
      <progress aria-label="Import progress" value={data?.share ?? 0} max={1} />
      <p>{data?.state === 'indexing' ? `Building the index · ${words}` : words}</p>
    </div>
  );
}
