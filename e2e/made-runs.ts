/** Seeded runs of every kind of sample and learn block, with the irregularities of real results. */

/** A small seeded generator (mulberry32), so that a failure can be reproduced. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface MadeEntry {
  result: Record<string, unknown> & { sampleId: number };
  predictions: Record<string, unknown>[];
}

/** The values that runs and filters are generated from, so that filters match something. */
export const madeValues = {
  labels: [
    'idle',
    'wave',
    'snake',
    'Übung',
    'u\u0308bung',
    '名前',
    '__proto__',
    '12.5',
    '-3',
    '0',
    '1e2',
    'a,b',
  ],
  devices: ['belt-03', 'Wrist-02', 'pocket 01', 'ünit'],
  keys: ['site', 'shoe', 'temp', '__proto__', 'clé'],
  values: ['north', 'South', '21', '21.0', '', 'é', 'x"y'],
  files: ['walk', 'Idle.Long', '100%', 'a_b', 'Ünïcode', 'e\u0301tude', '名', 'x*y'],
  categories: ['training', 'testing', 'validation', 'post-processing'],
  dates: [
    Date.UTC(2024, 0, 1),
    Date.UTC(2024, 5, 15, 12, 30),
    Date.UTC(2025, 2, 3, 4, 5, 6, 789),
    Date.UTC(2026, 10, 2),
  ],
} as const;

type Random = () => number;
const pick = <Value>(random: Random, values: readonly Value[]): Value => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('Nothing to pick from.');
  return value;
};
const round = (value: number, digits = 4) => Number(value.toFixed(digits));
const stretch = (startIndex: number, label: string) => ({ startIndex, endIndex: startIndex, label });

function scoresOf(random: Random, classes: readonly string[]): Record<string, number> {
  const raw = classes.map(() => random() ** 3);
  const total = raw.reduce((sum, value) => sum + value, 0) || 1;
  return Object.fromEntries(classes.map((name, index) => [name, round((raw[index] ?? 0) / total)]));
}

function topOf(scores: Record<string, number>): [string, number] {
  return Object.entries(scores).reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['', -1]);
}

interface Said {
  classifications: Record<string, unknown>[];
  predictions: Record<string, unknown>[];
  sample: Record<string, unknown>;
}

const block = (id: number, type: string, title: string) => ({ id, type, name: title, title, dsp: [1] });
const common = (label: string, count: number) => ({
  minimumConfidenceRating: 0.6,
  expectedLabels: Array.from({ length: count }, (_, index) => stretch(index, label)),
  intervalMs: 1000,
  frequencyHz: 1,
  resultCount: count,
});
const window = (sampleId: number, index: number) => ({
  sampleId,
  startMs: index * 1000,
  endMs: (index + 1) * 1000,
});
const confidenceThreshold = {
  key: 'min_confidence',
  description: 'Minimum confidence',
  helpText: '',
  value: 0.6,
};

function saidByClassifier(random: Random, sampleId: number, label: string): Said {
  const count = 1 + Math.floor(random() * 4);
  const result = Array.from({ length: count }, () => scoresOf(random, ['idle', 'wave', 'snake']));
  const anomalies = Array.from({ length: count }, () => ({ anomaly: round(random() * 3 - 1) }));
  const hasAnomaly = random() < 0.5;
  const predictions = result.map((scores, index) => {
    const [name, score] = topOf(scores);
    const isAnomaly = hasAnomaly && (anomalies[index]?.anomaly ?? 0) > 1.5;
    const prediction = isAnomaly ? 'anomaly' : score < 0.6 ? 'uncertain' : name;
    const isKnown = ['idle', 'wave', 'snake'].includes(label);
    return {
      ...window(sampleId, index),
      label,
      prediction,
      ...(isKnown && { predictionCorrect: prediction === label }),
    };
  });
  const classifications: Record<string, unknown>[] = [
    {
      learnBlock: block(1, 'keras', 'NN Classifier'),
      result,
      thresholds: [confidenceThreshold],
      ...common(label, count),
    },
  ];
  if (hasAnomaly) {
    classifications.push({
      learnBlock: block(2, 'anomaly', 'K-means'),
      result: anomalies,
      thresholds: [{ key: 'min_anomaly_score', description: 'Anomaly score', helpText: '', value: 1.5 }],
      ...common(label, count),
    });
  }
  return { classifications, predictions, sample: {} };
}

