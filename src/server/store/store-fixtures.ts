/** Samples for the tests of a store: hand-made ones, random ones, and random queries that hit them. */
import fc from 'fast-check';
import { fieldNames, outcomes, sortKeys, type FieldName } from '../../contract/fields';
import type { FilterValues, KindName } from '../../contract/kinds/kind';
import type { Filters, Query } from '../../contract/query';
import type { PredictionRecord, ResultRecord } from '../../contract/result-page';
import type { SampleRecord } from '../../contract/sample';
import { facetFields, type SummaryParts } from '../../contract/summary-parts';
import { sampleFacts, type SampleFacts } from '../../domain/sample-values';
import type { Run } from '../../contract/runs';
import { EntryBatchBuilder, type EntryBatch } from './entry-batch';
import type { RunDraft, StoredEntry } from './store';

const encoder = new TextEncoder();

/** One sample on its way in: its bytes, and what they say. */
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

/** An entry as an importer gives it; the texts are its bytes, made from the values unless given. */
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
    learnBlocks: [],
  };
}

/** What a window was said to be, and whether that is right; `null`: not judged. */
export type Said = readonly [prediction: string, correct: boolean | null];

/** An entry from its id, what its sample has beside it, and what its windows were said to be. */
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

/** A classification with one object of scores a window. */
export const scored = (...windows: Record<string, number>[]): ResultRecord['classifications'] => [
  { learnBlock: { id: 1, type: 'keras' }, result: windows },
];

/** The entries as one batch. */
export function batchOf(entries: readonly ImportEntry[]): EntryBatch {
  const batch = new EntryBatchBuilder();
  for (const entry of entries) {
    batch.add(entry, entry.facts);
    for (const block of entry.learnBlocks) batch.addLearnBlock(block);
  }
  return batch.finish();
}

/** The entries in batches of the size given. */
export async function* batchesOf(entries: readonly ImportEntry[], size = 100): AsyncGenerator<EntryBatch> {
  for (let at = 0; at < entries.length; at += size) {
    yield await Promise.resolve(batchOf(entries.slice(at, at + size)));
  }
}

/** Words that have gone wrong elsewhere: cases, marks, orders, names of properties, halves of pairs. */
const words = [
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
const keys = ['site', 'Site', '__proto__', 'toString', '', 'é'];

const word = fc.constantFrom(...words);
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { freq: 3, nil: undefined });
const smallNumber = fc.constantFrom(-1.5, -0, 0, 0.1, 0.25, 0.5, 0.75, 1, 3, 1e9);
const score = fc.constantFrom(0, 0.1, 0.25, 0.3, 0.5, 0.6, 0.9, 1);
const moment = fc.constantFrom(
  '2024-01-01T00:00:00.000Z',
  '2024-01-01T00:00:00.001Z',
  '2024-06-30T12:00:00+02:00',
  'no date',
);
const metadata = fc.array(fc.tuple(fc.constantFrom(...keys), word), { maxLength: 4 });
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

const prediction = fc.record({
  prediction: fc.constantFrom('idle', 'wave', '__proto__', '\ud800', 'uncertain'),
  correct: fc.constantFrom(true, true, false),
  f1Score: rarely(fc.constantFrom(0, 0.5, 1, 50, 100)),
});

const scores = fc
  .record({ idle: score, wave: score, anomaly: smallNumber }, { requiredKeys: ['idle'] })
  .map((window) => Object.fromEntries(Object.entries(window)));

/** An entry whose outcome its predictions tell, so that the plain loop needs no rule of a learn block. */
const entry = fc
  .record({
    sample,
    predictions: fc.array(prediction, { maxLength: 3 }),
    isJudged: fc.boolean(),
    type: fc.constantFrom('keras', 'keras-regression'),
    windows: fc.array(scores, { maxLength: 3 }),
  })
  .map(({ sample: own, predictions, isJudged, type, windows }) => (id: number) => {
    const hasScores = predictions.length > 0 && isJudged;
    return entryOf(
      {
        sampleId: id,
        sample: { id, ...own },
        classifications: hasScores ? [{ learnBlock: { id: 1, type }, result: windows }] : [],
      },
      predictions.map(({ prediction: said, correct, f1Score }) => ({
        sampleId: id,
        prediction: said,
        ...(isJudged && { predictionCorrect: correct }),
        ...(f1Score !== undefined && { f1Score }),
      })),
    );
  });

const id = fc.oneof({ weight: 20, arbitrary: fc.nat(500) }, fc.constantFrom(2 ** 31, 2 ** 53 - 1));

