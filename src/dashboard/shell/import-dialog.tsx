/** The import dialog: drop or choose files, say what they are, watch the progress, read what went wrong and where. */
import { Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { ImportReport } from '../../contract/imports';
import { cancelImport, importFiles, type ImportChoice } from '../api/imports';
import { formatCount } from '../numbers-in-words';
import classes from './import-dialog.module.css';
import { ImportForm } from './import-form';
import { plainHeader } from './plain-header';
import { ImportProgressBar } from './import-progress-bar';

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  /** The project on the screen, offered first. */
  projectId?: number;
}

export function ImportDialog({ isOpen, onClose, projectId }: DialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="Import a classify result"
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      attributes={plainHeader}
    >
      <ImportSteps onClose={onClose} projectId={projectId} />
    </Modal>
  );
}

function ImportSteps({ onClose, projectId }: Omit<DialogProps, 'isOpen'>) {
  const queryClient = useQueryClient();
  const running = useRef<{ importId: string; abort: AbortController } | null>(null);
  const [importId, setImportId] = useState<string | null>(null);
  const upload = useMutation({
    mutationFn: (choice: ImportChoice) => {
      const started = { importId: crypto.randomUUID(), abort: new AbortController() };
      running.current = started;
      setImportId(started.importId);
      return importFiles(choice, started.importId, started.abort.signal);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['projects'] });
      await queryClient.invalidateQueries({ queryKey: ['project'] });
    },
  });
  const cancel = () => {
    const started = running.current;
    if (started === null) return;
    // The server is told first: it then knows that the end of the upload was meant. Where it has not heard of the
    // import yet, or cannot be reached, the end of the upload has to say it.
    void cancelImport(started.importId)
      .catch(() => undefined)
      .finally(() => started.abort.abort());
  };
  const wasCancelled = upload.isError && upload.error.name === 'AbortError';
  if (upload.isSuccess) return <ImportDone report={upload.data} onClose={onClose} />;
  if (upload.isPending && importId !== null)
    return <ImportProgressBar importId={importId} onCancel={cancel} />;
  return (
    <>
      {upload.isError && (
        <div className={classes['error']} role="alert">
          <strong>{wasCancelled ? 'The import was cancelled.' : 'Nothing was imported.'}</strong>
          {!wasCancelled && <p>{upload.error.message}</p>}
        </div>
      )}
      <ImportForm
        projectId={projectId}
        previous={upload.variables}
        onSubmit={(choice) => upload.mutate(choice)}
      />
    </>
  );
}

function ImportDone({ report, onClose }: { report: ImportReport; onClose: () => void }) {
  const navigate = useNavigate();
  const { run, wasThere, notices } = report;
  const show = () => {
    // Closing first would let the start page go to a project of its own choice.
    void navigate({
      to: '/$projectId',
      params: { projectId: String(run.projectId) },
      search: { text: `impulseId=${run.impulseId}&variant=${run.variant}&run=${run.id}` },
    }).then(onClose);
  };
  return (
    <div className={classes['done']}>
      <p role="status">
        {wasThere
          ? `This very result was there already as the run "${run.name}"; nothing was added.`
          : `${formatCount(run.samples)} samples imported as the run "${run.name}".`}
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
