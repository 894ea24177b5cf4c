/** What is noticed while a run is read and is no error: each thing counted, with its first example named. */
import { unknownReasons } from '../../domain/outcome';
import { learnBlockOf } from '../../domain/learn-blocks/registry';
import { anomalyKey } from '../../domain/learn-blocks/window-scores';
import type { Classification } from '../../contract/result-page';
import { placeWords, type Place } from './entries';
import type { ReadEntry } from './read-entry';

const sumTolerance = 0.05;

/** What may be noticed, as a sentence after "12 samples …" (or "1 sample …"). */
const words = {
  noPredictions: 'without predictions: what the model said is worked out from the scores.',
  noClassifications: 'without any classification: nothing can be said about the outcome.',
  noLabel: 'without a label: the outcome may stay unknown.',
  noSuchClass: "with a label that is none of the model's classes: left out of accuracy, as in Studio.",
  oddSum: `with class scores that do not add up to 1 (± ${sumTolerance}): kept as they are.`,
  oddScore: 'with a class score below 0 or above 1: kept as they are.',
  otherId: 'whose sampleId is not the id of the sample in it: sampleId is what counts.',
  repeated: 'repeated in the files, each time the same: taken once.',
} as const;

type Notice = keyof typeof words;

interface Seen {
  samples: number;
  first: string;
}

/** Whether a block's class scores are probabilities that should add up to one. */
const isOneOfMany = (block: Classification) =>
  learnBlockOf(block).name === 'classification' && block.isMultiLabel !== true;

export class RunNotices {
  readonly #seen = new Map<Notice, Seen>();
  readonly #others: string[] = [];

  /** Adds one that is not about samples. */
  say(sentence: string): void {
    this.#others.push(sentence);
  }

  /** Adds a sample that stands several times, at the place of one repetition. */
  addRepeated(sampleId: number, place: Place): void {
    this.#add('repeated', () => `sample ${sampleId}, again in ${placeWords(place)}`);
  }

  /** Looks at a sample. */
  look({ entry: { result, predictions }, stored }: ReadEntry): void {
    const add = (notice: Notice) => this.#add(notice, () => `sample ${result.sampleId}`);
    if (predictions.length === 0) add('noPredictions');
    if (result.classifications.length === 0) add('noClassifications');
    if (typeof result.sample.label !== 'string') add('noLabel');
    else if (stored.facts.unknownReason === unknownReasons.noSuchClass) add('noSuchClass');
    if (result.sample.id !== result.sampleId) add('otherId');
    let isSumOdd = false;
    let isScoreOdd = false;
    for (const block of result.classifications) {
      if (!isOneOfMany(block)) continue;
      for (const window of block.result ?? []) {
        let sum = 0;
        let classes = 0;
        for (const label in window) {
          const score = window[label];
          if (label === anomalyKey || typeof score !== 'number') continue;
          sum += score;
          classes += 1;
          if (score < 0 || score > 1) isScoreOdd = true;
        }
        if (classes > 0 && Math.abs(sum - 1) > sumTolerance) isSumOdd = true;
      }
    }
    if (isSumOdd) add('oddSum');
    if (isScoreOdd) add('oddScore');
  }

  #add(notice: Notice, example: () => string): void {
    const seen = this.#seen.get(notice);
    if (seen === undefined) this.#seen.set(notice, { samples: 1, first: example() });
    else seen.samples += 1;
  }

  /** All of them, in words. */
  sentences(): string[] {
    const counted = [...this.#seen].map(([notice, { samples, first }]) => {
      const count = samples === 1 ? '1 sample' : `${samples.toLocaleString('en')} samples`;
      return `${count} ${words[notice]} ${samples === 1 ? 'It is' : 'The first is'} ${first}.`;
    });
    return [...counted, ...this.#others];
  }
}
