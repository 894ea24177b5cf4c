/** The import of result files: upload, progress, cancellation. */
import { queryOptions } from '@tanstack/react-query';
import { successSchema } from '../../contract/errors';
import { importProgressSchema, importReportSchema } from '../../contract/schemas/imports';
import { addressOf, request } from './client';

/** The user's choices in the import dialog. */
export interface ImportChoice {
  projectId: number;
  /** The name of a new project; empty: the server's default. */
  name: string;
  impulseId: number;
  variant: 'int8' | 'float32' | 'akida';
  /** The run's name; empty: the time. */
  run: string;
  files: readonly File[];
}

/**
 * Sends the files as one body; resolves when the run is safely stored.
 *
 * @throws RequestError with the file, record and field of the problem
 */
export function importFiles(choice: ImportChoice, importId: string, signal: AbortSignal) {
  const parameters: [string, string][] = [
    ['importId', importId],
    ['files', JSON.stringify(choice.files.map(({ name, size }) => ({ name, size })))],
    ['impulseId', String(choice.impulseId)],
    ['variant', choice.variant],
  ];
  if (choice.name !== '') parameters.push(['name', choice.name]);
  if (choice.run !== '') parameters.push(['run', choice.run]);
  return request(addressOf('import', { projectId: choice.projectId }, parameters), importReportSchema, {
    method: 'POST',
    body: new Blob([...choice.files]),
    signal,
  });
}

/** The progress of an import; refetched while it runs. */
export const importProgressOptions = (importId: string) =>
  queryOptions({
    queryKey: ['import', importId],
    queryFn: ({ signal }) =>
      request(addressOf('importProgress', { importId }), importProgressSchema, { signal }),
    refetchInterval: 400,
    retry: true,
    staleTime: 0,
  });

export const cancelImport = (importId: string) =>
  request(addressOf('cancelImport', { importId }), successSchema, { method: 'DELETE' });
