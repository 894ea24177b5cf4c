/** Samples for the tests of a store: hand-written and random ones. */
import fc from 'fast-check';
import type { PredictionRecord, ResultRecord } from '../../contract/result-page';
import type { SampleRecord } from '../../contract/sample';
import { sampleFacts, type SampleFacts } from '../../domain/sample-values';
import type { Run } from '../../contract/runs';
import { arbitraryEntry } from './conformance/arbitrary-entries';
import { runLearnBlock } from '../sources/run-learn-blocks';
import { EntryBatchBuilder, type EntryBatch } from './entry-batch';
import type { RunDraft, StoredEntry } from './store';

const encoder = new TextEncoder();

/** One sample to import: its bytes, and the values derived from them. */
export interface ImportEntry extends StoredEntry {
  facts: SampleFacts;
  learnBlocks: Run['learnBlocks'];
}

export const draftOf = (changes: Partial<RunDraft> = {}): RunDraft => ({
  project: { id: 1, name: 'Gestures' },
  impulse: { id: 1 },
  variant: 'int8',
  files: ['result.json'],
  ...changes,
});

/** An entry as an importer passes it; the texts are its bytes, generated from the values by default. */
export function entryOf(
  result: ResultRecord,
  predictions: readonly PredictionRecord[] = [],
  texts: { result?: string; predictions?: string } = {},
): ImportEntry {
  return {
    sampleId: result.sampleId,
    result: encoder.encode(texts.result ?? JSON.stringify(result)),
    predictions: encoder.encode(
      texts.predictions ?? predictions.map((prediction) => JSON.stringify(prediction)).join(','),
    ),
    facts: sampleFacts({ result, predictions }),
    learnBlocks: result.classifications.map(runLearnBlock),
  };
}

/** The prediction for a window, and whether it is right; `null`: not judged. */
export type Said = readonly [prediction: string, correct: boolean | null];

/** An entry from its id, further fields of its sample, and the predictions of its windows. */
export function sampleEntry(
  id: number,
  sample: Partial<SampleRecord> = {},
  said: readonly Said[] = [],
  classifications: ResultRecord['classifications'] = [],
): ImportEntry {
  const predictions = said.map(([prediction, correct], window): PredictionRecord => ({
    sampleId: id,
    startMs: window * 1000,
    endMs: window * 1000 + 1000,
    prediction,
    ...(correct !== null && { predictionCorrect: correct }),
  }));
  return entryOf({ sampleId: id, sample: { id, ...sample }, classifications }, predictions);
}

/** A classification with one object of scores per window. */
export const scored = (...windows: Record<string, number>[]): ResultRecord['classifications'] => [
  { learnBlock: { id: 1, type: 'keras' }, result: windows },
];

/** The entries as one batch. */
export function batchOf(entries: readonly ImportEntry[]): EntryBatch {
  const batch = new EntryBatchBuilder();
  for (const entry of entries) {
    batch.add(entry, entry.facts);
    for (const block of entry.learnBlocks) if (!batch.hasLearnBlock(block.id)) batch.addLearnBlock(block);
  }
  return batch.finish();
}

/** The entries in batches of the given size. */
export async function* batchesOf(entries: readonly ImportEntry[], size = 100): AsyncGenerator<EntryBatch> {
  for (let at = 0; at < entries.length; at += size) {
    yield await Promise.resolve(batchOf(entries.slice(at, at + size)));
  }
}

/** Words that caused errors elsewhere: case, marks, order, property names, lone surrogates. */
export const oddWords = [
  'idle',
  'Idle',
  'wave',
  'é',
  'e\u0301',
  'É',
  'ß',
  'İ',
  'Σας',
  '__proto__',
  'constructor',
  '',
  ' ',
  'a\u0000b',
  '\ud800',
  '😀',
  '\uffee',
  '100%',
  'a_b',
  'a*b',
  "'; DROP TABLE samples; --",
  '5',
  '-2.5e1',
  '0x10',
];
export const oddKeys = ['site', 'Site', '__proto__', 'toString', '', 'é'];

const word = fc.constantFrom(...oddWords);
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { freq: 3, nil: undefined });
const smallNumber = fc.constantFrom(-1.5, -0, 0, 0.1, 0.25, 0.5, 0.75, 1, 3, 1e9);
const moment = fc.constantFrom(
  '2024-01-01T00:00:00.000Z',
  '2024-01-01T00:00:00.001Z',
  '2024-06-30T12:00:00+02:00',
  'no date',
);
const metadata = fc.array(fc.tuple(fc.constantFrom(...oddKeys), word), { maxLength: 4 });
const label = fc.record({ startIndex: fc.constant(0), endIndex: fc.constant(1), label: word });
const box = fc.record({
  label: word,
  x: fc.constant(0),
  y: fc.constant(0),
  width: fc.constant(1),
  height: fc.constant(1),
});

const sample: fc.Arbitrary<Partial<SampleRecord>> = fc.record(
  {
    filename: fc.oneof(
      word,
      fc.tuple(word, word).map(([a, b]) => `${a}.${b}.wav`),
    ),
    label: word,
    deviceName: word,
    category: fc.constantFrom('training', 'testing'),
    totalLengthMs: smallNumber,
    frequency: fc.constantFrom(16000, 62.5),
    added: moment,
    chartType: fc.constantFrom('chart', 'image', 'video', 'table'),
    sensors: fc.constantFrom([{ name: 'audio' }], [{ name: 'audio' }, { name: 'x' }], []),
    isDisabled: fc.boolean(),
    signatureValidate: fc.boolean(),
    structuredLabels: fc.array(label, { maxLength: 2 }),
    structuredLabelsList: fc.array(word, { maxLength: 2 }),
    boundingBoxes: fc.array(box, { maxLength: 2 }),
    metadata: metadata.map((pairs) => Object.fromEntries(pairs)),
  },
  { requiredKeys: [] },
);

/** An entry of any learn blocks, whose sample also has words of its own. */
const entry = fc
  .record({
    sample,
    said: arbitraryEntry,
    hasOwnLabel: fc.boolean(),
    f1Score: rarely(fc.constantFrom(0, 0.5, 1, 50, 100)),
  })
  .map(({ sample: own, said: { result, predictions }, hasOwnLabel, f1Score }) => (id: number) => {
    const labelled = hasOwnLabel ? own : result.sample;
    return entryOf(
      { ...result, sampleId: id, sample: { ...own, ...result.sample, id, label: labelled.label } },
      predictions.map((prediction) => ({
        ...prediction,
        sampleId: id,
        ...(f1Score !== undefined && { f1Score }),
      })),
    );
  });

const id = fc.oneof({ weight: 20, arbitrary: fc.nat(500) }, fc.constantFrom(2 ** 31, 2 ** 53 - 1));

/** At most the given number of random samples, with unique ids in any order. */
export const anyEntries = (most: number): fc.Arbitrary<ImportEntry[]> =>
  fc
    .uniqueArray(fc.tuple(id, entry), {
      minLength: Math.floor(most / 2),
      maxLength: most,
      selector: ([sampleId]) => sampleId,
      size: 'max',
    })
    .map((pairs) => pairs.map(([sampleId, entryWith]) => entryWith(sampleId)));