function saidByRegression(random: Random, sampleId: number, label: string): Said {
  const value = round(random() * 40);
  const isRight = Math.abs(value - Number(label)) <= 5;
  return {
    classifications: [
      {
        learnBlock: block(3, 'keras-regression', 'Regression'),
        result: [{ value }],
        thresholds: [{ key: 'max_error', description: 'Maximum absolute error', helpText: '', value: 5 }],
        ...common(label, 1),
      },
    ],
    predictions: [{ ...window(sampleId, 0), label, prediction: String(value), predictionCorrect: isRight }],
    sample: {},
  };
}

function saidByDetector(random: Random, sampleId: number): Said {
  const truths = Array.from({ length: Math.floor(random() * 3) }, () => ({
    label: pick(random, ['snake', 'wave']),
    x: Math.floor(random() * 80),
    y: Math.floor(random() * 80),
    width: 16,
    height: 16,
  }));
  const found = truths
    .filter(() => random() < 0.7)
    .map(({ label, x, y }) => ({
      label,
      x: x / 96,
      y: y / 96,
      width: 1 / 6,
      height: 1 / 6,
      score: round(0.5 + random() / 2),
    }));
  const f1 =
    truths.length + found.length === 0 ? 1 : round((2 * found.length) / (truths.length + found.length));
  const label = truths.map((box) => box.label).join(', ');
  const structured = {
    boxes: found.map(({ x, y, width, height }) => [x, y, width, height]),
    labels: found.map((box) => box.label),
    scores: found.map(({ score }) => score),
    mAP: f1,
    f1,
    precision: 1,
    recall: f1,
  };
  return {
    classifications: [
      {
        learnBlock: block(4, 'keras-object-detection', 'Detector'),
        objectDetectionLastLayer: pick(random, ['fomo', 'mobilenet-ssd']),
        result: [],
        structuredResult: [structured],
        thresholds: [{ key: 'min_score', description: 'Score threshold', helpText: '', value: 0.5 }],
        ...common(label, 1),
      },
    ],
    predictions: [
      {
        ...window(sampleId, 0),
        label,
        prediction: found.map((box) => box.label).join(', ') || '-',
        predictionCorrect: f1 === 1,
        f1Score: f1,
        boundingBoxes: found,
      },
    ],
    sample: {
      label,
      chartType: 'image',
      boundingBoxes: truths,
      boundingBoxesType: 'object_detection',
      imageDimensions: { width: 96, height: 96 },
    },
  };
}

function saidByVisualAnomaly(random: Random, sampleId: number, label: string): Said {
  const scores = Array.from({ length: 5 }, () => Array.from({ length: 5 }, () => round(random() * 8, 2)));
  const highest = Math.max(...scores.flat());
  const prediction = highest >= 7.5 ? 'anomaly' : 'no anomaly';
  return {
    classifications: [
      {
        learnBlock: block(5, 'keras-visual-anomaly', 'Visual anomaly'),
        result: [{ anomaly: highest }],
        anomalyResult: [
          {
            scores,
            maxScore: highest,
            meanScore: round(scores.flat().reduce((sum, cell) => sum + cell, 0) / 25),
          },
        ],
        thresholds: [{ key: 'min_anomaly_score', description: 'Anomaly score', helpText: '', value: 7.5 }],
        ...common(label, 1),
      },
    ],
    predictions: [
      { ...window(sampleId, 0), label, prediction, predictionCorrect: random() < 0.6, anomalyScores: scores },
    ],
    sample: { chartType: 'image', imageDimensions: { width: 160, height: 160 } },
  };
}

