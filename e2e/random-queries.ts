/** Seeded random queries with values of a run, including its extremes, so that filters match something. */
import { madeValues, seededRandom } from './made-runs';
import {
  choiceFieldNames,
  fields,
  sortKeys,
  type ChoiceFieldName,
  type FieldName,
} from '../src/contract/fields';
import type { ChoiceField } from '../src/contract/field';
import type { PlainSample } from '../src/server/store/conformance/judge/plain-loop-values';
import type { Verdict } from '../src/domain/verdict';

type Random = () => number;

/** One of the values. */
export function pick<Value>(random: Random, values: readonly Value[]): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('Nothing to pick from.');
  return value;
}

/** One to `most` different values. */
function some<Value>(random: Random, values: readonly Value[], most = 3): Value[] {
  const count = 1 + Math.floor(random() * most);
  return [...new Set(Array.from({ length: count }, () => pick(random, values)))];
}

const numbersOf = (name: FieldName) => (all: readonly PlainSample[]) =>
  all.flatMap(({ numbers }) => numbers.get(name) ?? []);

const verdictNumbers = (name: 'score' | 'margin' | 'error' | 'overlap') => (all: readonly PlainSample[]) =>
  all.flatMap(({ verdicts }) => verdicts.map((verdict) => verdict[name])).filter((value) => value !== null);

/** An existing value (to test strict and weak bounds), or one near it. */
function bound(random: Random, values: readonly number[]): string {
  const value = pick(random, values);
  const chance = random();
  if (chance < 0.6) return String(value);
  if (chance < 0.95) return String(Number((value + (random() - 0.5) * (Math.abs(value) + 1)).toFixed(3)));
  return pick(random, ['0', '-1', '1e9', '.5', '-1e-3', '+2']);
}

function moment(random: Random, all: readonly PlainSample[]): string {
  const added = new Date(pick(random, numbersOf('added')(all)));
  const chance = random();
  if (chance < 0.6) return added.toISOString();
  if (chance < 0.8) return added.toISOString().slice(0, 10);
  return pick(random, ['2024-06-15T12:30:00', '2025-03-03T06:05:06.789+02:00', '1970-01-01', '2024-02-29']);
}

/** A part of a text, sometimes with another case, and composed or decomposed. */
function part(random: Random, text: string): string {
  const characters = [...text];
  const start = Math.floor(random() * characters.length);
  const length = 1 + Math.floor(random() * 5);
  const piece = characters.slice(start, start + length).join('');
  const cased = random() < 0.3 ? piece.toUpperCase() : piece;
  return random() < 0.3 ? cased.normalize(random() < 0.5 ? 'NFD' : 'NFC') : cased;
}

function metadataItem(random: Random, all: readonly PlainSample[]): Record<string, unknown> {
  const pairs = all.flatMap(({ metadata: own }) => [...own]);
  const key = pick(random, [...pairs.map(([name]) => name), 'nowhere']);
  const there = [...pairs.filter(([name]) => name === key).map(([, value]) => value), ...madeValues.values];
  const values = some(random, there);
  const exclude = some(random, there);
  return pick(random, [
    { key, op: 'eq', values },
    { key, op: 'eq', values },
    { key, op: 'eq' },
    { key, op: 'eq', values: [] },
    { key, op: 'neq', values },
    { key, op: 'neq' },
    { key, op: 'eq', exclude },
    { key, op: 'eq', values, exclude },
  ]);
}

function metadata(random: Random, all: readonly PlainSample[]): string {
  const count = Math.floor(random() * 4);
  const items = Array.from({ length: count }, () => metadataItem(random, all));
  const extras: Record<string, unknown>[] = [];
  if (random() < 0.2) extras.push({ no_metadata: true });
  const chance = random();
  if (chance < 0.35) extras.push({ filters_combinator: 'and' });
  else if (chance < 0.6) extras.push({ filters_combinator: 'or' });
  const entries = random() < 0.5 ? [...items, ...extras] : [...extras, ...items];
  return JSON.stringify(entries.length === 0 ? [metadataItem(random, all)] : entries);
}

function search(random: Random, all: readonly PlainSample[]): string {
  const { searched, sampleId } = pick(random, all);
  const given = [...searched, String(sampleId)].filter((text) => text.trim() !== '');
  const count = 1 + Math.floor(random() * 2);
  const terms = Array.from({ length: count }, () => {
    const text = pick(random, given);
    return random() < 0.5 ? text : part(random, text);
  });
  const joined = terms.join(pick(random, [' ', '  ', '\t', '\u00a0']));
  return joined.trim() === '' ? 'walk' : joined;
}

const verdictWords: Readonly<Record<string, (verdict: Verdict) => string | null>> = {
  expected: ({ expected }) => expected,
  said: ({ said }) => said,
  verdict: ({ result, kind }) => kind ?? result,
  boxError: ({ boxError }) => boxError,
  block: ({ block }) => String(block),
};

