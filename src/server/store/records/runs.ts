/** Runs on disk, one folder each: written to a temporary folder, synced, published by a rename; with crash cleanup. */
import type { Dirent } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import type { Run } from '../../../contract/schemas/runs';
import { codeOf } from './disk-errors';
import { ensureFormat, hasFormat } from './folder-marker';
import { createQueue } from '../queue';
import { readOnlyError, type ReadOnlyCode } from './read-only';
import {
  catalogRunSchema,
  findRun,
  prepareRun,
  projectsOf,
  sameContent,
  type CatalogRun,
  type WrittenRun,
} from './run-catalog';
import type { Imported, RunDraft } from '../store';
import {
  isDraftName,
  isPartName,
  newPartName,
  removeOwn,
  sealJson,
  syncPath,
  unsealJson,
  writeSynced,
} from './synced-files';

/*
 * <data>/second-look.json           the format of the folder
 * <data>/projects/<id>/<run id>/    run.json, records, and the files of an adapter
 * <data>/parts/<uuid>.part/         data being written or deleted, and indexes of trial thresholds; removed when the
 *                                   folder is opened
 */
export const runFileName = 'run.json';
export const recordFileName = 'records';

export const recordsSchema = z.object({ key: z.int(), bytes: z.int() });
const runFileSchema = catalogRunSchema.extend({ records: recordsSchema });

/** A media folder as it is stored: relative to the data folder if inside it, since that may be copied or moved. */
export const storedMediaFolder = (root: string, mediaFolder: string | undefined): string | undefined =>
  mediaFolder?.startsWith(root + sep) === true ? relative(root, mediaFolder) : mediaFolder;
/** The path of a media folder as it is stored. */
export const mediaFolderIn = (root: string, stored: string | undefined): string | undefined =>
  stored && resolve(root, stored);

/** A run on disk. */
export interface StoredRun extends CatalogRun {
  folder: string;
  /** The record file's key and its length in bytes. */
  records: z.infer<typeof recordsSchema>;
}

/** A run's folder while it is being written. */
export interface RunPart {
  folder: string;
  discard: () => Promise<void>;
}

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

/** The entries of a folder; empty if it is missing. */
export const entriesIn = (folder: string): Promise<Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });

const foldersIn = async (folder: string): Promise<string[]> =>
  (await entriesIn(folder)).filter((entry) => entry.isDirectory()).map(({ name }) => name);

async function readRun(projects: string, project: string, name: string): Promise<StoredRun> {
  const folder = join(projects, project, name);
  const stored = runFileSchema.parse(unsealJson(await readFile(join(folder, runFileName), 'utf8')));
  const { id, projectId } = stored.run;
  if (id !== name || String(projectId) !== project) throw new Error('it belongs to another folder');
  return { ...stored, mediaFolder: mediaFolderIn(dirname(projects), stored.mediaFolder), folder };
}

const reasonOf = (error: unknown) =>
  isMissing(error) ? 'it is missing' : error instanceof Error ? error.message : String(error);

/** The runs in a data folder, from their sealed files, and those whose files are missing, damaged or another run's. */
export async function readRuns(root: string) {
  const projects = join(root, 'projects');
  const runs: StoredRun[] = [];
  const unreadable: { folder: string; reason: string }[] = [];
  for (const project of await foldersIn(projects)) {
    const folder = join(projects, project);
    const names = await foldersIn(folder).catch((error: unknown) => {
      unreadable.push({ folder, reason: reasonOf(error) });
      return [];
    });
    for (const name of names) {
      try {
        runs.push(await readRun(projects, project, name));
      } catch (error) {
        unreadable.push({ folder: join(folder, name), reason: `${runFileName}: ${reasonOf(error)}` });
      }
    }
  }
  return { runs, unreadable };
}

/** Creates what is missing in a data folder, and removes what a crash left in it. */
async function prepareFolder(root: string): Promise<void> {
  await ensureFormat(root);
  const parts = join(root, 'parts');
  await mkdir(parts, { recursive: true });
  await removeOwn(root, isDraftName);
  await removeOwn(parts, isPartName);
  await mkdir(join(root, 'projects'), { recursive: true });
  await syncPath(root);
}

/**
 * Opens a data folder, which is created if it is missing. Throws `conflict` for a folder that a newer version
 * wrote, before anything in it is changed; `report` is called with other problems. A `readOnly` folder is not
 * changed, and accepts no runs.
 */
export async function openRunFolders(
  dataFolder: string,
  report: (message: string) => void,
  readOnly?: ReadOnlyCode,
) {
  const root = resolve(dataFolder);
  const projects = join(root, 'projects');
  if (readOnly === undefined) await prepareFolder(root);
  else await hasFormat(root);
  const read = await readRuns(root);
  for (const { folder, reason } of read.unreadable)
    report(`The run in ${folder} cannot be shown and was left as it is: ${reason}`);
  let runs: readonly StoredRun[] = read.runs;
  const queue = createQueue();
  const newPart = () => join(root, 'parts', newPartName());
  return {
    projects: () => projectsOf(runs),
    /** Throws `not-found` for a run that does not exist (any more). */
    find: (run: Run) => findRun(runs, run),
    /** A new folder to write into; throws if nothing can be written, with `notDone` in the message. */
    async begin(notDone: string): Promise<RunPart> {
      if (readOnly !== undefined) throw readOnlyError(readOnly, notDone);
      const folder = newPart();
      await mkdir(folder);
      return { folder, discard: () => rm(folder, { recursive: true, force: true }) };
    },
    /**
     * Publishes the part as a run, with one rename; if a run with the same content exists, that one is returned
     * instead. Throws `conflict` if the draft's name is taken.
     */
    publish: (part: RunPart, draft: RunDraft, written: WrittenRun, records: StoredRun['records']) =>
      queue(async (): Promise<Imported> => {
        const same = sameContent(runs, draft, written.contentHash);
        if (same !== undefined) {
          await part.discard();
          return { run: same.run, wasThere: true };
        }
        const prepared = prepareRun(runs, draft, written);
        const kept = storedMediaFolder(root, draft.mediaFolder);
        const content = sealJson({ ...prepared, mediaFolder: kept, records });
        await writeSynced(join(part.folder, runFileName), content);
        await syncPath(part.folder);
        const parent = join(projects, String(prepared.run.projectId));
        await mkdir(parent, { recursive: true });
        await syncPath(projects);
        const folder = join(parent, prepared.run.id);
        await rename(part.folder, folder);
        try {
          await syncPath(parent);
        } catch (error) {
          // A run that may be lost in a power failure must not be reported as imported.
          await rename(folder, part.folder).catch(() => rm(folder, { recursive: true, force: true }));
          throw error;
        }
        runs = [...runs, { ...prepared, records, folder }];
        return { run: prepared.run, wasThere: false };
      }),
    remove: (run: Run) =>
      queue(async () => {
        const found = findRun(runs, run);
        if (readOnly !== undefined) throw readOnlyError(readOnly, 'nothing was deleted');
        const aside = newPart();
        await rename(found.folder, aside);
        runs = runs.filter((kept) => kept !== found);
        const parent = dirname(found.folder);
        await syncPath(parent);
        await rm(aside, { recursive: true, force: true });
        // Removes the project's folder with its last run; this fails if the folder is not empty.
        await rmdir(parent).catch(() => undefined);
      }),
  };
}

export type RunFolders = Awaited<ReturnType<typeof openRunFolders>>;
