/** Files and records for the tests of the sources: created in memory, read in pieces of any size. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { SecondLookError } from '../../contract/errors';
import { entriesOf, type EntryBatch } from '../store/entry-batch';
import { readRun, type ReadOptions } from './import-run';
import type { SourceFile } from './source-file';

/** The folder for temporary files of the tests in a file; removed after the last test. */
export const tempFolder = join(tmpdir(), `second-look-sources-${randomUUID()}`);
afterAll(() => rm(tempFolder, { recursive: true, force: true }));

/** A file with the given bytes or text, read in pieces of `pieceSize`, once. */
export function sourceOf(name: string, content: string | Uint8Array, pieceSize = 1 << 16): SourceFile {
  const bytes = Buffer.from(content);
  let wasRead = false;
  return {
    name,
    size: bytes.length,
    async *bytes() {
      if (wasRead) throw new Error(`${name} was read twice`);
      wasRead = true;
      for (let at = 0; at < bytes.length; at += pieceSize) {
        yield await Promise.resolve(bytes.subarray(at, at + pieceSize));
      }
    },
  };
}

/** A sample that was read, with its bytes as text. */
export interface TextEntry {
  sampleId: number;
  result: string;
  predictions: string;
}

export interface ReadResult {
  entries: TextEntry[];
  batches: EntryBatch[];
  notices: readonly string[];
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

/** Everything that is read from files. */
export async function readAll(
  files: readonly SourceFile[],
  options: Partial<ReadOptions> = {},
): Promise<ReadResult> {
  const reading = readRun(files, { tempFolder, signal: new AbortController().signal, ...options });
  const entries: TextEntry[] = [];
  const batches: EntryBatch[] = [];
  for await (const batch of reading) {
    batches.push(batch);
    for (const { sampleId, result, predictions } of entriesOf(batch)) {
      entries.push({ sampleId, result: text(result), predictions: text(predictions) });
    }
  }
  return { entries, batches, notices: reading.notices };
}

/** The message with which files are refused. Throws if they are not refused, or for another error. */
export async function refusalOf(...files: readonly SourceFile[]): Promise<string> {
  try {
    await readAll(files);
  } catch (error) {
    if (error instanceof SecondLookError) return error.message;
    throw error;
  }
  throw new Error('The files were not refused');
}

/** Every problem with files, in words. */
export async function problemsOf(...files: readonly SourceFile[]): Promise<string[]> {
  const problems: string[] = [];
  await readAll(files, { onProblem: ({ message }) => void problems.push(message) });
  return problems;
}

/** A result entry as a tool would write it. */
export function resultOf(sampleId: number, sample: object = {}, scores: object = { idle: 0.9, wave: 0.1 }) {
  return {
    sampleId,
    sample: { id: sampleId, filename: `s${sampleId}.cbor`, label: 'idle', ...sample },
    classifications: [
      {
        learnBlock: { id: 5, type: 'keras', name: 'NN', title: 'Classifier', dsp: [27] },
        result: [scores],
        minimumConfidenceRating: 0.6,
        expectedLabels: [{ startIndex: 0, endIndex: 0, label: 'idle' }],
        thresholds: [
          { key: 'min_score', description: 'Score', helpText: '', value: 0.6, suggestedValue: 0.5 },
        ],
      },
    ],
  };
}

/** A prediction for a window of a sample. */
export function predictionOf(sampleId: number, startMs = 0, prediction = 'idle') {
  return {
    sampleId,
    startMs,
    endMs: startMs + 1000,
    label: 'idle',
    prediction,
    predictionCorrect: prediction === 'idle',
  };
}

/** A page as the API returns it. */
export function pageOf(
  results: readonly unknown[],
  predictions: readonly unknown[],
  totalCount = results.length,
): string {
  return JSON.stringify({ success: true, result: results, predictions, totalCount });
}
