/** Runs on disk: a folder each, written aside, synced, published in one rename; leftovers of a crash are tidied up. */
import { mkdir, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { runSchema, type Project, type Run } from '../../contract/runs';
import { codeOf } from './disk-errors';
import { ensureFormat, hasFormat } from './folder-marker';
import { createQueue } from './queue';
import { readOnlyError, type ReadOnlyCode } from './read-only';
import { createRunCatalog, projectFactsSchema, type CatalogRun, type WrittenRun } from './run-catalog';
import type { Imported, RunDraft } from './store';
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
 * <data>/projects/<id>/<run id>/    run.json, records, and whatever an adapter keeps beside them
 * <data>/parts/<uuid>.part/         what is being written or deleted, and indexes of trial thresholds; removed when the
 *                                   folder is opened
 */
export const runFileName = 'run.json';
export const recordFileName = 'records';

export const recordsSchema = z.object({ key: z.int(), bytes: z.int() });
const runFileSchema = z.object({
  run: runSchema,
  project: projectFactsSchema,
  impulseName: z.string(),
  sequence: z.int(),
  /** Relative to the data folder where it lies within, so that a copy or a moved folder has its own. */
  mediaFolder: z.string().optional(),
  records: recordsSchema,
});

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

export interface RunFolders {
  projects: () => readonly Project[];
  /** Throws `not-found` for a run that is not (or no longer) there. */
  find: (run: Run) => StoredRun;
  /** A new folder to write into; where nothing can be written it throws, and says that this was not done. */
  begin: (notDone: string) => Promise<RunPart>;
  /** The run that has the very same records already; throws `conflict` where the draft's name is taken. */
  check: (draft: RunDraft, written: WrittenRun) => StoredRun | undefined;
  /** Makes the part a run, in one rename; a run with the same content that came first is returned instead. */
  publish: (
    part: RunPart,
    draft: RunDraft,
    written: WrittenRun,
    records: StoredRun['records'],
  ) => Promise<Imported>;
  remove: (run: Run) => Promise<void>;
}

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function readRun(projects: string, project: string, name: string): Promise<StoredRun> {
  const folder = join(projects, project, name);
  const stored = runFileSchema.parse(unsealJson(await readFile(join(folder, runFileName), 'utf8')));
  const { id, projectId } = stored.run;
  if (id !== name || String(projectId) !== project) throw new Error('it belongs to another folder');
  const { mediaFolder } = stored;
  return { ...stored, mediaFolder: mediaFolder && resolve(projects, '..', mediaFolder), folder };
}

/** A folder whose run, or runs, cannot be read, and why. */
interface Unreadable {
  folder: string;
  reason: string;
}

const reasonOf = (error: unknown) =>
  isMissing(error) ? 'it is missing' : error instanceof Error ? error.message : String(error);

/** The runs in a data folder, as their sealed files say, and those whose files are missing, damaged or another run's. */
export async function readRuns(root: string): Promise<{ runs: StoredRun[]; unreadable: Unreadable[] }> {
  const projects = join(root, 'projects');
  const runs: StoredRun[] = [];
  const unreadable: Unreadable[] = [];
  for (const project of await namesIn(projects)) {
    const folder = join(projects, project);
    const names = await namesIn(folder).catch((error: unknown) => {
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

/** A media folder as it is kept, see `runFileSchema`. */
function keptMediaFolder(root: string, mediaFolder: string | undefined): string | undefined {
  return mediaFolder?.startsWith(root + sep) === true ? relative(root, mediaFolder) : mediaFolder;
}

/** Makes what is missing of a data folder, and removes what a crash left in it. */
async function prepareFolder(root: string, parts: string, projects: string): Promise<void> {
  await ensureFormat(root);
  await mkdir(parts, { recursive: true });
  await removeOwn(root, isDraftName);
  await removeOwn(parts, isPartName);
  await mkdir(projects, { recursive: true });
  await syncPath(root);
}

/**
 * Opens a data folder, which is created where it is missing. Throws `conflict` for a folder that a newer version
 * wrote, before anything in it is touched; what else is amiss is told to `report`. One that is `readOnly` is left as it
 * is, and takes no runs.
 */
export async function openRunFolders(
  dataFolder: string,
  report: (message: string) => void,
  readOnly?: ReadOnlyCode,
): Promise<RunFolders> {
  const root = resolve(dataFolder);
  const parts = join(root, 'parts');
  const projects = join(root, 'projects');
  if (readOnly === undefined) await prepareFolder(root, parts, projects);
  else await hasFormat(root);
  const { runs, unreadable } = await readRuns(root);
  for (const { folder, reason } of unreadable)
    report(`The run in ${folder} cannot be shown and was left as it is: ${reason}`);
  const catalog = createRunCatalog(runs);
  const queue = createQueue();

  const projectFolder = (projectId: number) => join(projects, String(projectId));
  const newPart = () => join(parts, newPartName());

  async function makeProjectFolder(projectId: number): Promise<string> {
    const folder = projectFolder(projectId);
    await mkdir(folder, { recursive: true });
    await syncPath(projects);
    return folder;
  }

  function check(draft: RunDraft, written: WrittenRun): StoredRun | undefined {
    const same = catalog.sameContent(draft, written.contentHash);
    if (same === undefined) catalog.prepare(draft, written);
    return same;
  }

  return {
    projects: () => catalog.projects(),
    find: (run) => catalog.find(run),
    async begin(notDone) {
      if (readOnly !== undefined) throw readOnlyError(readOnly, notDone);
      const folder = newPart();
      await mkdir(folder);
      return { folder, discard: () => rm(folder, { recursive: true, force: true }) };
    },
    check,
    publish: (part, draft, written, records) =>
      queue(async () => {
        const same = catalog.sameContent(draft, written.contentHash);
        if (same !== undefined) {
          await part.discard();
          return { run: same.run, wasThere: true };
        }
        const prepared = catalog.prepare(draft, written);
        const mediaFolder = keptMediaFolder(root, prepared.mediaFolder);
        await writeSynced(join(part.folder, runFileName), sealJson({ ...prepared, mediaFolder, records }));
        await syncPath(part.folder);
        const parent = await makeProjectFolder(prepared.run.projectId);
        const folder = join(parent, prepared.run.id);
        await rename(part.folder, folder);
        try {
          await syncPath(parent);
        } catch (error) {
          // A run that may be gone after a power cut must not be called imported.
          await rename(folder, part.folder).catch(() => rm(folder, { recursive: true, force: true }));
          throw error;
        }
        const added = { ...prepared, records, folder };
        catalog.add(added);
        return { run: added.run, wasThere: false };
      }),
    remove: (run) =>
      queue(async () => {
        const found = catalog.find(run);
        if (readOnly !== undefined) throw readOnlyError(readOnly, 'nothing was deleted');
        const aside = newPart();
        await rename(found.folder, aside);
        catalog.remove(found);
        const parent = projectFolder(run.projectId);
        await syncPath(parent);
        await rm(aside, { recursive: true, force: true });
        // Goes with its last run; a folder that still holds one refuses.
        await rmdir(parent).catch(() => undefined);
      }),
  };
}
