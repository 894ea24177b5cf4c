/** Builds small result entries for tests: only what a test names, the rest as plain as an entry can be. */
import type {
  BlockThreshold,
  Classification,
  PredictionRecord,
  ResultRecord,
  SampleEntry,
} from '../contract/result-page';
import type { WindowPrediction } from './windows';

type Sample = ResultRecord['sample'];

/** A sample with a label; more on request. */
export function sampleOf(more: Partial<Sample> = {}): Sample {
  return { id: 7, filename: 'wave01', label: 'wave', ...more };
}

/** What one learn block of a type said; more on request. */
export function classificationOf(type: string, more: Partial<Classification> = {}): Classification {
  return { learnBlock: { id: 3, type, name: type, title: type }, ...more };
}

/** A block's threshold. */
export function thresholdOf(key: string, value: number | string, description?: string): BlockThreshold {
  return { key, value, description };
}

/** A window's prediction, one second after the other. */
export function predictionOf(more: Partial<PredictionRecord> = {}, second = 0): PredictionRecord {
  return { sampleId: 7, startMs: second * 1000, endMs: (second + 1) * 1000, ...more };
}

/** An entry of one sample; give its classifications and predictions. */
export function entryOf(
  sample: Partial<Sample>,
  classifications: Classification[],
  predictions: PredictionRecord[] = [],
): SampleEntry {
  const whole = sampleOf(sample);
  return { result: { sampleId: whole.id, sample: whole, classifications }, predictions };
}

/** A window that nothing is known of but what a test names. */
export function windowOf(more: Partial<WindowPrediction> = {}): WindowPrediction {
  return {
    startMs: null,
    endMs: null,
    expected: null,
    prediction: null,
    correct: null,
    confidence: null,
    anomaly: null,
    f1: null,
    unknownReason: null,
    ofJob: undefined,
    parts: [],
    ...more,
  };
}
