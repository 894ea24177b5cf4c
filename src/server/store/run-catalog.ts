/** The list of runs: projects made from it, what a new run is called, and whether it is there already. */
import { SecondLookError } from '../../contract/errors';
import { variants } from '../../contract/query';
import type { Project, Run } from '../../contract/runs';
import type { RunDraft } from './store';
import { z } from 'zod';

const earliestTime = Date.parse('0000-01-01T00:00:00.000Z');
const latestTime = Date.parse('9999-12-31T23:59:59.999Z');

/** What a run's import said of its project; the latest run's word counts. */
export const projectFactsSchema = z.object({
  name: z.string(),
  description: z.string(),
  licence: z.string(),
  source: z.string(),
  isDemo: z.boolean(),
  selectedVariant: z.enum(variants),
});
export type ProjectFacts = z.infer<typeof projectFactsSchema>;

/** A run as it is kept: with what its import said of its project and impulse. */
export interface CatalogRun {
  run: Run;
  project: ProjectFacts;
  impulseName: string;
  /** Rises from import to import; says which run is newer, since a clock may be set back. */
  sequence: number;
  mediaFolder?: string | undefined;
}

/** What is known of a run once its records are written. */
export interface WrittenRun {
  samples: number;
  contentHash: string;
  learnBlocks: Run['learnBlocks'];
}

/** Runs of one sequence can meet where one of them could not be read while the other was imported. */
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
    // Studio's first impulse is a project's default one unless it says otherwise, and a page does not say.
    defaultImpulseId: impulseIds[0] ?? 0,
    impulses: impulseIds.map((impulseId) => ({ id: impulseId, name: impulses.get(impulseId) ?? '' })),
    runs: runs.map(({ run }) => run),
  };
}

/** The first name that is not taken: the stem, then with copies counted from 2. */
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

/** Those that differ from the draft in their records only. */
const besides = <Kept extends CatalogRun>(runs: readonly Kept[], { project, impulse, variant }: RunDraft) =>
  ofProject(runs, project.id).filter(({ run }) => run.impulseId === impulse.id && run.variant === variant);

/** The projects that the runs belong to, by id. */
export function projectsOf(runs: readonly CatalogRun[]): Project[] {
  const ids = new Set(runs.map(({ run }) => run.projectId));
  return [...ids].sort((a, b) => a - b).map((id) => projectOf(id, ofProject(runs, id)));
}

/** The kept run; throws `not-found` for one that is not (or no longer) there. */
export function findRun<Kept extends CatalogRun>(runs: readonly Kept[], { projectId, id }: Run): Kept {
  const found = ofProject(runs, projectId).find(({ run }) => run.id === id);
  if (found !== undefined) return found;
  throw new SecondLookError('not-found', `Project ${projectId} has no run "${id}"`);
}

/** The run of the same project, impulse and variant that has the very same records. */
export const sameContent = (runs: readonly CatalogRun[], draft: RunDraft, contentHash: string) =>
  besides(runs, draft).find(({ run }) => run.contentHash === contentHash);

/** What the draft becomes; throws `conflict` where its name is taken by other records. */
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
  // Of one length, so that texts sort as times do: a clock may be set past the years from 0000 to 9999.
  const time = draft.imported === undefined ? Date.now() : Date.parse(draft.imported);
  const imported = new Date(Math.min(latestTime, Math.max(earliestTime, time))).toISOString();
  const digits = imported.replace(/\D/g, '');
  // Says when the run was imported, and can stand in a URL and a path: `20261124-142033-3fa4c1`.
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
