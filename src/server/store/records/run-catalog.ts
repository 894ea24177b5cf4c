/** The list of runs: the projects derived from it, names of new runs, and the detection of duplicates. */
import { SecondLookError } from '../../../contract/errors';
import { variants } from '../../../contract/query';
import { runSchema, type Project, type Run } from '../../../contract/schemas/runs';
import type { RunDraft } from '../store';
import { z } from 'zod';

const earliestTime = Date.parse('0000-01-01T00:00:00.000Z');
const latestTime = Date.parse('9999-12-31T23:59:59.999Z');

/** The project information given with a run's import; that of the latest run applies. */
const projectFactsSchema = z.object({
  name: z.string(),
  description: z.string(),
  licence: z.string(),
  source: z.string(),
  isDemo: z.boolean(),
  selectedVariant: z.enum(variants),
});

/** A run as stored, with the information that its import gave about project and impulse. */
export const catalogRunSchema = z.object({
  run: runSchema,
  project: projectFactsSchema,
  impulseName: z.string(),
  /** Increases with each import; determines which run is newer, since clocks may be set back. */
  sequence: z.int(),
  mediaFolder: z.string().optional(),
});
export type CatalogRun = z.infer<typeof catalogRunSchema>;

/** The properties of a run that are known once its records are written. */
export interface WrittenRun {
  samples: number;
  contentHash: string;
  learnBlocks: Run['learnBlocks'];
}

/** Runs may have equal sequence numbers if one of them could not be read while the other was imported. */
const newestFirst = (a: CatalogRun, b: CatalogRun) =>
  b.sequence - a.sequence || Date.parse(b.run.imported) - Date.parse(a.run.imported);

function projectOf(id: number, ofProject: readonly CatalogRun[]): Project {
  const runs = [...ofProject].sort(newestFirst);
  const [latest] = runs;
  if (latest === undefined) throw new Error(`Project ${id} has no runs`);
  const impulses = new Map<number, string>();
  for (const { run, impulseName } of runs) {
    if (!impulses.has(run.impulseId)) impulses.set(run.impulseId, impulseName);
  }
  const impulseIds = [...impulses.keys()].sort((a, b) => a - b);
  return {
    id,
    ...latest.project,
    // A project's first impulse is its default one in Studio unless set otherwise, and a page does not contain that
    // setting.
    defaultImpulseId: impulseIds[0] ?? 0,
    impulses: impulseIds.map((impulseId) => ({ id: impulseId, name: impulses.get(impulseId) ?? '' })),
    runs: runs.map(({ run }) => run),
  };
}

/** The first name that is not taken: the stem, or the stem with a number from 2. */
function freeName(
  stem: string,
  counted: (copy: number) => string,
  isTaken: (name: string) => boolean,
): string {
  let name = stem;
  for (let copy = 2; isTaken(name); copy++) name = stem + counted(copy);
  return name;
}

const ofProject = <Kept extends CatalogRun>(runs: readonly Kept[], projectId: number) =>
  runs.filter(({ run }) => run.projectId === projectId);

/** The runs that differ from the draft only in their records. */
const besides = <Kept extends CatalogRun>(runs: readonly Kept[], { project, impulse, variant }: RunDraft) =>
  ofProject(runs, project.id).filter(({ run }) => run.impulseId === impulse.id && run.variant === variant);

/** The projects that the runs belong to, by id. */
export function projectsOf(runs: readonly CatalogRun[]): Project[] {
  const ids = new Set(runs.map(({ run }) => run.projectId));
  return [...ids].sort((a, b) => a - b).map((id) => projectOf(id, ofProject(runs, id)));
}

/** The stored run; throws `not-found` if it does not exist (any more). */
export function findRun<Kept extends CatalogRun>(runs: readonly Kept[], { projectId, id }: Run): Kept {
  const found = ofProject(runs, projectId).find(({ run }) => run.id === id);
  if (found !== undefined) return found;
  throw new SecondLookError('not-found', `Project ${projectId} has no run "${id}"`);
}

/** The run of the same project, impulse and variant that has exactly the same records. */
export const sameContent = (runs: readonly CatalogRun[], draft: RunDraft, contentHash: string) =>
  besides(runs, draft).find(({ run }) => run.contentHash === contentHash);

/** The run that the draft becomes; throws `conflict` if its name is taken by other records. */
export function prepareRun(
  runs: readonly CatalogRun[],
  draft: RunDraft,
  { samples, contentHash, learnBlocks }: WrittenRun,
): CatalogRun {
  const { project, impulse, variant } = draft;
  const siblings = ofProject(runs, project.id);
  const named = besides(runs, draft);
  const isNameTaken = (name: string) => named.some(({ run }) => run.name === name);
  if (draft.name !== undefined && isNameTaken(draft.name)) {
    throw new SecondLookError(
      'conflict',
      `Project ${project.id} has a run "${draft.name}" of impulse ${impulse.id}, ${variant}, with other results; ` +
        'choose another name, or delete that run first',
    );
  }
  // Of constant length, so that texts sort like times: a clock may be outside the years 0000 to 9999.
  const time = draft.imported === undefined ? Date.now() : Date.parse(draft.imported);
  const imported = new Date(Math.min(latestTime, Math.max(earliestTime, time))).toISOString();
  const digits = imported.replace(/\D/g, '');
  // Contains the time of the import, and is valid in a URL and a path: `20261124-142033-3fa4c1`.
  const idStem = `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${contentHash.slice(0, 6)}`;
  const isIdTaken = (id: string) => siblings.some(({ run }) => run.id === id);
  const nameStem = imported.slice(0, 19).replace('T', ' ');
  const before = siblings.length === 0 ? undefined : projectOf(project.id, siblings);
  const impulseBefore = before?.impulses.find(({ id }) => id === impulse.id);
  return {
    run: {
      id: freeName(idStem, (copy) => `-${copy}`, isIdTaken),
      name: draft.name ?? freeName(nameStem, (copy) => ` (${copy})`, isNameTaken),
      projectId: project.id,
      impulseId: impulse.id,
      variant,
      samples,
      imported,
      files: [...draft.files],
      contentHash,
      hasMedia: draft.mediaFolder !== undefined,
      learnBlocks,
    },
    project: {
      name: project.name ?? before?.name ?? `Project ${project.id}`,
      description: project.description ?? before?.description ?? '',
      licence: project.licence ?? before?.licence ?? '',
      source: project.source ?? before?.source ?? '',
      isDemo: project.isDemo ?? before?.isDemo ?? false,
      selectedVariant: draft.selectedVariant ?? before?.selectedVariant ?? variant,
    },
    impulseName: impulse.name ?? impulseBefore?.name ?? `Impulse ${impulse.id}`,
    sequence: Math.max(0, ...runs.map(({ sequence }) => sequence)) + 1,
    mediaFolder: draft.mediaFolder,
  };
}
