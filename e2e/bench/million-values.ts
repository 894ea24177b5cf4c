/** The values from which the benchmark's runs and filters are generated: labels, devices, files, metadata. */

const words = [
  'idle',
  'walk',
  'run',
  'wave',
  'snake',
  'updown',
  'circle',
  'tap',
  'double tap',
  'shake',
  'yes',
  'no',
  'up',
  'down',
  'left',
  'right',
  'stop',
  'go',
  'noise',
  'unknown',
  'bolt',
  'nut',
  'washer',
  'gear',
  'scratch',
  'dent',
  'crack',
  'rust',
  'Übung',
  '名前',
  'cough',
  'glass break',
] as const;

/** Labels of regression samples: numbers. */
const numbers = ['5', '10', '12.5', '15', '20', '25', '30', '42.5'] as const;

/** Numbered names: `named('belt', 3)` gives belt-01, belt-02, belt-03. */
const named = (stem: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${stem}-${String(index + 1).padStart(2, '0')}`);

export interface MetadataKey {
  key: string;
  values: readonly string[];
  /** The share of samples that have it. */
  share: number;
}

/** Twelve keys, with two to forty thousand different values. */
const metadataKeys: readonly MetadataKey[] = [
  { key: 'site', values: ['north', 'south', 'east', 'west', 'lab', 'field', 'dock'], share: 1 },
  { key: 'firmware', values: ['1.0.0', '1.1.0', '1.1.3', '1.2.0', '2.0.0-beta', '2.0.0'], share: 1 },
  { key: 'operator', values: named('operator', 40), share: 0.95 },
  { key: 'session', values: named('session', 2000), share: 0.9 },
  { key: 'batch', values: named('batch', 300), share: 0.85 },
  { key: 'weather', values: ['dry', 'rain', 'fog', 'snow'], share: 0.6 },
  { key: 'mount', values: ['wrist', 'ankle', 'belt', 'pocket', 'tripod'], share: 0.8 },
  { key: 'temperature', values: Array.from({ length: 60 }, (_, at) => String(at - 15)), share: 0.7 },
  { key: 'gain', values: ['1', '2', '4', '8', '16'], share: 0.5 },
  { key: 'reviewed', values: ['yes', 'no'], share: 0.75 },
  { key: 'reviewer', values: named('reviewer', 12), share: 0.4 },
  { key: 'note', values: named('seen on the line, shift', 40_000), share: 0.1 },
];

export const millionValues = {
  words,
  numbers,
  /** Forty labels. */
  labels: [...words, ...numbers],
  devices: named('device', 64),
  stems: ['walk', 'Idle.Long', 'press', 'belt_b', 'Ünïcode', 'mic', 'cam', 'line', 'night', 'calib'],
  categories: ['testing', 'testing', 'testing', 'training', 'validation', 'post-processing'],
  frequencies: [16_000, 8000, 104, 100, 62.5, 50],
  metadataKeys,
  /** The earliest time at which a sample was added, and the duration of the period. */
  firstAdded: Date.UTC(2024, 0, 1),
  addedWithin: 700 * 24 * 3600 * 1000,
} as const;
