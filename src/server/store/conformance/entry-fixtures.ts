/** Records for the tests of the reference, and their samples as queries see them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, strFromU8 } from 'fflate';
import type {
  Classification,
  PredictionRecord,
  ResultRecord,
  SampleEntry,
} from '../../../contract/result-page';
import { plainSample, type PlainSample } from '../plain-loop-values';

type Sample = ResultRecord['sample'];

/** The entries of a fixture file: reported inputs, without the fields that no verdict depends on. */
export function fixtureEntries(name: string): SampleEntry[] {
  const text = readFileSync(join(import.meta.dirname, 'fixtures', `${name}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** The entries of a variant of a demo project. */
export function demoEntries(project: string, variant: string): SampleEntry[] {
  const file = join(import.meta.dirname, '../../../demo/data', project, `${variant}.jsonl.gz`);
  const lines = strFromU8(gunzipSync(readFileSync(file))).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** A block of a type, with the fields that a test sets. */
export const madeBlock = (id: number, type: string, parts: Partial<Classification>): Classification => ({
  ...parts,
  learnBlock: { id, type },
});

/** An entry of one sample. */
export function madeEntry(
  sample: Sample,
  classifications: Classification[],
  predictions: Partial<PredictionRecord>[] = [],
): SampleEntry {
  return {
    result: { sampleId: sample.id, sample, classifications },
    predictions: predictions.map((prediction) => ({ ...prediction, sampleId: sample.id })),
  };
}

const encoder = new TextEncoder();

/** A record as the plain-loop store has it. */
export const judgedSample = ({ result, predictions }: SampleEntry): PlainSample =>
  plainSample({
    sampleId: result.sampleId,
    result: encoder.encode(JSON.stringify(result)),
    predictions: encoder.encode(predictions.map((prediction) => JSON.stringify(prediction)).join(',')),
  });
