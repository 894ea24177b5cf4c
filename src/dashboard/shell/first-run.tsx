/** The page of a fresh installation without any project: the three ways to get one. */
import { lazy, Suspense } from 'react';
import classes from './first-run.module.css';

const ImportDialog = lazy(async () => ({ default: (await import('./import-dialog')).ImportDialog }));

interface FirstRunProps {
  isImporting: boolean;
  onImporting: (isImporting: boolean) => void;
}

export function FirstRun({ isImporting, onImporting }: FirstRunProps) {
  return (
    <main className={classes['page']}>
      <h1>Second Look</h1>
      <p>There is no classify result here yet. Three ways to begin:</p>
      <ol>
        <li>
          <h2>Import a file</h2>
          <p>
            A page or a whole result as the classify-result API returns it, or JSON Lines; gzipped or not.
          </p>
          <button type="button" className={classes['primary']} onClick={() => onImporting(true)}>
            Import result files
          </button>
        </li>
        <li>
          <h2>Import from the command line</h2>
          <pre>npx second-look import result.json --project 1</pre>
        </li>
        <li>
          <h2>Look at the demo first</h2>
          <p>Start in another folder, and three projects made from real data are laid out in it:</p>
          <pre>npm start -- --data ./demo-data</pre>
        </li>
      </ol>
      <Suspense>{isImporting && <ImportDialog isOpen onClose={() => onImporting(false)} />}</Suspense>
    </main>
  );
}
