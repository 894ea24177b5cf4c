/** What design §4 says of every filter and sort, as plain loops over made entries; shares no code with the product. */
import {
  fieldsOf,
  highest,
  listOf,
  lowest,
  numberOf,
  numbersOf,
  textOf,
  textsOf,
  type Fields,
} from './loose-json';
import type { MadeEntry } from './made-runs';
import { anomalyScores, severityOf, topScores, type Severity } from './made-scores';

/** A query as its parameters' texts. */
export type Parameters = Readonly<Record<string, string>>;

export type Outcome = 'correct' | 'incorrect' | 'unknown';

/** What the filters look at, read once from an entry. `null` and empty lists stand for "no value". */
export interface Facts extends Severity {
  entry: MadeEntry;
  id: number;
  filename: string | null;
  label: string | null;
  labels: readonly string[];
  length: number | null;
  frequency: number | null;
  signature: 'valid' | 'invalid' | null;
  dataType: string;
  metadata: ReadonlyMap<string, string>;
  added: number | null;
  device: string | null;
  category: string | null;
  disabled: boolean;
  outcome: Outcome;
  predictions: readonly string[];
  prediction: string | null;
  confidence: number | null;
  anomaly: number | null;
  f1: number | null;
}

const fold = (text: string) => text.normalize('NFC').toLowerCase().normalize('NFC');
const contains = (haystack: string, needle: string) => fold(haystack).includes(fold(needle));

function dataTypeOf(sample: Fields): string {
  const { chartType } = sample;
  if (chartType === 'image' || chartType === 'video' || chartType === 'table') return chartType;
  const sensors = listOf(sample['sensors']);
  return sensors.length === 1 && fieldsOf(sensors[0])['name'] === 'audio' ? 'audio' : 'timeseries';
}

function mostFrequent(words: readonly string[]): string | null {
  let most: string | null = null;
  let count = 0;
  for (const word of words) {
    const times = words.filter((other) => other === word).length;
    if (times > count) [most, count] = [word, times];
  }
  return most;
}

/** What the filters look at in one entry. */
export function factsOf(entry: MadeEntry): Facts {
  const sample = fieldsOf(entry.result['sample']);
  const classifications = listOf(entry.result['classifications']).map(fieldsOf);
  const verdicts = entry.predictions.map((window) => window['predictionCorrect']);
  const label = textOf(sample['label']);
  const said = textsOf(entry.predictions.map((window) => window['prediction']));
  const boxes = entry.predictions.flatMap((window) => listOf(window['boundingBoxes']));
  const boxLabels = textsOf(boxes.map((box) => fieldsOf(box)['label']));
  const added = textOf(sample['added']);
  const { signatureValidate } = sample;
  return {
    entry,
    id: entry.result.sampleId,
    filename: textOf(sample['filename']),
    label,
    labels: [
      ...new Set([
        ...textsOf([label]),
        ...textsOf(listOf(sample['structuredLabels']).map((part) => fieldsOf(part)['label'])),
        ...textsOf(listOf(sample['boundingBoxes']).map((box) => fieldsOf(box)['label'])),
      ]),
    ],
    length: numberOf(sample['totalLengthMs']),
    frequency: numberOf(sample['frequency']),
    signature: signatureValidate === true ? 'valid' : signatureValidate === false ? 'invalid' : null,
    dataType: dataTypeOf(sample),
    metadata: new Map(
      Object.entries(fieldsOf(sample['metadata'])).map(([key, value]) => [key, String(value)]),
    ),
    added: added === null ? null : new Date(added).getTime(),
    device: textOf(sample['deviceName']),
    category: textOf(sample['category']),
    disabled: sample['isDisabled'] === true,
    outcome: verdicts.includes(false) ? 'incorrect' : verdicts.includes(true) ? 'correct' : 'unknown',
    predictions: [...new Set([...said, ...boxLabels])],
    prediction: mostFrequent(said),
    confidence: lowest(topScores(classifications)),
    anomaly: highest(anomalyScores(classifications)),
    f1: lowest(numbersOf(entry.predictions.map((window) => window['f1Score']))),
    ...severityOf(entry, classifications, sample),
  };
}

