/** Shows the number of the top row; a number typed there scrolls to that row. */
import { useState } from 'react';
import { formatCount } from '../../ui/numbers-in-words';
import { goToRowId } from '../view';
import classes from './row-field.module.css';

interface RowFieldProps {
  /** The first visible row, from 0. */
  top: number;
  rowCount: number;
  onGo: (row: number) => void;
  /** Returns to the table without scrolling. */
  onLeave: () => void;
}

const longest = 9;

export function RowField({ top, rowCount, onGo, onLeave }: RowFieldProps) {
  const [typed, setTyped] = useState('');
  return (
    <label className={classes['field']}>
      <span>Row</span>
      <input
        id={goToRowId}
        aria-label="Go to row"
        title="Go to row (g r)"
        inputMode="numeric"
        autoComplete="off"
        placeholder={formatCount(Math.min(top + 1, rowCount))}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value.replaceAll(/\D/g, '').slice(0, longest))}
        onBlur={() => setTyped('')}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onLeave();
          if (event.key !== 'Enter' || typed === '') return;
          event.preventDefault();
          onGo(Math.min(rowCount, Math.max(1, Number(typed))) - 1);
        }}
      />
    </label>
  );
}
