/** The demo project "pedometer": walking or not, each recording classified by a model trained on the others. */
import { strToU8 } from 'fflate';
import type { DemoProject } from './demo-folder';
import {
  minutesAfter,
  predictedLabel,
  scoresByLabel,
  signalSample,
  type ClassificationRecord,
  type Entry,
  type Variant,
} from './demo-record';
import { windowLength } from './pedometer-features';
import { labels, trainModel, windowsOf, type Model, type Window } from './pedometer-model';
import { cut, intervalMs, readRecordings, sensors, type Stretch } from './pedometer-recordings';
import { stretchTraits } from './pedometer-traits';
import { seededRandom } from './seeded-random';

const minimumConfidence = 0.6;
const anomalyThreshold = 0.3;
const firstId = 10_001;
const firstDate = '2025-03-03T09:00:00.000Z';
const project = { id: 1, name: 'Pedometer' };

type Item = {
  stretch: Stretch;
  id: number;
  filename: string;
  added: string;
  media: Uint8Array;
  windows: Window[];
};

export function makePedometer(): DemoProject {
  const random = seededRandom(1);
  const recordings = readRecordings();
  const items = recordings
    .flatMap((recording, day) =>
      cut(recording, random).map((stretch, part) => ({
        stretch,
        filename: `${recording.name}.${String(part + 1).padStart(2, '0')}`,
        added: minutesAfter(firstDate, day * 24 * 60 + stretch.start / 6000),
        media: acquisitionFile(stretch),
        windows: windowsOf(stretch),
      })),
    )
    .map((item, i): Item => ({ ...item, id: firstId + i }));

  const known = items
    .filter((item) => labels.includes(item.stretch.recording.label))
    .flatMap((item) => item.windows);
  const models = new Map(
    recordings.map((recording) => [
      recording,
      trainModel(known.filter((window) => window.stretch.recording !== recording)),
    ]),
  );
  const run = (variant: Variant, name: string) => ({
    variant,
    name,
    created: '2025-03-17T09:00:00.000Z',
    entries: items.flatMap((item) => {
      const model = models.get(item.stretch.recording);
      return model ? [entryOf(item, model, variant)] : [];
    }),
  });

  return {
    ...project,
    slug: 'pedometer',
    description:
      'Is the person walking? Each recording is judged by a model that was trained on the others, with an anomaly block beside it.',
    licence: 'MIT (Maximilian Bügler)',
    source: 'npm pedometer@0.0.5, recordings under test/',
    impulseName: 'Accelerometer, windows of 2 s',
    selectedVariant: 'float32',
    runs: [run('float32', 'Leave one recording out, float32'), run('int8', 'Leave one recording out, int8')],
    media: new Map(items.map((item) => [`${item.filename}.json`, item.media])),
  };
}

/** The data acquisition format, unsigned. */
const acquisitionFile = (stretch: Stretch): Uint8Array =>
  strToU8(
    JSON.stringify({
      protected: { ver: 'v1', alg: 'none' },
      signature: '0'.repeat(64),
      payload: { device_type: 'unknown', interval_ms: intervalMs, sensors, values: stretch.readings },
    }),
  );

function entryOf(item: Item, model: Model, variant: Variant): Entry {
  const { id, filename, added, media, stretch, windows } = item;
  const { label } = stretch.recording;
  const sample = signalSample(
    { id, filename, label, added, metadata: stretchTraits(stretch), media, extension: 'json', project },
    { intervalMs, sensors, values: stretch.readings.length },
  );
  const judged = windows.map((window) => {
    const scores = scoresByLabel(model.scores(window.features, variant), labels, variant);
    // K-means stays in floating point in both variants, as on a device.
    const anomaly = Math.round(model.anomaly(window.features) * 1e5) / 1e5;
    const prediction = anomaly > anomalyThreshold ? 'anomaly' : predictedLabel(scores, minimumConfidence);
    return { window, scores, anomaly, prediction };
  });
  return {
    result: {
      sampleId: id,
      sample,
      classifications: [
        { ...classifierBlock, ...windowFrame(windows, label), result: judged.map(({ scores }) => scores) },
        {
          ...anomalyBlock,
          ...windowFrame(windows, label),
          result: judged.map(({ anomaly }) => ({ anomaly })),
        },
      ],
    },
    predictions: judged.map(({ window, prediction }) => ({
      sampleId: id,
      startMs: window.start * intervalMs,
      endMs: (window.start + windowLength) * intervalMs,
      label,
      prediction,
      // It is not known where the mixed recordings change, so they cannot be judged.
      ...(labels.includes(label) ? { predictionCorrect: prediction === label } : {}),
    })),
  };
}

const windowFrame = (windows: readonly Window[], label: string) => ({
  expectedLabels: windows.map(({ start }) => ({
    startIndex: start,
    endIndex: start + windowLength - 1,
    label,
  })),
  intervalMs,
  frequencyHz: 1000 / intervalMs,
  resultCount: windows.length,
});

type Block = Pick<ClassificationRecord, 'learnBlock' | 'minimumConfidenceRating' | 'thresholds'>;

const classifierBlock: Block = {
  learnBlock: { id: 3, type: 'keras', name: 'Walking classifier', dsp: [2], title: 'Classification' },
  minimumConfidenceRating: minimumConfidence,
  thresholds: [
    {
      key: 'min_confidence',
      description: 'Minimum confidence',
      helpText: 'A window whose best score is below this is called uncertain.',
      value: minimumConfidence,
    },
  ],
};

const anomalyBlock: Block = {
  learnBlock: {
    id: 4,
    type: 'anomaly',
    name: 'Unusual movement',
    dsp: [2],
    title: 'Anomaly detection (K-means)',
  },
  minimumConfidenceRating: anomalyThreshold,
  thresholds: [
    {
      key: 'min_anomaly_score',
      description: 'Anomaly threshold',
      helpText:
        'A window that lies farther than this outside all clusters of the training data is called an anomaly.',
      value: anomalyThreshold,
    },
  ],
};
