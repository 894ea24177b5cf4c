/** Loading, error and empty states, in words and with the next step. */
import type { ReactNode } from 'react';
import classes from './states.module.css';

export function Loading({ what }: { what: string }) {
  return (
    <div className={classes['state']} role="status">
      <span className={classes['spinner']} aria-hidden />
      <p>Loading {what} …</p>
    </div>
  );
}

export function Failed({
  title,
  message,
  onRetry,
}: {
  title: string;
  message: string;
  onRetry?: () => void;
}) {
  return (
    <div className={classes['state']} role="alert">
      <h2>{title}</h2>
      <p>{message}</p>
      {onRetry !== undefined && (
        <button type="button" className={classes['action']} onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** A state that is the whole page, and therefore has a heading and a main landmark. */
export function StatePage({ children }: { children: ReactNode }) {
  return (
    <main>
      <h1 className="visually-hidden">Second Look</h1>
      {children}
    </main>
  );
}

export function Nothing({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes['state']}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}
