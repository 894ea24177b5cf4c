/** The results of each kind of learn block for a generated sample, as an Edge Impulse job writes them. */
import { millionValues } from './million-values';

export type Random = () => number;

export function pick<Value>(random: Random, values: readonly Value[]): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('Nothing to pick from.');
  return value;
}

export const round = (value: number, digits = 5) => Number(value.toFixed(digits));

export interface Said {
  classifications: Record<string, unknown>[];
  predictions: Record<string, unknown>[];
  /** The fields of the sample in addition to the common ones. */
  sample: Record<string, unknown>;
}

const windowMs = 1000;
const window = (sampleId: number, index: number) => ({
  sampleId,
  startMs: index * windowMs,
  endMs: (index + 1) * windowMs,
});
const threshold = (key: string, description: string, value: number) => ({
  key,
  description,
  helpText: `${description}, as the job had it.`,
  value,
});
const blockOf = (id: number, type: string, title: string) => ({
  id,
  type,
  name: title,
  title,
  dsp: [2],
  createdBy: 'createImpulse',
  createdAt: '2024-01-01T08:00:00.000Z',
});
const common = (label: string, count: number) => ({
  minimumConfidenceRating: 0.6,
  expectedLabels: Array.from({ length: count }, (_, index) => ({
    startIndex: index,
    endIndex: index,
    label,
  })),
  intervalMs: windowMs,
  frequencyHz: 1,
  resultCount: count,
});

/** Scores of eight classes that add up to one; the expected class has the highest score in nearly all windows. */
function scoresOf(random: Random, classes: readonly string[], label: string): Record<string, number> {
  const favourite = random() < 0.96 ? label : pick(random, classes);
  const raw = classes.map((name) => random() ** 4 * 0.08 + (name === favourite ? 0.1 + random() : 0));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return Object.fromEntries(classes.map((name, index) => [name, round((raw[index] ?? 0) / total)]));
}

function topOf(scores: Readonly<Record<string, number>>): [string, number] {
  let best: [string, number] = ['', -1];
  for (const entry of Object.entries(scores)) if (entry[1] > best[1]) best = entry;
  return best;
}

/** The eight classes of one classifier, including the label. */
function classesFor(label: string): readonly string[] {
  const place = millionValues.words.findIndex((word) => word === label);
  const start = Math.max(0, place) & ~7;
  return millionValues.words.slice(start, start + 8);
}

/** The results of a classifier of one type, optionally with those of an anomaly block of another type. */
export function saidByClassifier(
  random: Random,
  sampleId: number,
  label: string,
  block: { id: number; type: string; beside?: string },
): Said {
  const count = 1 + Math.floor(random() * 3);
  const classes = classesFor(label);
  const result = Array.from({ length: count }, () => scoresOf(random, classes, label));
  const anomalies = result.map(() => ({ anomaly: round(random() ** 3 * 4 - 0.6) }));
  const predictions = result.map((scores, index) => {
    const [name, score] = topOf(scores);
    const isAnomaly = block.beside !== undefined && (anomalies[index]?.anomaly ?? 0) > 2.5;
    const prediction = isAnomaly ? 'anomaly' : score < 0.6 ? 'uncertain' : name;
    return { ...window(sampleId, index), label, prediction, predictionCorrect: prediction === label };
  });
  const classifier = {
    learnBlock: blockOf(block.id, block.type, 'Classifier'),
    result,
    thresholds: [threshold('min_confidence', 'Minimum confidence', 0.6)],
    ...common(label, count),
  };
  if (block.beside === undefined) return { classifications: [classifier], predictions, sample: {} };
  const anomaly = {
    learnBlock: blockOf(block.id + 1, block.beside, 'Anomaly detection'),
    result: anomalies,
    thresholds: [threshold('min_anomaly_score', 'Anomaly score', 2.5)],
    ...common(label, count),
  };
  return { classifications: [classifier, anomaly], predictions, sample: {} };
}

export function saidByRegression(random: Random, sampleId: number, label: string): Said {
  const value = round(Number(label) + (random() - 0.5) * 13, 3);
  const isRight = Math.abs(value - Number(label)) <= 5;
  return {
    classifications: [
      {
        learnBlock: blockOf(20, 'keras-regression', 'Regression'),
        result: [{ value }],
        thresholds: [threshold('max_error', 'Maximum absolute error', 5)],
        ...common(label, 1),
      },
    ],
    // Rounded, since a filter on a unique value for each sample would be unrealistic.
    predictions: [
      { ...window(sampleId, 0), label, prediction: String(Math.round(value)), predictionCorrect: isRight },
    ],
    sample: {},
  };
}