function itemMatches({ metadata }: Facts, item: Fields): boolean {
  const key = textOf(item['key']) ?? '';
  const values = textsOf(listOf(item['values']));
  const exclude = textsOf(listOf(item['exclude']));
  const value = metadata.get(key);
  if (item['op'] === 'neq') {
    return values.length === 0 ? value === undefined : value === undefined || !values.includes(value);
  }
  if (value === undefined || exclude.includes(value)) return false;
  return values.length === 0 || values.includes(value);
}

function metadataMatches(facts: Facts, text: string): boolean {
  const parsed: unknown = JSON.parse(text);
  const list = listOf(parsed).map(fieldsOf);
  const items = list.filter((item) => 'key' in item);
  const combinator = list.find((item) => 'filters_combinator' in item)?.['filters_combinator'];
  const verdicts = items.map((item) => itemMatches(facts, item));
  if (list.some((item) => item['no_metadata'] === true)) verdicts.push(facts.metadata.size === 0);
  if (combinator === 'and') return verdicts.every(Boolean);
  const hasNoneOfTheKeys =
    facts.metadata.size > 0 && items.every(({ key }) => !facts.metadata.has(textOf(key) ?? ''));
  return verdicts.includes(true) || (combinator === 'or' && hasNoneOfTheKeys);
}

/** Each white-space separated term is the id, or is contained in one of the searched texts. */
function searchMatches({ id, filename, label, device, metadata }: Facts, text: string): boolean {
  const searched = textsOf([filename, label, device, ...metadata.values()]);
  const terms = text.split(/\s+/u).filter((term) => term !== '');
  return terms.every(
    (term) => String(id) === term || searched.some((candidate) => contains(candidate, term)),
  );
}

/** A JSON list, or one bare value. */
function chosen(text: string): string[] {
  if (!text.startsWith('[')) return [text];
  const parsed: unknown = JSON.parse(text);
  return textsOf(listOf(parsed));
}

const above = (value: number | null, bound: number) => value !== null && value > bound;
const from = (value: number | null, bound: number) => value !== null && value >= bound;
const below = (value: number | null, bound: number) => value !== null && value < bound;
const oneOf = (value: string | null, text: string) => value !== null && chosen(text).includes(value);
const anyOf = (values: readonly string[], text: string) =>
  chosen(text).some((value) => values.includes(value));

const isDecimal = (text: string) => /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text);
const labelNumber = ({ label }: Facts) => (label !== null && isDecimal(label) ? Number(label) : null);
/** Milliseconds since 1970; a date or time without a zone is UTC. */
export const momentOf = (text: string) => {
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T');
  return new Date(hasZone ? text : `${text}Z`).getTime();
};

/** Every filter parameter, and whether a sample passes its text. */
const filters: Readonly<Record<string, (facts: Facts, text: string) => boolean>> = {
  labels: ({ labels }, text) => anyOf(labels, text),
  filename: ({ filename }, text) => filename !== null && contains(filename, text),
  minLength: ({ length }, text) => above(length, Number(text)),
  maxLength: ({ length }, text) => below(length, Number(text)),
  minFrequency: ({ frequency }, text) => above(frequency, Number(text)),
  maxFrequency: ({ frequency }, text) => below(frequency, Number(text)),
  signatureValidity: ({ signature }, text) => text === 'both' || signature === text,
  minLabel: (facts, text) => from(labelNumber(facts), Number(text)),
  maxLabel: (facts, text) => below(labelNumber(facts), Number(text)),
  search: searchMatches,
  dataType: ({ dataType }, text) => dataType === text,
  minId: ({ id }, text) => from(id, Number(text)),
  maxId: ({ id }, text) => below(id, Number(text)),
  metadata: metadataMatches,
  minDate: ({ added }, text) => above(added, momentOf(text)),
  maxDate: ({ added }, text) => below(added, momentOf(text)),
  outcome: ({ outcome }, text) => oneOf(outcome, text),
  predictions: ({ predictions }, text) => anyOf(predictions, text),
  expected: ({ label }, text) => oneOf(label, text),
  said: ({ prediction }, text) => oneOf(prediction, text),
  minConfidence: ({ confidence }, text) => from(confidence, Number(text)),
  maxConfidence: ({ confidence }, text) => below(confidence, Number(text)),
  minAnomaly: ({ anomaly }, text) => from(anomaly, Number(text)),
  maxAnomaly: ({ anomaly }, text) => below(anomaly, Number(text)),
  minF1: ({ f1 }, text) => from(f1, Number(text)),
  maxF1: ({ f1 }, text) => below(f1, Number(text)),
  minWrong: ({ wrong }, text) => from(wrong, Number(text)),
  maxWrong: ({ wrong }, text) => below(wrong, Number(text)),
  category: ({ category }, text) => oneOf(category, text),
  devices: ({ device }, text) => oneOf(device, text),
  disabled: ({ disabled }, text) => String(disabled) === text,
};

