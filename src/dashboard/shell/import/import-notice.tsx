/** Shows the import that is running or has ended while its dialog is closed. */
import { isolatedText } from '../../../contract/isolated-text';
import { formatCount } from '../../ui/numbers-in-words';
import { ImportProgressBar } from './import-progress-bar';
import { useImports } from './imports';
import classes from '../notices/notices.module.css';

/** With more files than this, only their number is shown. */
const mostNames = 5;

function fileWords(files: readonly File[]): string {
  const names = files.slice(0, mostNames).map(({ name }) => isolatedText(name));
  if (files.length > mostNames) names.push(`${formatCount(files.length - mostNames)} more`);
  return names.join(', ');
}

export function ImportNotice() {
  const { state, importId, choice, report, message, cancel, openDialog, closeDialog } = useImports();
  if (state === 'none') return null;
  const files = fileWords(choice?.files ?? []);
  if (state === 'running')
    return (
      <section className={classes['notice']} aria-label="Import" data-calm>
        <strong>Importing {files}</strong>
        <ImportProgressBar importId={importId} />
        <button type="button" className={classes['retry']} onClick={cancel}>
          Cancel the import
        </button>
      </section>
    );
  const words = {
    done: `${formatCount(report?.run.samples ?? 0)} samples are in the run "${isolatedText(report?.run.name ?? '')}".`,
    failed: `Nothing was imported of ${files}. ${message}`,
    cancelled: 'The import was cancelled.',
  } as const;
  return (
    <section className={classes['notice']} aria-label="Import" data-calm={state !== 'failed' || undefined}>
      <p role={state === 'failed' ? 'alert' : 'status'}>{words[state]}</p>
      <button type="button" className={classes['retry']} onClick={openDialog}>
        {state === 'done' ? 'See what came in' : 'Import again'}
      </button>
      <button type="button" onClick={closeDialog} aria-label="Put the notice away">
        ✕
      </button>
    </section>
  );
}
