/** The page of a new installation without projects: the three ways to get one. */
import classes from './first-run.module.css';
import { ImportNotice } from './import-notice';
import { useImports } from './imports';
import { ReadOnlyNotice } from '../notices/read-only-notice';

export function FirstRun() {
  const { isDialogOpen, openDialog } = useImports();
  return (
    <>
      <ReadOnlyNotice />
      {!isDialogOpen && <ImportNotice />}
      <main className={classes['page']}>
        <h1>Second Look</h1>
        <p>There is no classify result here yet. Three ways to begin:</p>
        <ol>
          <li>
            <h2>Import a file</h2>
            <p>
              Drop it anywhere on this page, or choose it: a page or a whole result as the classify-result API
              returns it, or JSON Lines; gzipped or not.
            </p>
            <button type="button" className={classes['primary']} onClick={openDialog}>
              Import result files
            </button>
          </li>
          <li>
            <h2>Import from the command line</h2>
            <pre>
              npx second-look import result.json <span>--project 1</span>
            </pre>
          </li>
          <li>
            <h2>Look at the demo first</h2>
            <p>Start with a new data folder, which gets three projects made from real data:</p>
            <pre>npm start -- --data ./demo-data</pre>
          </li>
        </ol>
      </main>
    </>
  );
}
