/** `second-look import`: files into a run, through the server that runs on the data folder, or straight into the store. */
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SecondLookError } from '../../contract/errors';
import type { Run } from '../../contract/runs';
import { openDataFolder } from '../data-folder';
import type { Progress } from '../../domain/progress-words';
import { findRunningServer } from '../server-file';
import { readRun } from '../sources/import-run';
import type { SourceFile } from '../sources/source-file';
import { openDuckdbStore } from '../store/duckdb/duckdb-store';
import { handOver } from './hand-over';
import { progressLine } from './progress-line';
import { sourceFiles } from './source-files';
import type { Terminal } from './terminal';

export interface ImportCommand {
  files: readonly string[];
  dataFolder: string;
  projectId: number;
  projectName?: string | undefined;
  impulseId: number;
  variant: Run['variant'];
  runName?: string | undefined;
  mediaFolder?: string | undefined;
}

interface Ended {
  run: Run;
  wasThere: boolean;
  notices: readonly string[];
}

async function mediaPath(folder: string | undefined): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  const path = await realpath(folder).catch(() => undefined);
  if (path !== undefined && (await stat(path)).isDirectory()) return path;
  throw new SecondLookError('bad-parameter', `--media ${folder}: there is no such folder.`);
}

async function importIntoStore(
  { dataFolder, projectId, projectName, impulseId, variant, runName }: ImportCommand,
  files: readonly SourceFile[],
  mediaFolder: string | undefined,
  signal: AbortSignal,
  show: (progress: Progress) => void,
  log: (line: string) => void,
): Promise<Ended> {
  const folder = await openDataFolder(dataFolder);
  try {
    const store = await openDuckdbStore(folder.path, { report: log, readOnly: folder.readOnly });
    try {
      const reading = readRun(files, { tempFolder: join(folder.path, 'temp'), signal, onProgress: show });
      const draft = {
        project: { id: projectId, ...(projectName === undefined ? {} : { name: projectName }) },
        impulse: { id: impulseId },
        variant,
        files: files.map(({ name }) => name),
        ...(runName === undefined ? {} : { name: runName }),
        ...(mediaFolder === undefined ? {} : { mediaFolder }),
      };
      const { run, wasThere } = await store.importRun(draft, reading, { signal });
      return { run, wasThere, notices: reading.notices };
    } finally {
      await store.close();
    }
  } finally {
    await folder.release();
  }
}

/** Imports, and says what became of it. Throws a `SecondLookError` for what is refused; nothing of it is stored then. */
export async function importFiles(
  command: ImportCommand,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const mediaFolder = await mediaPath(command.mediaFolder);
  const { files, close } = await sourceFiles(command.files, signal);
  const line = progressLine(terminal.stderr, 'Importing');
  const log = (text: string) => {
    line.end();
    terminal.stderr.message(text);
  };
  let ended: Ended;
  try {
    const server = await findRunningServer(command.dataFolder);
    ended =
      server === undefined
        ? await importIntoStore(command, files, mediaFolder, signal, line.show, log)
        : await handOver(server, {
            projectId: command.projectId,
            files,
            parameters: {
              name: command.projectName,
              impulseId: String(command.impulseId),
              variant: command.variant,
              run: command.runName,
              media: mediaFolder,
            },
            signal,
            onProgress: line.show,
          });
  } finally {
    line.end();
    await close();
  }
  const { run, wasThere, notices } = ended;
  const samples = run.samples === 1 ? '1 sample' : `${run.samples.toLocaleString('en')} samples`;
  const where = `project ${run.projectId}, impulse ${run.impulseId}, ${run.variant}, run "${run.name}"`;
  terminal.stdout.line(
    wasThere
      ? `The same ${samples} ${run.samples === 1 ? 'was' : 'were'} there already: ${where}.`
      : `Imported ${samples}: ${where}.`,
  );
  for (const notice of notices) terminal.stdout.line(`Note: ${notice}`);
}