export const filterNames: readonly string[] = Object.keys(filters);

/** Whether a sample passes one filter. */
export function passes(facts: Facts, name: string, text: string): boolean {
  const filter = filters[name];
  if (filter === undefined) throw new Error(`The oracle does not know the filter ${name}.`);
  return filter(facts, text);
}

/** The samples that pass all filters but those of the names in `except`. */
export function matching(all: readonly Facts[], parameters: Parameters, except: readonly string[] = []) {
  const set = Object.entries(parameters).filter(([name]) => name in filters && !except.includes(name));
  return all.filter((facts) => set.every(([name, text]) => passes(facts, name, text)));
}

const sortValues: Readonly<Record<string, (facts: Facts) => string | number | null>> = {
  id: ({ id }) => id,
  filename: ({ filename }) => filename,
  label: ({ label }) => label,
  prediction: ({ prediction }) => prediction,
  outcome: ({ outcome }) => outcome,
  confidence: ({ confidence }) => confidence,
  anomaly: ({ anomaly }) => anomaly,
  f1: ({ f1 }) => f1,
  wrong: ({ wrong }) => wrong,
  worst: ({ worst }) => worst,
  margin: ({ margin }) => margin,
  error: ({ error }) => error,
  length: ({ length }) => length,
  frequency: ({ frequency }) => frequency,
  device: ({ device }) => device,
  added: ({ added }) => added,
  category: ({ category }) => category,
};

export const sortNames: readonly string[] = Object.keys(sortValues);

function byCodePoint(a: string, b: string): number {
  const left = [...a].map((character) => character.codePointAt(0) ?? 0);
  const right = [...b].map((character) => character.codePointAt(0) ?? 0);
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** The one order of text: case-insensitively, then by code point. */
export const compareText = (a: string, b: string) => byCodePoint(fold(a), fold(b)) || byCodePoint(a, b);

function compareBy(term: string, a: Facts, b: Facts): number {
  const valueOf = sortValues[term.replace(/^-/, '')];
  if (valueOf === undefined) throw new Error(`The oracle does not know the sort ${term}.`);
  const [left, right] = [valueOf(a), valueOf(b)];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const order =
    typeof left === 'string' || typeof right === 'string'
      ? compareText(String(left), String(right))
      : left - right;
  return term.startsWith('-') ? -order : order;
}

/** The samples in the order that `sort` asks for; ties, and no sort at all, by id. */
export function sorted(samples: readonly Facts[], sort: string | undefined): Facts[] {
  const terms = sort === undefined ? [] : sort.split(',');
  return [...samples].sort((a, b) => {
    for (const term of terms) {
      const order = compareBy(term, a, b);
      if (order !== 0) return order;
    }
    return a.id - b.id;
  });
}

/** One page: how many samples match, and those of them that `limit` and `offset` ask for. */
export function pageOf(all: readonly Facts[], parameters: Parameters): { total: number; rows: Facts[] } {
  const rows = sorted(matching(all, parameters), parameters['sort']);
  const offset = Number(parameters['offset'] ?? 0);
  return { total: rows.length, rows: rows.slice(offset, offset + Number(parameters['limit'] ?? 100)) };
}
