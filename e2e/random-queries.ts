/** Seeded random queries whose values are drawn from a run, its edges included, so that filters hit something. */
import { madeValues } from './made-runs';
import { filterNames, sortNames, type Facts } from './oracle';

type Random = () => number;

/** One of the values. */
export function pick<Value>(random: Random, values: readonly Value[]): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('Nothing to pick from.');
  return value;
}

/** Up to `most` different values, at least one. */
function some<Value>(random: Random, values: readonly Value[], most = 3): Value[] {
  const count = 1 + Math.floor(random() * most);
  return [...new Set(Array.from({ length: count }, () => pick(random, values)))];
}

const list = (values: readonly string[]) => JSON.stringify(values);

/** A list of one value may also be given bare. */
const bareOrList = (random: Random, values: readonly string[]) => {
  const [only] = values;
  return values.length === 1 && only !== undefined && only !== '' && random() < 0.5 ? only : list(values);
};

/** A value that a sample has (the edge of strict and weak bounds), or one beside it. */
function bound(random: Random, all: readonly Facts[], valueOf: (facts: Facts) => number | null): string {
  const values = all.map(valueOf).filter((value) => value !== null);
  const value = pick(random, values);
  const chance = random();
  if (chance < 0.6) return String(value);
  if (chance < 0.95) return String(Number((value + (random() - 0.5) * (Math.abs(value) + 1)).toFixed(3)));
  return pick(random, ['0', '-1', '1e9', '.5', '-1e-3', '+2']);
}

function moment(random: Random, all: readonly Facts[]): string {
  const added = new Date(pick(random, all).added ?? 0);
  const chance = random();
  if (chance < 0.6) return added.toISOString();
  if (chance < 0.8) return added.toISOString().slice(0, 10);
  return pick(random, ['2024-06-15T12:30:00', '2025-03-03T06:05:06.789+02:00', '1970-01-01', '2024-02-29']);
}

/** A stretch of a text, in another case now and then, and composed or not. */
function part(random: Random, text: string): string {
  const characters = [...text];
  const start = Math.floor(random() * characters.length);
  const length = 1 + Math.floor(random() * 5);
  const piece = characters.slice(start, start + length).join('');
  const cased = random() < 0.3 ? piece.toUpperCase() : piece;
  return random() < 0.3 ? cased.normalize(random() < 0.5 ? 'NFD' : 'NFC') : cased;
}

