/** The figures of a run in Studio's format: counted in windows, over the whole run. */
import { LRUCache } from 'lru-cache';
import { emptyQuery } from '../contract/query';
import type { Run } from '../contract/schemas/runs';
import { accuracyLabels, type StudioAccuracy } from '../contract/schemas/studio';
import { metricsOf, type CellCount } from '../domain/metrics/metrics';
import { entryWindows, type WindowPrediction } from '../domain/windows';
import { readPredictions, readResult } from './stored-json';
import { memoized } from './store/memoized';
import type { Store } from './store/store';

const pageSize = 2000;
const keptRuns = 32;

/** The parts of a window that are counted. */
type JudgedWindow = Pick<WindowPrediction, 'expected' | 'prediction' | 'correct'>;

/** The windows of an entry; the large result is parsed only if its predictions are not sufficient. */
function windowsOf(result: Uint8Array, predictionBytes: Uint8Array): JudgedWindow[] {
  const predictions = readPredictions(predictionBytes);
  if (predictions.length > 0 && predictions.every(({ label }) => typeof label === 'string')) {
    return predictions.map(({ label, prediction, predictionCorrect }) => ({
      expected: label ?? null,
      prediction: prediction ?? null,
      correct: predictionCorrect ?? null,
    }));
  }
  return entryWindows({ result: readResult(result), predictions });
}

class WindowTally {
  good = 0;
  bad = 0;
  readonly #perClass = new Map<string, { good: number; bad: number }>();
  readonly #cells = new Map<string, Map<string, number>>();
  readonly #labels = new Set<string>();

  add({ expected, prediction, correct }: JudgedWindow): void {
    if (correct === null) return;
    this[correct ? 'good' : 'bad'] += 1;
    if (expected === null || this.#hasTooMany(expected, prediction)) return;
    const ofClass = this.#perClass.get(expected) ?? { good: 0, bad: 0 };
    ofClass[correct ? 'good' : 'bad'] += 1;
    this.#perClass.set(expected, ofClass);
    if (prediction === null) return;
    const row = this.#cells.get(expected) ?? new Map<string, number>();
    row.set(prediction, (row.get(prediction) ?? 0) + 1);
    this.#cells.set(expected, row);
  }

  /**
   * Stops counting per label if there are too many labels: their cells would take more memory than everything else.
   */
  #hasTooMany(expected: string, prediction: string | null): boolean {
    if (this.#labels.size > accuracyLabels) return true;
    this.#labels.add(expected);
    if (prediction !== null) this.#labels.add(prediction);
    if (this.#labels.size <= accuracyLabels) return false;
    this.#perClass.clear();
    this.#cells.clear();
    return true;
  }

  accuracy(): StudioAccuracy {
    const cells: CellCount[] = [...this.#cells].flatMap(([expected, row]) =>
      [...row].map(([said, count]) => ({ expected, said, count })),
    );
    const { classes, balancedAccuracy } = metricsOf(cells);
    const judged = this.good + this.bad;
    return {
      totalSummary: { good: this.good, bad: this.bad },
      summaryPerClass: Object.fromEntries(this.#perClass),
      confusionMatrixValues: Object.fromEntries(
        [...this.#cells].map(([expected, row]) => [expected, Object.fromEntries(row)]),
      ),
      allLabels: classes.map(({ label }) => label),
      ...(judged === 0 ? {} : { accuracyScore: (100 * this.good) / judged }),
      ...(balancedAccuracy === null ? {} : { balancedAccuracyScore: 100 * balancedAccuracy }),
    };
  }
}

/** Computes the figures of a run once and caches them, since a run never changes. */
export class RunAccuracy {
  readonly #known = new LRUCache<string, Promise<StudioAccuracy>>({ max: keptRuns });
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The figures of a run; reads all its predictions the first time. */
  of(run: Run): Promise<StudioAccuracy> {
    return memoized(this.#known, run.contentHash, () => this.#count(run));
  }

  async #count(run: Run): Promise<StudioAccuracy> {
    const tally = new WindowTally();
    for (let offset = 0; offset < run.samples; offset += pageSize) {
      const page = await this.#store.page(run, { ...emptyQuery, offset, limit: pageSize });
      for await (const { result, predictions } of page.entries()) {
        for (const window of windowsOf(result, predictions)) tally.add(window);
      }
    }
    return tally.accuracy();
  }
}
