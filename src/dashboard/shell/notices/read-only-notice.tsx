/** Explains that imports and deletions are not possible, because the server cannot write to its data folder. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { healthOptions } from '../../api/health';
import classes from './notices.module.css';

export function ReadOnlyNotice() {
  const { data } = useQuery(healthOptions());
  const [isPutAway, setIsPutAway] = useState(false);
  const readOnly = data?.readOnly ?? null;
  if (readOnly === null || isPutAway) return null;
  return (
    <section className={classes['notice']} aria-label="Read-only" data-calm>
      <p role="status">{readOnly}</p>
      <button type="button" onClick={() => setIsPutAway(true)} aria-label="Put the notice away">
        ✕
      </button>
    </section>
  );
}
