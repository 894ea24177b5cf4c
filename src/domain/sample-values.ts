/** Computes the value of every field of a result entry, with a reader for each derived field of the contract. */
import {
  fields,
  sampleFieldNames,
  type DerivedFieldName,
  type KindOf,
  type SampleFieldName,
} from '../contract/fields';
import type { ColumnValues } from '../contract/kinds/kind';
import type { SampleEntry } from '../contract/schemas/result-page';
import { inOrder } from './join-predictions';
import { countWindows, sampleOutcome, unknownReasons, type Outcome, type WindowCounts } from './outcome';
import { defaultOutcomeRules, type OutcomeRules } from './outcome-rules';
import { errorOf, marginOf, worstOf, wrongOf } from './sample-severity';
import type { Verdict } from './verdict';
import { judgeEntry, type JudgedEntry, type JudgedWindow } from './verdicts';
import { highestAnomaly, lowestConfidence, lowestF1 } from './window-numbers';

export { defaultOutcomeRules, type OutcomeRules } from './outcome-rules';

/** The value of every field that samples have. */
export type SampleValues = { readonly [Name in SampleFieldName]: ColumnValues[KindOf<Name>] };

export interface SampleFacts {
  values: SampleValues;
  windows: WindowCounts;
  /** A short sentence if the outcome is unknown. */
  unknownReason: string | null;
  /** Every decision of a model on the sample; all other values follow from them. */
  verdicts: readonly Verdict[];
}

/** The input of the readers of derived fields. */
interface Judged {
  entry: SampleEntry;
  judged: JudgedEntry;
  outcome: Outcome;
  prediction: string | null;
}

/** The most frequent text of the windows, ties to the one that starts first; `null` if there is none. */
export function mostFrequentPrediction(
  windows: readonly Pick<JudgedWindow, 'text' | 'prediction'>[],
): string | null {
  if (windows.length === 1) return windows[0]?.text ?? null;
  const counts = new Map<string, number>();
  // Windows that only a prediction refers to come last, whenever they start.
  for (const { text } of inOrder(windows, ({ prediction }) => prediction?.startMs)) {
    if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  let most: { text: string; count: number } | null = null;
  // A map keeps the order in which keys were first inserted.
  for (const [text, count] of counts) {
    if (most === null || count > most.count) most = { text, count };
  }
  return most?.text ?? null;
}

/** Every word that a verdict predicted, and the whole text of every window. */
function everythingSaid({ windows, verdicts }: JudgedEntry): string[] {
  const said = new Set<string>();
  for (const { text } of windows) if (text !== null) said.add(text);
  for (const verdict of verdicts) if (verdict.said !== null) said.add(verdict.said);
  return [...said];
}

/** The texts that a search looks through, one per line; unchanged, since the store folds them. */
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
  prediction: ({ prediction, judged }) => ({ main: prediction, all: everythingSaid(judged) }),
  confidence: ({ judged }) => lowestConfidence(judged),
  anomaly: ({ judged }) => highestAnomaly(judged),
  f1: ({ judged }) => lowestF1(judged),
  wrong: ({ judged, outcome }) => wrongOf(judged, outcome),
  worst: ({ judged }) => worstOf(judged),
  margin: ({ judged }) => marginOf(judged),
  error: ({ judged }) => errorOf(judged),
  id: ({ entry }) => entry.result.sampleId,
  search: ({ entry }) => searchText(entry),
} as const satisfies { [Name in DerivedFieldName]: (judged: Judged) => ColumnValues[KindOf<Name>] };

type Reader = (judged: Judged) => ColumnValues[keyof ColumnValues];

const isDerived = (name: SampleFieldName): name is DerivedFieldName => Object.hasOwn(derivedReaders, name);

function readerOf(name: SampleFieldName): Reader {
  if (isDerived(name)) return derivedReaders[name];
  const { from } = fields[name];
  return ({ entry }) => from(entry.result.sample);
}

const readers = sampleFieldNames.map((name): readonly [SampleFieldName, Reader] => [name, readerOf(name)]);

/** An object with every field, created at once: adding that many fields one by one makes an object slow for good. */
const noValues: Partial<Record<SampleFieldName, unknown>> = JSON.parse(
  `{${sampleFieldNames.map((name) => `"${name}":null`).join(',')}}`,
);

/**
 * The type predicate is safe: the contract and `derivedReaders` check that each reader's value fits its field's
 * kind.
 */
function isComplete(values: Partial<Record<SampleFieldName, unknown>>): values is SampleValues {
  return values.id !== null;
}

function valuesOf(judged: Judged): SampleValues {
  const values = { ...noValues };
  for (const [name, read] of readers) values[name] = read(judged);
  if (!isComplete(values)) throw new Error('A field has no value');
  return values;
}

const reasonOf = ({ verdicts, windows }: JudgedEntry): string =>
  verdicts.find(({ unknownReason }) => unknownReason !== null)?.unknownReason ??
  windows.find(({ reason }) => reason !== null)?.reason ??
  unknownReasons.noPredictions;

/** The value of every field of one entry, its verdicts and windows, and the reason if its outcome is unknown. */
export function sampleFacts(entry: SampleEntry, rules: OutcomeRules = defaultOutcomeRules): SampleFacts {
  const judged = judgeEntry(entry, rules);
  const { verdicts } = judged;
  const windows = countWindows(judged.windows);
  const outcome = sampleOutcome(windows);
  const values = valuesOf({ entry, judged, outcome, prediction: mostFrequentPrediction(judged.windows) });
  return { values, windows, unknownReason: outcome === 'unknown' ? reasonOf(judged) : null, verdicts };
}
