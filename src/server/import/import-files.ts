/** Imports files into the store as one new run, for uploads and for the command line. */
import type { ImportReport, ImportRequest } from '../../contract/schemas/imports';
import type { SourceFile } from './source-file';
import { readRun, type ReadOptions } from './import-run';
import type { Store } from '../store/store';

/** The properties of a new run, other than its files. */
export interface RunRequest extends Pick<ImportRequest, 'name' | 'impulseId' | 'variant' | 'run' | 'media'> {
  projectId: number;
}

interface ImportOptions extends ReadOptions {
  /** The number of samples safely written. */
  onWritten?: (samples: number) => void;
}

/** Imports all files or nothing. Rejects with the errors of the reader and the store. */
export async function importFiles(
  store: Store,
  files: readonly SourceFile[],
  { projectId, name, impulseId = 1, variant = 'float32', run: runName, media }: RunRequest,
  { onWritten, ...options }: ImportOptions,
): Promise<Omit<ImportReport, 'success'>> {
  const reading = readRun(files, options);
  const draft = {
    project: { id: projectId, name },
    impulse: { id: impulseId },
    variant,
    files: files.map((file) => file.name),
    name: runName,
    mediaFolder: media,
  };
  const { run, wasThere } = await store.importRun(draft, reading, {
    signal: options.signal,
    onProgress: onWritten,
  });
  return { run, wasThere, notices: [...reading.notices] };
}
