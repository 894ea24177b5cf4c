/** What a sample has in every field, read from the bytes of its entry by the words of the design; shares no rule. */
import { z } from 'zod';
import type { FieldName } from '../../contract/fields';
import type { StoredEntry } from './store';

const text = z.string().nullish();
const number = z.number().nullish();
const labelled = z.array(z.looseObject({ label: z.string() })).nullish();
const grid = z.array(z.array(z.number())).nullish();

const resultSchema = z.looseObject({
  sampleId: z.number(),
  sample: z.looseObject({
    filename: text,
    label: text,
    category: text,
    deviceName: text,
    added: text,
    chartType: text,
    totalLengthMs: number,
    frequency: number,
    isDisabled: z.boolean().nullish(),
    signatureValidate: z.boolean().nullish(),
    sensors: z.array(z.looseObject({ name: z.string() })).nullish(),
    boundingBoxes: labelled,
    structuredLabels: labelled,
    structuredLabelsList: z.array(z.string()).nullish(),
    metadata: z.unknown().optional(),
  }),
  classifications: z.array(
    z.looseObject({
      learnBlock: z.looseObject({ type: z.string() }),
      result: z.array(z.record(z.string(), number)).nullish(),
      anomalyResult: z.array(z.looseObject({ scores: grid, maxScore: number })).nullish(),
      structuredResult: z.array(z.looseObject({ scores: z.array(z.number()).nullish() })).nullish(),
    }),
  ),
});

const predictionSchema = z.looseObject({
  prediction: text,
  predictionCorrect: z.boolean().nullish(),
  f1Score: number,
  anomalyScores: grid,
  boundingBoxes: z.array(z.looseObject({ score: z.number() })).nullish(),
});

type Result = z.infer<typeof resultSchema>;
type Prediction = z.infer<typeof predictionSchema>;

/** A sample as the loop looks at it. */
export interface PlainSample extends StoredEntry {
  outcome: 'correct' | 'incorrect' | 'unknown';
  unknownReason: string | null;
  /** By field: its values, none where it has none. */
  words: Map<FieldName, string[]>;
  /** By field: what it is shown and sorted by. */
  mainWords: Map<FieldName, string>;
  numbers: Map<FieldName, number>;
  filename: string | null;
  isDisabled: boolean;
  metadata: Map<string, string>;
  searched: string[];
}

const blocksWithoutConfidence = [
  'keras-regression',
  'anomaly',
  'anomaly-gmm',
  'keras-anomaly',
  'keras-visual-anomaly',
];

const given = <Value>(values: readonly (Value | null | undefined)[]): Value[] =>
  values.filter((value) => value !== null && value !== undefined);

/** An index may keep half of a surrogate pair as U+FFFD, as a filter does. */
const wellFormed = (value: string) => value.toWellFormed();

/** The own entries of an object; `__proto__` is a key like any other. */
const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

function metadataOf(metadata: unknown): Map<string, string> {
  const pairs = entriesOf(metadata).filter(([, value]) => value !== null);
  return new Map(pairs.map(([key, value]) => [wellFormed(key), wellFormed(String(value))]));
}

function dataTypeOf({ chartType, sensors }: Result['sample']): string {
  if (chartType === 'image' || chartType === 'video' || chartType === 'table') return chartType;
  return sensors?.length === 1 && sensors[0]?.name === 'audio' ? 'audio' : 'timeseries';
}

/** The scores of a window by class; `anomaly` is one where no block of this name stands in the entry. */
function classScores({ classifications }: Result, scores: unknown): [name: string, score: number][] {
  const hasAnomalyBlock = classifications.some(({ learnBlock }) => learnBlock.type.includes('anomaly'));
  return entriesOf(scores).flatMap(([name, score]): [string, number][] =>
    (name === 'anomaly' && hasAnomalyBlock) || typeof score !== 'number' ? [] : [[name, score]],
  );
}