interface Box {
  label: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

const picture = { width: 320, height: 320 };

function truthBoxes(random: Random): Box[] {
  return Array.from({ length: Math.floor(random() * 4) }, () => ({
    label: pick(random, millionValues.words.slice(20, 28)),
    x: Math.floor(random() * 280),
    y: Math.floor(random() * 280),
    width: 40,
    height: 40,
  }));
}

export function saidByDetector(
  random: Random,
  sampleId: number,
  block: { id: number; type: string; lastLayer: string },
): Said {
  const truths = truthBoxes(random);
  const found = truths
    .filter(() => random() < 0.85)
    .map(({ label, x, y }) => ({
      label: random() < 0.95 ? label : 'dent',
      x: round((x + random() * 4) / picture.width),
      y: round(y / picture.height),
      width: 0.125,
      height: 0.125,
      score: round(0.5 + random() / 2),
    }));
  const f1 =
    truths.length + found.length === 0 ? 1 : round((2 * found.length) / (truths.length + found.length));
  const label = truths.map((box) => box.label).join(', ');
  return {
    classifications: [
      {
        learnBlock: blockOf(block.id, block.type, 'Object detection'),
        objectDetectionLastLayer: block.lastLayer,
        result: [],
        structuredResult: [
          {
            boxes: found.map(({ x, y, width, height }) => [x, y, width, height]),
            labels: found.map((box) => box.label),
            scores: found.map(({ score }) => score),
            mAP: f1,
            f1,
            precision: 1,
            recall: f1,
          },
        ],
        thresholds: [threshold('min_score', 'Score threshold', 0.5)],
        ...common(label, 1),
      },
    ],
    predictions: [
      {
        ...window(sampleId, 0),
        label,
        prediction: found[0]?.label ?? '-',
        predictionCorrect: f1 === 1,
        f1Score: f1,
        boundingBoxes: found,
      },
    ],
    sample: {
      // One of the forty labels; a detector's sample also matches the labels of its boxes.
      label: truths[0]?.label ?? 'bolt',
      chartType: 'image',
      boundingBoxes: truths,
      imageDimensions: picture,
      projectLabelingMethod: 'object_detection',
    },
  };
}

export function saidByVisualAnomaly(random: Random, sampleId: number, label: string): Said {
  const heat = random() * 6;
  const scores = Array.from({ length: 6 }, () =>
    Array.from({ length: 6 }, () => round(heat + random() * 3, 2)),
  );
  const cells = scores.flat();
  const highest = Math.max(...cells);
  const isRight = highest >= 7.5 === (label === 'crack' || label === 'rust');
  return {
    classifications: [
      {
        learnBlock: blockOf(40, 'keras-visual-anomaly', 'Visual anomaly'),
        result: [{ anomaly: highest }],
        anomalyResult: [
          { scores, maxScore: highest, meanScore: round(cells.reduce((sum, cell) => sum + cell, 0) / 36) },
        ],
        thresholds: [threshold('min_anomaly_score', 'Anomaly score', 7.5)],
        ...common(label, 1),
      },
    ],
    predictions: [
      {
        ...window(sampleId, 0),
        label,
        prediction: highest >= 7.5 ? 'anomaly' : 'no anomaly',
        predictionCorrect: isRight,
        anomalyScores: scores,
      },
    ],
    sample: { chartType: 'image', imageDimensions: picture },
  };
}

/** An anomaly block alone. */
export function saidByAnomaly(random: Random, sampleId: number, label: string): Said {
  const score = round(random() ** 2 * 5);
  const isAnomaly = score > 2;
  return {
    classifications: [
      {
        learnBlock: blockOf(50, 'keras-anomaly', 'Autoencoder'),
        result: [{ anomaly: score }],
        thresholds: [threshold('min_anomaly_score', 'Anomaly score', 2)],
        ...common(label, 1),
      },
    ],
    predictions: [
      {
        ...window(sampleId, 0),
        label,
        prediction: isAnomaly ? 'anomaly' : 'no anomaly',
        predictionCorrect: random() < 0.8,
      },
    ],
    sample: { chartType: 'table' },
  };
}

/** A block that predicts words by key; one in three cannot be judged. */
export function saidInWords(
  random: Random,
  sampleId: number,
  label: string,
  type: 'keras-freeform' | 'vlm',
): Said {
  const name = random() < 0.8 ? label : pick(random, millionValues.words);
  const isJudged = random() < 0.67;
  return {
    classifications: [
      {
        learnBlock: blockOf(type === 'vlm' ? 61 : 60, type, 'In words'),
        result: [],
        labelMapResult: [{ scene: name, light: pick(random, ['day', 'night']) }],
        thresholds: [],
        ...common(label, 1),
      },
    ],
    predictions: [
      {
        ...window(sampleId, 0),
        label,
        prediction: name,
        ...(isJudged && { predictionCorrect: name === label }),
      },
    ],
    sample: { chartType: type === 'vlm' ? 'video' : 'table' },
  };
}
