/** Builders of small result entries for tests, with defaults for everything that a test does not set. */
import type {
  BlockThreshold,
  Classification,
  PredictionRecord,
  ResultRecord,
  SampleEntry,
} from '../contract/result-page';
import type { WindowPrediction } from './windows';

type Sample = ResultRecord['sample'];

/** A sample with a label, and the given fields. */
export function sampleOf(more: Partial<Sample> = {}): Sample {
  return { id: 7, filename: 'wave01', label: 'wave', ...more };
}

/** The result of one learn block of the given type, and the given fields. */
export function classificationOf(type: string, more: Partial<Classification> = {}): Classification {
  return { learnBlock: { id: 3, type, name: type, title: type }, ...more };
}

/** A block's threshold. */
export function thresholdOf(key: string, value: number | string, description?: string): BlockThreshold {
  return { key, value, description };
}

/** A window's prediction that starts at the given second. */
export function predictionOf(more: Partial<PredictionRecord> = {}, second = 0): PredictionRecord {
  return { sampleId: 7, startMs: second * 1000, endMs: (second + 1) * 1000, ...more };
}

/** An entry of one sample with the given classifications and predictions. */
export function entryOf(
  sample: Partial<Sample>,
  classifications: Classification[],
  predictions: PredictionRecord[] = [],
): SampleEntry {
  const whole = sampleOf(sample);
  return { result: { sampleId: whole.id, sample: whole, classifications }, predictions };
}

/** A window with only the given fields known. */
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
