/** The worked example of verdicts: a sample of three windows, and a picture with four truths and boxes. */
import { madeBlock, madeEntry } from './entry-fixtures';

/** Three windows of a classifier (minimum 0.60) with K-means (threshold 0.30); without the job's predictions. */
export const walkingSample = madeEntry({ id: 7, label: 'walking' }, [
  madeBlock(3, 'keras', {
    thresholds: [{ key: 'min_confidence', value: 0.6 }],
    result: [
      { walking: 0.92, idle: 0.08 },
      { walking: 0.45, idle: 0.55 },
      { walking: 0.7, idle: 0.3 },
    ],
  }),
  madeBlock(4, 'anomaly', {
    thresholds: [{ key: 'min_anomaly_score', value: 0.3 }],
    result: [{ anomaly: -0.4 }, { anomaly: -0.1 }, { anomaly: 0.42 }],
  }),
]);

/** The same sample with the job's predictions. */
export const predictedWalkingSample = madeEntry(
  { id: 7, label: 'walking' },
  walkingSample.result.classifications,
  ['walking', 'uncertain', 'anomaly'].map((prediction, window) => ({
    startMs: window * 1000,
    endMs: window * 1000 + 1000,
    label: 'walking',
    prediction,
    predictionCorrect: window === 0,
  })),
);

const saidBoxes = [
  { label: 'boat', score: 0.9, x: 0.11, y: 0.1, width: 0.2, height: 0.2 },
  { label: 'boat', score: 0.7, x: 0.12, y: 0.12, width: 0.2, height: 0.2 },
  { label: 'boat', score: 0.8, x: 0.12, y: 0.6, width: 0.2, height: 0.2 },
  { label: 'boat', score: 0.6, x: 0.68, y: 0.1, width: 0.2, height: 0.2 },
];

const truths = [
  { label: 'boat', x: 10, y: 10, width: 20, height: 20 },
  { label: 'boat', x: 60, y: 10, width: 20, height: 20 },
  { label: 'bird', x: 10, y: 60, width: 20, height: 20 },
];

const boatSample = {
  id: 8,
  label: 'bird, boat, boat',
  boundingBoxes: truths,
  imageDimensions: { width: 100, height: 100 },
};

const boatFinder = madeBlock(3, 'keras-object-detection', {
  thresholds: [{ key: 'min_score', value: 0.5 }],
  objectDetectionLastLayer: 'yolov5',
  structuredResult: [
    {
      boxes: saidBoxes.map(({ x, y, width, height }) => [x, y, width, height]),
      labels: saidBoxes.map(({ label }) => label),
      scores: saidBoxes.map(({ score }) => score),
    },
  ],
});

/** Four boxes on a picture of 100 × 100 pixels. */
export const boatPicture = madeEntry(boatSample, [boatFinder]);

/** The same picture with the job's prediction. */
export const predictedBoatPicture = madeEntry(
  boatSample,
  [boatFinder],
  [{ startMs: 0, endMs: 1, prediction: 'boat', predictionCorrect: false, boundingBoxes: saidBoxes }],
);