function topScores(entry: Result, predictions: readonly Prediction[]): number[] {
  const tops: number[] = [];
  const addTop = (scores: readonly number[]) => {
    if (scores.length > 0) tops.push(Math.max(...scores));
  };
  for (const { learnBlock, result, structuredResult } of entry.classifications) {
    if (blocksWithoutConfidence.includes(learnBlock.type)) continue;
    if (learnBlock.type.includes('object-detection')) {
      const windows = Math.max(predictions.length, structuredResult?.length ?? 0);
      for (let window = 0; window < windows; window++) {
        const said = predictions[window]?.boundingBoxes?.map(({ score }) => score) ?? [];
        addTop(said.length > 0 ? said : (structuredResult?.[window]?.scores ?? []));
      }
    } else {
      for (const scores of result ?? []) addTop(classScores(entry, scores).map(([, score]) => score));
    }
  }
  return tops;
}

function anomalyScores({ classifications }: Result, predictions: readonly Prediction[]): number[] {
  const scores = predictions.flatMap(({ anomalyScores: cells }) => cells?.flat() ?? []);
  const isClass = !classifications.some(({ learnBlock }) => learnBlock.type.includes('anomaly'));
  for (const { learnBlock, result, anomalyResult } of classifications) {
    for (const window of isClass && learnBlock.type === 'keras' ? [] : (result ?? [])) {
      for (const [name, score] of entriesOf(window)) {
        if (name === 'anomaly' && typeof score === 'number') scores.push(score);
      }
    }
    for (const window of anomalyResult ?? [])
      scores.push(...(window.scores?.flat() ?? []), ...given([window.maxScore]));
  }
  return scores;
}

function mostFrequent(words: readonly string[]): string | null {
  let best: string | null = null;
  const times = (word: string) => words.filter((other) => other === word).length;
  for (const word of words) if (best === null || times(word) > times(best)) best = word;
  return best;
}

function outcomeOf(predictions: readonly Prediction[]): PlainSample['outcome'] {
  const judged = given(predictions.map(({ predictionCorrect }) => predictionCorrect));
  if (judged.includes(false)) return 'incorrect';
  return judged.length > 0 ? 'correct' : 'unknown';
}

function labelNumber(label: string | null | undefined): number | null {
  const digits = (label ?? '').trim();
  return /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(digits) && Number.isFinite(Number(digits))
    ? Number(digits)
    : null;
}

/** One decision on a window, where the entry has one learn block; numbers only where it has as many windows. */
interface Decision {
  isCorrect: boolean | null | undefined;
  margin?: number;
  error?: number;
  /** What counts as how bad it is, where it is wrong. */
  weight?: number;
}

function decisionsOf(entry: Result, predictions: readonly Prediction[]): Decision[] {
  const [block] = entry.classifications;
  const windows = block?.result ?? [];
  return predictions.map(({ prediction, predictionCorrect: isCorrect }, at) => {
    const scores = classScores(entry, windows[at]);
    if (windows.length !== predictions.length || scores.length === 0) return { isCorrect };
    if (block?.learnBlock.type === 'keras-regression') {
      const outputs = scores.filter(([name]) => name !== 'anomaly');
      const wanted = labelNumber(entry.sample.label);
      if (outputs.length !== 1 || wanted === null) return { isCorrect };
      const error = Math.abs((outputs[0]?.[1] ?? 0) - wanted);
      return { isCorrect, error, weight: error };
    }
    const decision: Decision = { isCorrect };
    const isOutside = prediction === 'anomaly' && !scores.some(([name]) => name === 'anomaly');
    if (!isOutside) decision.weight = Math.max(...scores.map(([, score]) => score));
    const own = scores.find(([name]) => name === entry.sample.label);
    const others = scores.filter((score) => score !== own);
    if (own !== undefined && others.length > 0) {
      decision.margin = own[1] - Math.max(...others.map(([, score]) => score));
    }
    return decision;
  });
}

