/** Reports the parts of the URL that were dropped, until it is dismissed or the URL changes. */
import { useState } from 'react';
import type { Problem } from '../../../contract/kinds/kind';
import classes from './notices.module.css';

export function Notices({ dropped }: { dropped: readonly Problem[] }) {
  const text = dropped.map(({ message }) => message).join('; ');
  const [putAway, setPutAway] = useState('');
  if (dropped.length === 0 || putAway === text) return null;
  return (
    <div className={classes['notice']} role="status">
      <p>
        <strong>Part of the address was left out.</strong> {text}.
      </p>
      <button type="button" onClick={() => setPutAway(text)} aria-label="Put the notice away">
        ✕
      </button>
    </div>
  );
}