/** Random samples, at most so many, with different ids in any order. */
export const anyEntries = (most: number): fc.Arbitrary<ImportEntry[]> =>
  fc
    .uniqueArray(fc.tuple(id, entry), {
      minLength: Math.floor(most / 2),
      maxLength: most,
      selector: ([sampleId]) => sampleId,
      size: 'max',
    })
    .map((pairs) => pairs.map(([sampleId, entryWith]) => entryWith(sampleId)));

const bounds = (number: fc.Arbitrary<number>) =>
  fc.oneof(fc.record({ min: number }), fc.record({ max: number }), fc.record({ min: number, max: number }));
const range = bounds(smallNumber);
const time = fc.constantFrom(1704067200000, 1704067200001, 1719741600000);
/** Well-formed, as the contract gives what was chosen. */
const someWords = fc.uniqueArray(
  word.map((chosen) => chosen.toWellFormed()),
  { minLength: 1, maxLength: 3 },
);
const item = fc.oneof(
  fc.record(
    {
      key: fc.constantFrom(...keys, 'none'),
      op: fc.constant('eq' as const),
      values: someWords,
      exclude: someWords,
    },
    { requiredKeys: ['key', 'op'] },
  ),
  fc.record(
    { key: fc.constantFrom(...keys, 'none'), op: fc.constant('neq' as const), values: someWords },
    { requiredKeys: ['key', 'op'] },
  ),
);

const valueOfKind: { [K in KindName]: fc.Arbitrary<FilterValues[K]> } = {
  range,
  date: bounds(time),
  choice: someWords,
  text: fc.constantFrom(
    'IDLE',
    'e',
    'é',
    '.',
    '%',
    '_',
    '*',
    'b',
    'wav',
    'σας',
    'i',
    '\u0000',
    'a b',
    '5',
    ' wav  idle',
  ),
  flag: fc.boolean(),
  metadata: fc.record(
    {
      items: fc.array(item, { maxLength: 3 }),
      noMetadata: fc.boolean(),
      combinator: fc.constantFrom('and' as const, 'or' as const),
    },
    { requiredKeys: ['items', 'noMetadata'] },
  ),
};

const outcome = fc.uniqueArray(fc.constantFrom(...outcomes), { minLength: 1 });
const dataType = fc.constantFrom(['image'], ['audio'], ['timeseries']);
const { range: ranges, date, choice, text, flag } = valueOfKind;

const anyFilters: fc.Arbitrary<Filters> = fc.record(
  {
    outcome,
    label: choice,
    prediction: choice,
    confidence: ranges,
    anomaly: ranges,
    f1: ranges,
    wrong: ranges,
    worst: ranges,
    margin: ranges,
    error: ranges,
    metadata: valueOfKind.metadata,
    device: choice,
    category: fc.constantFrom(['training'], ['testing', 'x']),
    dataType,
    length: ranges,
    frequency: ranges,
    added: date,
    id: bounds(fc.nat(500)),
    labelNumber: ranges,
    signature: fc.constantFrom(['valid'], ['invalid']),
    disabled: flag,
    filename: text,
    search: text,
    expected: choice,
    said: choice,
  } satisfies Record<FieldName, unknown>,
  { requiredKeys: [] },
);

/** Filters of which few are set: with many, hardly a sample is left. */
const fewFilters: fc.Arbitrary<Filters> = fc
  .tuple(anyFilters, fc.uniqueArray(fc.constantFrom(...fieldNames), { maxLength: 3 }))
  .map(([all, names]) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => names.some((kept) => kept === name))),
  );

/** Parts of a summary: none named, or some, among them keys that no sample has. */
export const anyParts: fc.Arbitrary<SummaryParts> = fc.option(
  fc
    .subarray([
      'metadata',
      'matrix',
      'reasons',
      ...facetFields.map((name) => `facet:${name}`),
      'histogram:confidence',
      'histogram:added',
      ...[...keys, 'none'].map((key) => `metadata:${key}`),
    ])
    .map((parts) => new Set(parts)),
  { nil: undefined },
);

/** Random queries whose filters are set to what the random samples have. */
export const anyQuery: fc.Arbitrary<Query> = fc.record({
  filters: fewFilters,
  sort: fc.uniqueArray(fc.record({ key: fc.constantFrom(...sortKeys), descending: fc.boolean() }), {
    maxLength: 3,
    selector: ({ key }) => key,
  }),
  limit: fc.constantFrom(1, 7, 1000),
  offset: fc.constantFrom(0, 0, 5, 1000),
  truncateStructuredLabels: fc.constant(false),
});
