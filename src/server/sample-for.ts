/** From the path of a sample to its entry, and to what its own file may be called. */
import { SecondLookError } from '../contract/errors';
import type { Query } from '../contract/query';
import type { Project, Run } from '../contract/runs';
import { sampleRecordSchema, type SampleRecord } from '../contract/sample';
import type { AppContext } from './app-context';
import { memberBytes } from './json-member';
import type { SampleNames } from './media/media-names';
import { pathNumber, runFor } from './run-for';
import type { Store, StoredEntry } from './store/store';

export interface FoundSample {
  project: Project;
  run: Run;
  sampleId: number;
  entry: StoredEntry;
}

/** The entry of a sample of a run. Throws `not-found`, or `damaged` where it is so on disk. */
export async function entryFor(store: Store, run: Run, sampleId: number): Promise<StoredEntry> {
  const entry = await store.entry(run, sampleId);
  if (entry !== undefined) return entry;
  throw new SecondLookError(
    'not-found',
    `There is no sample ${sampleId} in the run ${run.id} (${run.variant}) of project ${run.projectId}.`,
  );
}

/** The sample in a path, in the run that the query means. Throws what `entryFor` does. */
export async function sampleFor(store: Store, context: AppContext, query: Query): Promise<FoundSample> {
  const { project, run } = await runFor(store, context.req.param('projectId'), query);
  const sampleId = pathNumber(context.req.param('sampleId'), 'sample');
  return { project, run, sampleId, entry: await entryFor(store, run, sampleId) };
}

/** The bytes of the sample in an entry, as they came in. */
export function sampleBytes({ result }: StoredEntry): Uint8Array {
  const bytes = memberBytes(result, 'sample');
  if (bytes === undefined) throw new Error('A stored record has no sample');
  return bytes;
}

/** The sample of an entry. */
export function sampleOf(entry: StoredEntry): SampleRecord {
  return sampleRecordSchema.parse(JSON.parse(Buffer.from(sampleBytes(entry)).toString('utf8')));
}

/** What the sample's own file may be called. */
export function namesOf(sampleId: number, sample: SampleRecord): SampleNames {
  return {
    sampleId,
    filename: sample.filename ?? null,
    label: sample.label ?? null,
    category: sample.category ?? null,
  };
}