function said(random: Random, sampleId: number, label: string): Said {
  const chance = random();
  if (chance < 0.5) return saidByClassifier(random, sampleId, label);
  if (chance < 0.65) return saidByRegression(random, sampleId, label);
  if (chance < 0.8) return saidByDetector(random, sampleId);
  if (chance < 0.9) return saidByVisualAnomaly(random, sampleId, label);
  return {
    classifications: [],
    predictions: [],
    sample: { chartType: pick(random, ['video', 'table', 'chart']) },
  };
}

function metadataOf(random: Random): Record<string, unknown> {
  if (random() < 0.2) return random() < 0.5 ? {} : { metadata: {} };
  const keys = madeValues.keys.filter(() => random() < 0.5);
  return { metadata: Object.fromEntries(keys.map((key) => [key, pick(random, madeValues.values)])) };
}

/** One generated sample; the same random numbers give the same sample. */
function madeEntry(random: Random, sampleId: number): MadeEntry {
  const label = pick(random, madeValues.labels);
  const { classifications, predictions, sample } = said(random, sampleId, label);
  const added = new Date(pick(random, madeValues.dates) + Math.floor(random() * 3) * 1000).toISOString();
  const frequency = pick(random, [16_000, 62.5, 100, 0.1]);
  const structured =
    random() < 0.2
      ? [stretch(0, pick(random, madeValues.labels)), stretch(1, pick(random, madeValues.labels))]
      : null;
  const result = {
    sampleId,
    sample: {
      id: sampleId,
      filename: `${pick(random, madeValues.files)}.${sampleId}.${Math.floor(random() * 1e6).toString(36)}`,
      signatureValidate: random() < 0.9,
      created: added,
      lastModified: added,
      category: pick(random, madeValues.categories),
      coldstorageFilename: `cold/${sampleId}.cbor`,
      label,
      intervalMs: round(1000 / frequency),
      frequency,
      originalIntervalMs: round(1000 / frequency),
      originalFrequency: frequency,
      ...(random() < 0.9 && { deviceName: pick(random, madeValues.devices) }),
      deviceType: 'MADE',
      sensors:
        random() < 0.3
          ? [{ index: 0, name: 'audio', units: 'wav' }]
          : [{ index: 0, name: 'accX', units: 'm/s2' }],
      valuesCount: 100,
      ...(random() < 0.95 && { totalLengthMs: Math.floor(random() * 20) * 500 }),
      added,
      boundingBoxes: [],
      boundingBoxesType: 'object_detection',
      chartType: 'chart',
      isDisabled: random() < 0.1,
      isProcessing: false,
      processingError: false,
      isCropped: false,
      projectId: 7,
      sha256Hash: 'f'.repeat(64),
      datastreams: [],
      ...(structured && {
        structuredLabels: structured,
        structuredLabelsList: structured.map((part) => part.label),
      }),
      ...metadataOf(random),
      ...sample,
      somethingNew: { nested: [1, null, 'é'], big: 0.1 + 0.2 },
    },
    classifications,
  };
  return { result, predictions };
}

/** A generated run of `count` samples with ascending ids and gaps; `first` samples are skipped. */
export function madeRun(seed: number, count: number, first = 0): MadeEntry[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => madeEntry(random, (first + index) * 3 + 1));
}

/** A generated run as a page file: all results, then all predictions. */
export const madePage = (entries: readonly MadeEntry[]): string =>
  JSON.stringify({
    success: true,
    result: entries.map(({ result }) => result),
    predictions: entries.flatMap(({ predictions }) => predictions),
    totalCount: entries.length,
  });

/** A generated run as JSON Lines. */
export const madeLines = (entries: readonly MadeEntry[]): string =>
  entries.map((entry) => JSON.stringify(entry)).join('\n');
