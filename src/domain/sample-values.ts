/** From a result entry to the value of every field, with a reader for each field that the contract calls derived. */
import { fieldNames, fields, type DerivedFieldName, type FieldName, type KindOf } from '../contract/fields';
import type { ColumnValues } from '../contract/kinds/kind';
import type { SampleEntry } from '../contract/result-page';
import { windowAnomaly, windowConfidence } from './learn-blocks/registry';
import { higher, lower } from './learn-blocks/window-scores';
import { countWindows, sampleOutcome, unknownReasons, type Outcome, type WindowCounts } from './outcome';
import { defaultOutcomeRules, type OutcomeRules } from './outcome-rules';
import { entryWindowCount, entryWindows, type WindowPrediction } from './windows';

export { defaultOutcomeRules, type OutcomeRules } from './outcome-rules';

/** The value of every field. */
export type SampleValues = { readonly [Name in FieldName]: ColumnValues[KindOf<Name>] };

export interface SampleFacts {
  values: SampleValues;
  windows: WindowCounts;
  /** A short sentence where the outcome is unknown. */
  unknownReason: string | null;
}

/** What the readers of derived fields look at. */
interface Judged {
  entry: SampleEntry;
  windows: readonly WindowPrediction[];
  outcome: Outcome;
  prediction: string | null;
  /** Windows beyond these have scores, but the job has no prediction for them. */
  windowsWithScores: number;
}

/** The most frequent prediction of the windows, ties to the one that comes first; `null` where there is none. */
export function mostFrequentPrediction(windows: readonly { prediction: string | null }[]): string | null {
  if (windows.length === 1) return windows[0]?.prediction ?? null;
  const counts = new Map<string, number>();
  for (const { prediction } of windows) {
    if (prediction !== null) counts.set(prediction, (counts.get(prediction) ?? 0) + 1);
  }
  let most: { prediction: string; count: number } | null = null;
  // A map keeps the order in which its keys came first.
  for (const [prediction, count] of counts) {
    if (most === null || count > most.count) most = { prediction, count };
  }
  return most?.prediction ?? null;
}

function distinctPredictions(windows: readonly WindowPrediction[]): string[] {
  const distinct = new Set<string>();
  for (const { prediction } of windows) if (prediction !== null) distinct.add(prediction);
  return [...distinct];
}

function lowestConfidence({ entry, windows, windowsWithScores }: Judged): number | null {
  let lowest: number | null = null;
  for (const { confidence } of windows) lowest = lower(lowest, confidence);
  for (let index = windows.length; index < windowsWithScores; index++) {
    lowest = lower(lowest, windowConfidence(entry, index, undefined));
  }
  return lowest;
}

function highestAnomaly({ entry, windows, windowsWithScores }: Judged): number | null {
  let highest: number | null = null;
  for (const { anomaly } of windows) highest = higher(highest, anomaly);
  for (let index = windows.length; index < windowsWithScores; index++) {
    highest = higher(highest, windowAnomaly(entry, index, undefined));
  }
  return highest;
}

/** What a search looks through, a line each; as written, since folding is the store's work. */
function searchText({ result: { sample } }: SampleEntry): string | null {
  let lines: string | null = null;
  const add = (text: string | null | undefined) => {
    if (text !== null && text !== undefined && text !== '')
      lines = lines === null ? text : `${lines}\n${text}`;
  };
  add(sample.filename);
  add(sample.label);
  add(sample.deviceName);
  for (const key in sample.metadata) {
    const value = sample.metadata[key];
    if (value !== null && value !== undefined) add(String(value));
  }
  return lines;
}

const derivedReaders = {
  outcome: ({ outcome }) => ({ main: outcome, all: [outcome] }),
  prediction: ({ prediction, windows }) => ({ main: prediction, all: distinctPredictions(windows) }),
  said: ({ prediction }) => ({ main: prediction, all: prediction === null ? [] : [prediction] }),
  confidence: lowestConfidence,
  anomaly: highestAnomaly,
  f1: ({ windows }) => windows.reduce<number | null>((lowest, { f1 }) => lower(lowest, f1), null),
  id: ({ entry }) => entry.result.sampleId,
  search: ({ entry }) => searchText(entry),
} as const satisfies { [Name in DerivedFieldName]: (judged: Judged) => ColumnValues[KindOf<Name>] };

type Reader = (judged: Judged) => ColumnValues[keyof ColumnValues];

const isDerived = (name: FieldName): name is DerivedFieldName => Object.hasOwn(derivedReaders, name);

function readerOf(name: FieldName): Reader {
  if (isDerived(name)) return derivedReaders[name];
  const { from } = fields[name];
  return ({ entry }) => from(entry.result.sample);
}

const readers = fieldNames.map((name): readonly [FieldName, Reader] => [name, readerOf(name)]);

/** An object with every field, made in one go: one that gets so many one by one is slow to use ever after. */
const noValues: Partial<Record<FieldName, unknown>> = JSON.parse(
  `{${fieldNames.map((name) => `"${name}":null`).join(',')}}`,
);

/** Each reader's value has its field's kind: the contract and `derivedReaders` are checked for that. */
function isComplete(values: Partial<Record<FieldName, unknown>>): values is SampleValues {
  return values.id !== null;
}

function valuesOf(judged: Judged): SampleValues {
  const values = { ...noValues };
  for (const [name, read] of readers) values[name] = read(judged);
  if (!isComplete(values)) throw new Error('A field has no value');
  return values;
}

function reasonOf(windows: readonly WindowPrediction[]): string {
  return (
    windows.find((window) => window.unknownReason !== null)?.unknownReason ?? unknownReasons.noPredictions
  );
}

/** The value of every field for one entry, how its windows were judged, and why, where its outcome is unknown. */
export function sampleFacts(entry: SampleEntry, rules: OutcomeRules = defaultOutcomeRules): SampleFacts {
  const windows = entryWindows(entry, rules);
  const counts = countWindows(windows);
  const outcome = sampleOutcome(counts);
  const values = valuesOf({
    entry,
    windows,
    outcome,
    prediction: mostFrequentPrediction(windows),
    windowsWithScores: entryWindowCount(entry),
  });
  return { values, windows: counts, unknownReason: outcome === 'unknown' ? reasonOf(windows) : null };
}
