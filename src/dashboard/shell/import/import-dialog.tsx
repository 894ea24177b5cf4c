/** The import dialog: select or drop files, describe them, watch the progress, and see what went wrong and where. */
import { Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ImportReport } from '../../../contract/schemas/imports';
import { isolatedText } from '../../../contract/isolated-text';
import { formatCount } from '../../ui/numbers-in-words';
import classes from './import-dialog.module.css';
import { ImportForm } from './import-form';
import { ImportProgressBar } from './import-progress-bar';
import { useImports } from './imports';
import { plainHeader } from '../plain-header';

interface DialogProps {
  /** The current project, offered as the default. */
  projectId?: number;
}

export function ImportDialog({ projectId }: DialogProps) {
  const { isDialogOpen, closeDialog } = useImports();
  return (
    <Modal
      opened={isDialogOpen}
      onClose={closeDialog}
      title="Import a classify result"
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      attributes={plainHeader}
    >
      <ImportSteps projectId={projectId} />
    </Modal>
  );
}

function ImportSteps({ projectId }: DialogProps) {
  const { state, importId, choice, report, message, start, cancel, closeDialog } = useImports();
  if (state === 'done' && report !== undefined) return <ImportDone report={report} onClose={closeDialog} />;
  if (state === 'running')
    return (
      <>
        <ImportProgressBar importId={importId} />
        <div className={classes['actions']}>
          <button type="button" className={classes['secondary']} onClick={cancel}>
            Cancel the import
          </button>
          <button type="button" className={classes['primary']} onClick={closeDialog}>
            Continue in the background
          </button>
        </div>
      </>
    );
  return (
    <>
      {(state === 'failed' || state === 'cancelled') && (
        <div className={classes['error']} role="alert">
          <strong>{state === 'cancelled' ? 'The import was cancelled.' : 'Nothing was imported.'}</strong>
          {state === 'failed' && <p>{message}</p>}
        </div>
      )}
      <ImportForm projectId={projectId} previous={choice} onSubmit={start} />
    </>
  );
}

function ImportDone({ report, onClose }: { report: ImportReport; onClose: () => void }) {
  const navigate = useNavigate();
  const { run, wasThere, notices } = report;
  const show = () => {
    onClose();
    void navigate({
      to: '/$projectId',
      params: { projectId: String(run.projectId) },
      search: { text: `impulseId=${run.impulseId}&variant=${run.variant}&run=${run.id}` },
    });
  };
  return (
    <div className={classes['done']}>
      <p role="status">
        {wasThere
          ? `This very result was there already as the run "${isolatedText(run.name)}"; nothing was added.`
          : `${formatCount(run.samples)} samples imported as the run "${isolatedText(run.name)}".`}
      </p>
      {notices.length > 0 && (
        <>
          <h3>Worth knowing</h3>
          <ul>
            {notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        </>
      )}
      <div className={classes['actions']}>
        <button type="button" className={classes['primary']} onClick={show} data-autofocus>
          Show the samples
        </button>
      </div>
    </div>
  );
}
