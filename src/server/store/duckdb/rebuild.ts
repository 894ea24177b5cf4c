/** A missing, damaged or older index is put aside, never deleted, and made again from the record file. */
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PredictionRecord, ResultRecord } from '../../../contract/result-page';
import type { Progress } from '../../../domain/progress-words';
import { sampleFacts } from '../../../domain/sample-values';
import { EntryBatchBuilder } from '../entry-batch';
import { damageInWords, isDamage } from '../record-format';
import { scanRecords } from '../record-scan';
import { recordFileName, syncPath, type StoredRun } from '../runs';
import type { StoredEntry } from '../store';
import { fileState, UnusableIndexError } from './index-manifest';
import { createIndexWriter } from './index-writer';
import { openRunIndex, type RunIndex } from './run-index';

export const indexName = 'index';
export const partName = 'index.part';
export const asidePrefix = `${indexName}.aside-`;
const samplesBetweenTurns = 500;
/** How much of the work is done when all records are read; the rest goes into sorting and writing columns. */
const readingShare = 0.9;

export interface RebuildOptions {
  /** Told, in a sentence, what is amiss. */
  report: (message: string) => void;
  signal: AbortSignal;
  /** Called when the index has to be made again, and now and then while it is. */
  onProgress: (progress: Progress) => void;
}
/** The index wants the values alone. */
const none = new Uint8Array();

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// The import checked every record against the contract's schema, and the checksum says that it is still the same.
const isResult = (value: unknown): value is ResultRecord => isObject(value) && isObject(value['sample']);
const isPredictions = (value: unknown): value is PredictionRecord[] =>
  Array.isArray(value) && value.every(isObject);

function parseEntry({ sampleId, result, predictions }: StoredEntry) {
  const decoder = new TextDecoder();
  const resultValue: unknown = JSON.parse(decoder.decode(result));
  const predictionValues: unknown = JSON.parse(`[${decoder.decode(predictions)}]`);
  if (!isResult(resultValue) || !isPredictions(predictionValues)) {
    throw new Error(`Sample ${sampleId} is stored, but is no result entry`);
  }
  return { result: resultValue, predictions: predictionValues };
}

async function putAside(run: StoredRun): Promise<string | undefined> {
  const names = await readdir(run.folder);
  if (!names.includes(indexName)) return undefined;
  for (let copy = 1; ; copy++) {
    const aside = `${asidePrefix}${copy}`;
    if (names.includes(aside)) continue;
    await rename(join(run.folder, indexName), join(run.folder, aside));
    return aside;
  }
}

/** Makes the index again from the records; a damaged record is told to `report` and left out. */
async function rebuild(run: StoredRun, { report, signal, onProgress }: RebuildOptions): Promise<void> {
  const folder = join(run.folder, partName);
  await rm(folder, { recursive: true, force: true });
  const index = await createIndexWriter(folder);
  let batch = new EntryBatchBuilder();
  let offsets: number[] = [];
  let lengths: number[] = [];
  function append(): void {
    index.append(batch.finish(), {
      offsets: Float64Array.from(offsets),
      lengths: Float64Array.from(lengths),
    });
    batch = new EntryBatchBuilder();
    offsets = [];
    lengths = [];
  }
  const path = join(run.folder, recordFileName);
  try {
    const before = await fileState(path);
    let samples = 0;
    let hasDamage = false;
    for await (const record of scanRecords(path, run.records.key, run.records.bytes)) {
      if (isDamage(record)) {
        hasDamage = true;
        report(`Run ${run.run.id} of project ${run.run.projectId}: ${damageInWords(record)}; it is left out`);
        continue;
      }
      batch.add(
        { sampleId: record.sampleId, result: none, predictions: none },
        sampleFacts(parseEntry(record)),
      );
      offsets.push(record.offset);
      lengths.push(record.length);
      samples += 1;
      if (batch.count === samplesBetweenTurns) {
        append();
        onProgress({ samples, share: (readingShare * record.offset) / run.records.bytes });
        await new Promise(setImmediate);
      }
      signal.throwIfAborted();
    }
    append();
    onProgress({ samples, share: readingShare });
    await index.finish({ ...run.records, ...(hasDamage && { withDamage: before }) }, signal);
  } catch (error) {
    index.abort();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  await rename(folder, join(run.folder, indexName));
  await syncPath(run.folder);
}

/** Says what is amiss with the record file as a whole, if anything. */
async function checkRecords(run: StoredRun, report: (message: string) => void): Promise<void> {
  const { size } = await stat(join(run.folder, recordFileName));
  if (size === run.records.bytes) return;
  report(
    `The record file of run ${run.run.id}, project ${run.run.projectId}, has ${size} bytes instead of ` +
      `${run.records.bytes}; the records that are whole are served`,
  );
}

/** The run's index, sound; made again first where it has to be, unless the signal is aborted meanwhile. */
export async function openOrRebuild(run: StoredRun, options: RebuildOptions): Promise<RunIndex> {
  const { report, onProgress } = options;
  await checkRecords(run, report);
  const folder = join(run.folder, indexName);
  try {
    return await openRunIndex(folder, run.records);
  } catch (error) {
    if (!(error instanceof UnusableIndexError)) throw error;
    const aside = await putAside(run);
    const where = aside === undefined ? '' : `, which was put aside as ${aside}`;
    report(
      `The index of run ${run.run.id}, project ${run.run.projectId}: ${error.message}${where}; making it again`,
    );
  }
  onProgress({ samples: 0, share: 0 });
  await rebuild(run, options);
  return openRunIndex(folder, run.records);
}