function shareWrong(decisions: readonly Decision[]): number | null {
  const judged = decisions.filter(({ isCorrect }) => typeof isCorrect === 'boolean');
  const wrong = judged.filter(({ isCorrect }) => isCorrect === false);
  return judged.length === 0 ? null : wrong.length / judged.length;
}

const orNull = (numbers: readonly number[], pick: (...numbers: number[]) => number): number | null =>
  numbers.length === 0 ? null : pick(...numbers);

/** The sample of one entry; its outcome is read from its predictions alone. */
export function plainSample(entry: StoredEntry): PlainSample {
  const decoder = new TextDecoder();
  const result = resultSchema.parse(JSON.parse(decoder.decode(entry.result)));
  const predictions = z.array(predictionSchema).parse(JSON.parse(`[${decoder.decode(entry.predictions)}]`));
  const { sample } = result;
  const outcome = outcomeOf(predictions);
  const said = given(predictions.map(({ prediction }) => prediction)).map(wellFormed);
  const labels = given([
    sample.label,
    ...(sample.structuredLabels ?? []).map(({ label }) => label),
    ...(sample.structuredLabelsList ?? []),
    ...(sample.boundingBoxes ?? []).map(({ label }) => label),
  ]).map(wellFormed);
  const signature =
    typeof sample.signatureValidate === 'boolean' ? (sample.signatureValidate ? 'valid' : 'invalid') : null;
  const main: [FieldName, string | null | undefined][] = [
    ['outcome', outcome],
    ['label', sample.label],
    ['expected', sample.label],
    ['prediction', mostFrequent(said)],
    ['said', mostFrequent(said)],
    ['device', sample.deviceName],
    ['category', sample.category],
    ['dataType', dataTypeOf(sample)],
    ['signature', signature],
  ];
  const mainWords = new Map(
    main.flatMap(([name, word]) => (typeof word === 'string' ? [[name, wellFormed(word)] as const] : [])),
  );
  const words = new Map<FieldName, string[]>([...mainWords].map(([name, word]) => [name, [word]]));
  words.set('label', [...new Set(labels)]);
  words.set('prediction', [...new Set(said)]);
  const f1 = given(predictions.map(({ f1Score }) => f1Score)).map((score) =>
    score > 1 ? score / 100 : score,
  );
  const decisions = decisionsOf(result, predictions);
  const wrong = decisions.filter(({ isCorrect }) => isCorrect === false);
  const added = typeof sample.added === 'string' ? Date.parse(sample.added) : Number.NaN;
  const numbers: [FieldName, number | null | undefined][] = [
    ['id', result.sampleId],
    ['confidence', orNull(topScores(result, predictions), Math.min)],
    ['anomaly', orNull(anomalyScores(result, predictions), Math.max)],
    ['f1', orNull(f1, Math.min)],
    ['wrong', shareWrong(decisions)],
    ['worst', orNull(given(wrong.map(({ weight }) => weight)), Math.max)],
    ['margin', orNull(given(decisions.map(({ margin }) => margin)), Math.min)],
    ['error', orNull(given(decisions.map(({ error }) => error)), Math.max)],
    ['length', sample.totalLengthMs],
    ['frequency', sample.frequency],
    ['added', Number.isNaN(added) ? null : added],
    ['labelNumber', labelNumber(sample.label)],
  ];
  const metadata = metadataOf(sample.metadata);
  const reason =
    predictions.length === 0
      ? 'The run has no predictions for this sample'
      : 'The job did not judge these predictions';
  return {
    ...entry,
    outcome,
    unknownReason: outcome === 'unknown' ? reason : null,
    words,
    mainWords,
    numbers: new Map(
      numbers.flatMap(([name, value]) => (typeof value === 'number' ? [[name, value] as const] : [])),
    ),
    filename: typeof sample.filename === 'string' ? wellFormed(sample.filename) : null,
    isDisabled: sample.isDisabled === true,
    metadata,
    searched: given([sample.filename, sample.label, sample.deviceName])
      .map(wellFormed)
      .concat([...metadata.values()]),
  };
}
