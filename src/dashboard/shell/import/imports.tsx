/** The import of this page: holds its files, and keeps it running while its dialog is closed. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { ImportReport } from '../../../contract/schemas/imports';
import { cancelImport, importFiles, type ImportChoice } from '../../api/imports';
import classes from './imports.module.css';
import { useDroppedFiles } from './use-dropped-files';

export interface Imports {
  /** `none` before the first import, and after its result was dismissed. */
  isDialogOpen: boolean;
  openDialog: () => void;
  /** Also forgets an import that has ended, and the files. */
  closeDialog: () => void;
  /** Selected or dropped, and not yet imported. */
  files: readonly File[];
  chooseFiles: (files: readonly File[]) => void;
  state: 'none' | 'running' | 'done' | 'failed' | 'cancelled';
  importId: string;
  /** The last input. */
  choice: ImportChoice | undefined;
  report: ImportReport | undefined;
  /** Why it failed, as shown to the user. */
  message: string;
  start: (choice: ImportChoice) => void;
  cancel: () => void;
}

const ImportsContext = createContext<Imports | null>(null);

export function useImports(): Imports {
  const imports = use(ImportsContext);
  if (imports === null) throw new Error('There is no ImportsProvider above.');
  return imports;
}

/** Closing the page would abort the upload, so the browser asks first. */
function useLeaveWarning(isRunning: boolean): void {
  useEffect(() => {
    if (!isRunning) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isRunning]);
}

export function ImportsProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const running = useRef<{ importId: string; abort: AbortController } | null>(null);
  const [importId, setImportId] = useState('');
  const [isCancelled, setIsCancelled] = useState(false);
  const [isDialogOpen, setIsDialogOpen] = useState(false);
  const [files, chooseFiles] = useState<readonly File[]>([]);
  const { status, error, data, variables, mutate, reset } = useMutation({
    mutationFn: (choice: ImportChoice) => {
      const started = { importId: crypto.randomUUID(), abort: new AbortController() };
      running.current = started;
      setImportId(started.importId);
      setIsCancelled(false);
      return importFiles(choice, started.importId, started.abort.signal);
    },
    onSuccess: async () => {
      chooseFiles([]);
      await queryClient.invalidateQueries({ queryKey: ['projects'] });
      await queryClient.invalidateQueries({ queryKey: ['project'] });
    },
  });
  const isRunning = status === 'pending';
  useLeaveWarning(isRunning);
  const openDialog = useCallback(() => setIsDialogOpen(true), []);
  const takeDropped = useCallback(
    (dropped: readonly File[]) => {
      openDialog();
      // The dialog then shows the running import: there is only one at a time.
      if (isRunning) return;
      reset();
      chooseFiles(dropped);
    },
    [isRunning, openDialog, reset],
  );
  const areOver = useDroppedFiles(takeDropped);
  const imports = useMemo((): Imports => {
    const states = {
      idle: 'none',
      pending: 'running',
      success: 'done',
      error: isCancelled ? 'cancelled' : 'failed',
    } as const;
    return {
      isDialogOpen,
      openDialog,
      closeDialog: () => {
        setIsDialogOpen(false);
        if (isRunning) return;
        reset();
        chooseFiles([]);
      },
      files,
      chooseFiles,
      state: states[status],
      importId,
      choice: variables,
      report: data,
      message: error?.message ?? '',
      start: mutate,
      cancel: () => {
        const started = running.current;
        if (started === null) return;
        setIsCancelled(true);
        // Tell the server first, so that it knows that the upload was cancelled deliberately. If it does not know
        // the import yet, or cannot be reached, aborting the upload has to be enough.
        void cancelImport(started.importId)
          .catch(() => undefined)
          .finally(() => started.abort.abort());
      },
    };
  }, [
    status,
    isRunning,
    error,
    data,
    variables,
    importId,
    isCancelled,
    isDialogOpen,
    files,
    openDialog,
    mutate,
    reset,
  ]);
  return (
    <ImportsContext value={imports}>
      {children}
      {areOver && (
        <div className={classes['over']} aria-hidden>
          {isRunning ? 'An import is on its way: one at a time' : 'Drop the result files to import them'}
        </div>
      )}
    </ImportsContext>
  );
}
