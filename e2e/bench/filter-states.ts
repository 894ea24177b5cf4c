/** Seeded filter states of every kind, similar to those that users set one after the other; no two are equal. */
import { seededRandom } from '../made-runs';
import { pick, type Random } from './million-said';
import { millionValues } from './million-values';

const some = (random: Random, values: readonly string[], most = 3): string =>
  JSON.stringify([
    ...new Set(Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(random, values))),
  ]);

const metadataItem = (random: Random, op: 'eq' | 'neq') => {
  const { key, values } = pick(random, millionValues.metadataKeys);
  const most = 1 + Math.floor(random() * 3);
  return { key, op, values: Array.from({ length: most }, () => pick(random, values)) };
};

const dayAfter = (random: Random, share: number) =>
  new Date(millionValues.firstAdded + (share + random() * 0.4) * millionValues.addedWithin).toISOString();

/** One filter of each kind; the values differ between calls. */
const makers: readonly ((random: Random) => Record<string, string>)[] = [
  (random) => ({ labels: some(random, millionValues.labels) }),
  (random) => ({ outcome: pick(random, ['incorrect', 'correct', '["incorrect","unknown"]']) }),
  (random) => ({ predictions: some(random, [...millionValues.words, 'uncertain', 'anomaly']) }),
  (random) => ({ devices: some(random, millionValues.devices, 5) }),
  (random) => ({ category: some(random, ['training', 'testing', 'validation'], 2) }),
  (random) => ({ dataType: pick(random, ['audio', 'image', 'timeseries', 'video', 'table']) }),
  (random) => ({ maxConfidence: (0.3 + random() * 0.6).toFixed(4) }),
  (random) => ({ minAnomaly: (random() * 2).toFixed(4) }),
  (random) => ({ minLength: String(Math.floor(random() * 20_000)) }),
  (random) => ({ minFrequency: (50 + random() * 60).toFixed(2) }),
  (random) => ({ minDate: dayAfter(random, 0), maxDate: dayAfter(random, 0.5) }),
  (random) => ({ metadata: JSON.stringify([metadataItem(random, 'eq'), metadataItem(random, 'eq')]) }),
  (random) => ({
    metadata: JSON.stringify([
      metadataItem(random, 'eq'),
      metadataItem(random, 'neq'),
      { filters_combinator: 'and' },
    ]),
  }),
  (random) => ({ filename: pick(random, millionValues.stems).slice(0, 3) + pick(random, ['', '.', 'k']) }),
  (random) => ({ search: `${pick(random, millionValues.words)} ${pick(random, ['north', '1.1', 'rain'])}` }),
  (random) => ({ disabled: pick(random, ['true', 'false']) }),
  (random) => ({ 'not.devices': some(random, millionValues.devices, 5) }),
];

/** Filters that a single verdict must meet. */
const verdictMakers: readonly ((random: Random) => Record<string, string>)[] = [
  (random) => ({
    expected: some(random, millionValues.words, 2),
    said: some(random, millionValues.words, 4),
  }),
  (random) => ({
    verdict: pick(random, ['incorrect', 'correct', 'confused', 'uncertain']),
    minScore: random().toFixed(4),
  }),
  (random) => ({ maxMargin: (random() - 0.5).toFixed(4) }),
  (random) => ({
    said: some(random, [...millionValues.words, 'uncertain']),
    'not.labels': some(random, millionValues.labels),
  }),
  (random) => ({
    minScore: (0.3 + random() * 0.5).toFixed(4),
    devices: some(random, millionValues.devices, 5),
  }),
];

/** `count` different states, each with a filter on verdicts. */
export function verdictStates(count: number, seed: number): string[] {
  const random = seededRandom(seed + 3);
  const states = new Set<string>();
  for (let turn = 0; states.size < count; turn++) {
    const made = verdictMakers[turn % verdictMakers.length]?.(random) ?? {};
    states.add(new URLSearchParams(made).toString());
  }
  return [...states];
}

/** `count` different states as query strings: each kind in turn, first alone, then with one or two others. */
export function filterStates(count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const states = new Set<string>();
  for (let turn = 0; states.size < count; turn++) {
    const parameters = new URLSearchParams();
    const others = Math.floor(turn / makers.length) === 0 ? 0 : 1 + Math.floor(random() * 2);
    const chosen = [
      makers[turn % makers.length],
      ...Array.from({ length: others }, () => pick(random, makers)),
    ];
    for (const make of chosen) {
      for (const [name, value] of Object.entries(make?.(random) ?? {})) parameters.set(name, value);
    }
    states.add(parameters.toString());
  }
  return [...states];
}
