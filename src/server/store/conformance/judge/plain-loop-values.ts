/** The values of a sample in every field, read from the bytes of its entry without the rules of the product. */
import {
  sampleFieldNames,
  type FieldName,
  type FieldNameOfKind,
  type SampleFieldName,
} from '../../../../contract/fields';
import type { PredictionRecord, ResultRecord } from '../../../../contract/schemas/result-page';
import type { Trial } from '../../../../contract/trial';
import type { Verdict } from '../../../../domain/verdict';
import { underTrial, type JudgedRecord } from './plain-record';
import { plainSampleValues, plainTexts, type PlainSampleValues } from './plain-sample-values';
import { plainVerdicts } from './plain-verdicts';
import type { StoredEntry } from '../../store';

/** A sample as the plain loop uses it. */
export interface PlainSample extends StoredEntry {
  outcome: Verdict['result'];
  unknownReason: string | null;
  /** In the order of windows, then of blocks. */
  verdicts: readonly Verdict[];
  /** By field: its values, empty if there is none. */
  words: Map<FieldName, string[]>;
  /** By field: the value that it is shown and sorted by. */
  mainWords: Map<FieldName, string>;
  numbers: Map<FieldName, number>;
  filename: string | null;
  isDisabled: boolean;
  metadata: Map<string, string>;
  searched: string[];
}

const given = <Value>(values: readonly (Value | null | undefined)[]): Value[] =>
  values.filter((value) => value !== null && value !== undefined);

/** An index may store a lone surrogate as U+FFFD, as a filter does. */
const wellFormed = (value: string) => value.toWellFormed();

function wellFormedVerdict(verdict: Verdict): Verdict {
  const { key, expected, said } = verdict;
  const formed = (word: string | null) => (word === null ? null : wellFormed(word));
  return { ...verdict, key: formed(key), expected: formed(expected), said: formed(said) };
}

/** The values that `read` finds, by field. */
function valuesByField<Value, Found>(
  values: Partial<Record<SampleFieldName, Value>>,
  read: (value: Value | undefined) => Found | null,
): Map<FieldName, Found> {
  const found = new Map<FieldName, Found>();
  for (const name of sampleFieldNames) {
    const value = read(values[name]);
    if (value !== null) found.set(name, value);
  }
  return found;
}

/** The own entries of an object; `__proto__` is a key like any other. */
const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

function metadataOf(metadata: unknown): Map<string, string> {
  const pairs = entriesOf(metadata).filter(([, value]) => value !== null);
  return new Map(pairs.map(([key, value]) => [wellFormed(key), wellFormed(String(value))]));
}

function dataTypeOf({ chartType, sensors }: ResultRecord['sample']): string {
  if (chartType === 'image' || chartType === 'video' || chartType === 'table') return chartType;
  return sensors?.length === 1 && sensors[0]?.name === 'audio' ? 'audio' : 'timeseries';
}

function labelNumber(label: string | null | undefined): number | null {
  const digits = (label ?? '').trim();
  return /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(digits) && Number.isFinite(Number(digits))
    ? Number(digits)
    : null;
}

/**
 * The lowest F1 score, each interpreted separately as 0 to 1 or 0 to 100, as in the index; without any, that of
 * boxes.
 */
function lowestF1({ predictions, isTried }: JudgedRecord, { f1 }: PlainSampleValues): number | null {
  if (isTried === true) return f1;
  const scores = given(predictions.map(({ f1Score }) => f1Score));
  return scores.length === 0 ? f1 : Math.min(...scores.map((score) => (score > 1 ? score / 100 : score)));
}

/** The sample of one entry, judged again under a trial. */
export function plainSample(entry: StoredEntry, trial: Trial = []): PlainSample {
  const decoder = new TextDecoder();
  const result: ResultRecord = JSON.parse(decoder.decode(entry.result));
  const predictions: PredictionRecord[] = JSON.parse(`[${decoder.decode(entry.predictions)}]`);
  const { sample } = result;
  const judged = underTrial({ result, predictions }, trial);
  const verdicts = plainVerdicts(judged);
  const values = plainSampleValues(judged, verdicts);
  const { outcome, prediction, confidence, anomaly, wrong, worst, margin, error } = values;
  const said = [...plainTexts(judged), ...given(verdicts.map((verdict) => verdict.said))];
  const labels = given([
    sample.label,
    ...(sample.structuredLabels ?? []).map(({ label }) => label),
    ...(sample.structuredLabelsList ?? []),
    ...(sample.boundingBoxes ?? []).map(({ label }) => label),
  ]).map(wellFormed);
  const signature =
    typeof sample.signatureValidate === 'boolean' ? (sample.signatureValidate ? 'valid' : 'invalid') : null;
  const main: Record<SampleFieldName & FieldNameOfKind<'choice'>, string | null | undefined> = {
    outcome,
    label: sample.label,
    prediction,
    device: sample.deviceName,
    category: sample.category,
    dataType: dataTypeOf(sample),
    signature,
  };
  const mainWords = valuesByField(main, (word) => (typeof word === 'string' ? wellFormed(word) : null));
  const words = new Map<FieldName, string[]>([...mainWords].map(([name, word]) => [name, [word]]));
  words.set('label', [...new Set(labels)]);
  words.set('prediction', [...new Set(said.map(wellFormed))]);
  const added = typeof sample.added === 'string' ? Date.parse(sample.added) : Number.NaN;
  const numbers: Record<SampleFieldName & FieldNameOfKind<'range' | 'date'>, number | null | undefined> = {
    id: result.sampleId,
    confidence,
    anomaly,
    f1: lowestF1(judged, values),
    wrong,
    worst,
    margin,
    error,
    length: sample.totalLengthMs,
    frequency: sample.frequency,
    added: Number.isNaN(added) ? null : added,
    labelNumber: labelNumber(sample.label),
  };
  const metadata = metadataOf(sample.metadata);
  const reason =
    predictions.length === 0
      ? 'The run has no predictions for this sample'
      : 'The job did not judge these predictions';
  return {
    ...entry,
    outcome,
    unknownReason: outcome === 'unknown' ? reason : null,
    verdicts: verdicts.map(wellFormedVerdict),
    words,
    mainWords,
    numbers: valuesByField(numbers, (value) => (typeof value === 'number' ? value : null)),
    filename: typeof sample.filename === 'string' ? wellFormed(sample.filename) : null,
    isDisabled: sample.isDisabled === true,
    metadata,
    searched: given([sample.filename, sample.label, sample.deviceName])
      .map(wellFormed)
      .concat([...metadata.values()]),
  };
}