function metadataItem(random: Random): Record<string, unknown> {
  const key = pick(random, [...madeValues.keys, 'nowhere']);
  const values = some(random, madeValues.values);
  const exclude = some(random, madeValues.values);
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

function metadata(random: Random): string {
  const count = Math.floor(random() * 4);
  const items = Array.from({ length: count }, () => metadataItem(random));
  const extras: Record<string, unknown>[] = [];
  if (random() < 0.2) extras.push({ no_metadata: true });
  const chance = random();
  if (chance < 0.35) extras.push({ filters_combinator: 'and' });
  else if (chance < 0.6) extras.push({ filters_combinator: 'or' });
  const all = random() < 0.5 ? [...items, ...extras] : [...extras, ...items];
  return JSON.stringify(all.length === 0 ? [metadataItem(random)] : all);
}

function search(random: Random, all: readonly Facts[]): string {
  const facts = pick(random, all);
  const texts = [facts.filename, facts.label, facts.device, ...facts.metadata.values(), String(facts.id)];
  const given = texts.filter((text): text is string => text !== null && text.trim() !== '');
  const count = 1 + Math.floor(random() * 2);
  const terms = Array.from({ length: count }, () => {
    const text = pick(random, given);
    return random() < 0.5 ? text : part(random, text);
  });
  const joined = terms.join(pick(random, [' ', '  ', '\t', '\u00a0']));
  return joined.trim() === '' ? 'walk' : joined;
}

function predictionsOf(all: readonly Facts[]): string[] {
  return [...new Set(all.flatMap(({ predictions }) => predictions))];
}

/** A random text for every filter parameter. */
const makers: Readonly<Record<string, (random: Random, all: readonly Facts[]) => string>> = {
  labels: (random) => list(some(random, [...madeValues.labels, '', 'nothing'])),
  filename: (random, all) => part(random, pick(random, all).filename ?? 'x'),
  minLength: (random, all) => bound(random, all, ({ length }) => length),
  maxLength: (random, all) => bound(random, all, ({ length }) => length),
  minFrequency: (random, all) => bound(random, all, ({ frequency }) => frequency),
  maxFrequency: (random, all) => bound(random, all, ({ frequency }) => frequency),
  signatureValidity: (random) => pick(random, ['both', 'valid', 'invalid']),
  minLabel: (random) => pick(random, ['12.5', '-3', '0', '100', '-2.9', '12.4999', '99.9', '1e2']),
  maxLabel: (random) => pick(random, ['12.5', '-3', '0', '100', '12.5001', '.1', '101']),
  search,
  dataType: (random) => pick(random, ['audio', 'image', 'timeseries', 'video', 'table']),
  minId: (random, all) => String(pick(random, all).id),
  maxId: (random, all) => String(pick(random, all).id),
  metadata,
  minDate: moment,
  maxDate: moment,
  outcome: (random) => bareOrList(random, some(random, ['correct', 'incorrect', 'unknown'], 2)),
  predictions: (random, all) => bareOrList(random, some(random, predictionsOf(all), 4)),
  expected: (random) => bareOrList(random, some(random, madeValues.labels, 4)),
  said: (random, all) => bareOrList(random, some(random, predictionsOf(all), 4)),
  minConfidence: (random, all) => bound(random, all, ({ confidence }) => confidence),
  maxConfidence: (random, all) => bound(random, all, ({ confidence }) => confidence),
  minAnomaly: (random, all) => bound(random, all, ({ anomaly }) => anomaly),
  maxAnomaly: (random, all) => bound(random, all, ({ anomaly }) => anomaly),
  minF1: (random, all) => bound(random, all, ({ f1 }) => f1),
  maxF1: (random, all) => bound(random, all, ({ f1 }) => f1),
  minWrong: (random, all) => bound(random, all, ({ wrong }) => wrong),
  maxWrong: (random, all) => bound(random, all, ({ wrong }) => wrong),
  category: (random) => bareOrList(random, some(random, madeValues.categories, 2)),
  devices: (random) => bareOrList(random, some(random, [...madeValues.devices, 'nowhere'], 2)),
  disabled: (random) => pick(random, ['true', 'false']),
};

/** A random text for one filter. */
export function filterText(random: Random, all: readonly Facts[], name: string): string {
  const make = makers[name];
  if (make === undefined) throw new Error(`There is no maker for the filter ${name}.`);
  return make(random, all);
}

const hasWideMatch = new Set(['signatureValidity', 'disabled', 'minId', 'maxLength']);

/** One to four filters of the names given, mostly wide enough that something is left. */
export function randomFilters(
  random: Random,
  all: readonly Facts[],
  names: readonly string[] = filterNames,
): Record<string, string> {
  const wanted = pick(random, [1, 1, 2, 2, 3, 4]);
  const parameters = new Map<string, string>();
  while (parameters.size < wanted) {
    const name = pick(random, names);
    // From the third on, only such filters as do not leave nothing nearly always.
    if (parameters.size >= 2 && !hasWideMatch.has(name) && random() < 0.7) continue;
    parameters.set(name, filterText(random, all, name));
  }
  return Object.fromEntries(parameters);
}

/** A random order of one to three different keys. */
export function randomSort(random: Random): string {
  return some(random, sortNames)
    .map((name) => (random() < 0.5 ? `-${name}` : name))
    .join(',');
}

/** A random stretch, past the end now and then. */
export function randomStretch(random: Random): Record<string, string> {
  const stretch: Record<string, string> = {};
  if (random() < 0.7) stretch['limit'] = pick(random, ['1', '7', '50', '50', '100', '100', '1000', '100000']);
  if (random() < 0.4) stretch['offset'] = pick(random, ['0', '1', '10', '99', '500', '9000000']);
  return stretch;
}
