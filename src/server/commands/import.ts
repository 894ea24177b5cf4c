/** `second-look import`: imports files as a run, through the server that is using the data folder, or directly. */
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SecondLookError } from '../../contract/errors';
import type { ImportReport } from '../../contract/schemas/imports';
import { openDataFolder } from '../data-folder';
import { importFiles, type RunRequest } from '../import/import-files';
import { findRunningServer } from '../server-file';
import type { SourceFile } from '../import/source-file';
import type { ClickhouseServer } from '../store/clickhouse/server-url';
import { openStore } from '../store/open-store';
import { handOver, type HandOverOptions } from './hand-over';
import { counted, progressLine } from './progress-line';
import { sourceFiles } from './source-files';
import type { Terminal } from './terminal';

export interface ImportCommand extends RunRequest {
  files: readonly string[];
  dataFolder: string;
  /** Absent: the embedded store in the data folder. */
  store?: ClickhouseServer | undefined;
}

async function mediaPath(folder: string | undefined): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  const path = await realpath(folder).catch(() => undefined);
  if (path !== undefined && (await stat(path)).isDirectory()) return path;
  throw new SecondLookError('bad-parameter', `--media ${folder}: there is no such folder.`);
}

async function importIntoFolder(
  { dataFolder, store: server }: Pick<ImportCommand, 'dataFolder' | 'store'>,
  files: readonly SourceFile[],
  request: RunRequest,
  options: HandOverOptions,
  log: (line: string) => void,
): Promise<Omit<ImportReport, 'success'>> {
  const folder = await openDataFolder(dataFolder);
  try {
    const store = await openStore(folder.path, server, { report: log, readOnly: folder.readOnly });
    try {
      return await importFiles(store, files, request, { ...options, tempFolder: join(folder.path, 'temp') });
    } finally {
      await store.close();
    }
  } finally {
    await folder.release();
  }
}

/** Imports the files and prints the result. Throws a `SecondLookError` if they are refused; then nothing is stored. */
export async function importCommand(
  { files: paths, dataFolder, store, ...given }: ImportCommand,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const request = { ...given, media: await mediaPath(given.media) };
  const { files, close } = await sourceFiles(paths, signal);
  const line = progressLine(terminal.stderr, 'Importing');
  const log = (text: string) => {
    line.end();
    terminal.stderr.message(text);
  };
  let ended: Omit<ImportReport, 'success'>;
  try {
    const options = { signal, onProgress: line.show };
    const server = await findRunningServer(dataFolder);
    ended =
      server === undefined
        ? await importIntoFolder({ dataFolder, store }, files, request, options, log)
        : await handOver(server, files, request, options);
  } finally {
    line.end();
    await close();
  }
  const { run, wasThere, notices } = ended;
  const samples = counted(run.samples, 'sample');
  const where = `project ${run.projectId}, impulse ${run.impulseId}, ${run.variant}, run "${run.name}"`;
  terminal.stdout.line(
    wasThere
      ? `The same ${samples} ${run.samples === 1 ? 'was' : 'were'} there already: ${where}.`
      : `Imported ${samples}: ${where}.`,
  );
  for (const notice of notices) terminal.stdout.line(`Note: ${notice}`);
}