/** Existing and other words of a choice field; empty if none exist. */
function wordsOf(name: ChoiceFieldName, all: readonly PlainSample[]): (string | null)[] {
  const field: ChoiceField = fields[name];
  const ofVerdict = verdictWords[name];
  const words =
    ofVerdict === undefined
      ? all.flatMap((sample) => sample.words.get(name) ?? [])
      : all.flatMap(({ verdicts }) => verdicts.map(ofVerdict));
  const there = words.filter((word) => word !== null || field.nullable !== undefined);
  return there.length === 0 ? [] : [...there, ...(field.options ?? ['nowhere'])];
}

/** A list of one value may also be given bare, if the field or its exclusion allows it. */
const choice =
  (name: ChoiceFieldName, form: ChoiceField['form']): Maker =>
  (random, all) => {
    const words = wordsOf(name, all);
    if (form === 'one') return pick(random, words) ?? '';
    const values = some(random, words);
    const [only] = values;
    const isBare = form === 'bare-list' && values.length === 1 && random() < 0.5;
    return isBare && typeof only === 'string' && only !== '' && !only.startsWith('[')
      ? only
      : JSON.stringify(values);
  };

type Maker = (random: Random, all: readonly PlainSample[]) => string;

const range = (parameter: string, numbers: (all: readonly PlainSample[]) => number[]): [string, Maker][] =>
  ['min', 'max'].map((end) => [`${end}${parameter}`, (random, all) => bound(random, numbers(all))]);

/** A random text for every filter parameter. */
const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  [
    'filename',
    (random, all) =>
      part(
        random,
        pick(
          random,
          all.flatMap(({ filename }) => filename || []),
        ),
      ),
  ],
  ['search', search],
  ['metadata', metadata],
  ['minDate', moment],
  ['maxDate', moment],
  ['disabled', (random) => pick(random, ['true', 'false'])],
  ['minLabel', (random) => pick(random, ['12.5', '-3', '0', '100', '-2.9', '12.4999', '99.9', '1e2'])],
  ['maxLabel', (random) => pick(random, ['12.5', '-3', '0', '100', '12.5001', '.1', '101'])],
  ['minId', (random, all) => String(pick(random, all).sampleId)],
  ['maxId', (random, all) => String(pick(random, all).sampleId)],
  ...range('Length', numbersOf('length')),
  ...range('Frequency', numbersOf('frequency')),
  ...range('Confidence', numbersOf('confidence')),
  ...range('Anomaly', numbersOf('anomaly')),
  ...range('F1', numbersOf('f1')),
  ...range('Wrong', numbersOf('wrong')),
  ...range('Score', verdictNumbers('score')),
  ...range('Margin', verdictNumbers('margin')),
  ...range('Error', verdictNumbers('error')),
  ...range('Overlap', verdictNumbers('overlap')),
  ...choiceFieldNames.flatMap((name): [string, Maker][] => {
    const { parameter, form }: ChoiceField = fields[name];
    return [
      [parameter, choice(name, form)],
      [`not.${parameter}`, choice(name, 'bare-list')],
    ];
  }),
]);

const filterNames: readonly string[] = [...makers.keys()];

/** The parameters of filters that can be generated from the samples' values. */
export const usableNames = (all: readonly PlainSample[]): string[] =>
  filterNames.filter((name) => {
    try {
      filterText(seededRandom(1), all, name);
      return true;
    } catch {
      return false;
    }
  });

/** A random text for one filter. */
export function filterText(random: Random, all: readonly PlainSample[], name: string): string {
  const make = makers.get(name);
  if (make === undefined) throw new Error(`There is no maker for the filter ${name}.`);
  return make(random, all);
}

const hasWideMatch = new Set(['signatureValidity', 'disabled', 'minId', 'maxLength']);

/** One to four of the named filters, usually wide enough to match something. */
export function randomFilters(
  random: Random,
  all: readonly PlainSample[],
  names: readonly string[],
): Record<string, string> {
  const wanted = pick(random, [1, 1, 2, 2, 3, 4]);
  const parameters = new Map<string, string>();
  while (parameters.size < wanted) {
    const name = pick(random, names);
    // From the third filter on, only those that usually leave something.
    const isWide = hasWideMatch.has(name) || name.startsWith('not.');
    if (parameters.size >= 2 && !isWide && random() < 0.7) continue;
    parameters.set(name, filterText(random, all, name));
  }
  return Object.fromEntries(parameters);
}

/** A random order of one to three different keys. */
export function randomSort(random: Random): string {
  return some(random, sortKeys)
    .map((name) => (random() < 0.5 ? `-${name}` : name))
    .join(',');
}

/** A random page, sometimes past the end. */
export function randomStretch(random: Random): Record<string, string> {
  const stretch: Record<string, string> = {};
  if (random() < 0.7) stretch['limit'] = pick(random, ['1', '7', '50', '50', '100', '100', '1000', '100000']);
  if (random() < 0.4) stretch['offset'] = pick(random, ['0', '1', '10', '99', '500', '9000000']);
  return stretch;
}
