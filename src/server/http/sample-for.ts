/** Finds the entry and the media file of the sample in a path. */
import { SecondLookError } from '../../contract/errors';
import type { Run } from '../../contract/schemas/runs';
import { sampleRecordSchema, type SampleRecord } from '../../contract/schemas/sample';
import type { EndpointRequest, ServerParts } from './app-context';
import type { MediaFile } from '../media/media-folder';
import type { MediaGroup } from '../media/media-type';
import { pathNumber, runFor } from './run-for';
import { memberBytes } from '../import/json/json-scanner';
import type { Store, StoredEntry } from '../store/store';
import { readJson } from '../stored-json';

export interface FoundSample {
  run: Run;
  sampleId: number;
  entry: StoredEntry;
  sample: SampleRecord;
}

/** A sample of a run. Throws `not-found`, or `damaged` if its record is damaged on disk. */
export async function sampleOfRun(store: Store, run: Run, sampleId: number): Promise<FoundSample> {
  const entry = await store.entry(run, sampleId);
  if (entry === undefined) {
    throw new SecondLookError(
      'not-found',
      `There is no sample ${sampleId} in the run ${run.id} (${run.variant}) of project ${run.projectId}.`,
    );
  }
  const sample = sampleRecordSchema.parse(readJson(sampleBytes(entry)));
  return { run, sampleId, entry, sample };
}

/** The sample in a path, in the run that the query selects. Throws like `sampleOfRun`. */
export async function sampleFor(store: Store, request: EndpointRequest): Promise<FoundSample> {
  const { run } = await runFor(store, request);
  return sampleOfRun(store, run, pathNumber(request.context, 'sample'));
}

/** The original bytes of the sample in an entry. */
export function sampleBytes({ result }: StoredEntry): Uint8Array {
  const bytes = memberBytes(result, 'sample');
  if (bytes === undefined) throw new Error('A stored record has no sample');
  return bytes;
}

/** Opens the sample's own file if there is one of these groups; the caller must close it. */
export function openMedia(
  { media, store }: ServerParts,
  { run, sampleId, sample }: FoundSample,
  groups: readonly MediaGroup[],
): Promise<MediaFile | undefined> {
  const { filename = null, label = null, category = null } = sample;
  return media.open(store.mediaFolder(run), { sampleId, filename, label, category }, groups);
}

/**
 * Responds with the own file of the sample in a path. The response closes the file; if there is no response, it is
 * closed here. Throws `not-found`, with this word for the file, if the sample has no such file.
 */
export async function answerWithMedia(
  parts: ServerParts,
  request: EndpointRequest,
  { groups, word }: { groups: readonly MediaGroup[]; word: string },
  answer: (file: MediaFile, run: Run) => Promise<Response>,
): Promise<Response> {
  const found = await sampleFor(parts.store, request);
  const file = await openMedia(parts, found, groups);
  if (file === undefined) {
    throw new SecondLookError(
      'not-found',
      `There is no ${word} of sample ${found.sampleId} in this run's media.`,
    );
  }
  try {
    return await answer(file, found.run);
  } catch (error) {
    await file.handle.close();
    throw error;
  }
}
