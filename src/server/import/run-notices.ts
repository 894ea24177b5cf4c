/** The notices about a run that are collected while it is read: each with its count and first example. */
import { placeWords, type Place } from './fault';
import { noticeWords, type SampleNotice } from './sample-notices';

const words = {
  ...noticeWords,
  repeated: 'repeated in the files, each time the same: taken once.',
} as const;

interface Seen {
  samples: number;
  first: string;
}

/** One notice and the samples that it is about. */
export interface CountedNotice {
  notice: SampleNotice;
  samples: number;
  /** The id of the first sample. */
  first: number;
}

export class RunNotices {
  readonly #seen = new Map<keyof typeof words, Seen>();
  readonly #others: string[] = [];

  /** Adds a notice that is not about samples. */
  say(sentence: string): void {
    this.#others.push(sentence);
  }

  /** Adds the notices of several samples, which come after those added before. */
  addAll(notices: Iterable<CountedNotice>): void {
    for (const { notice, samples, first } of notices) {
      this.#count(notice, () => `sample ${first}`, samples);
    }
  }

  /** Adds a sample that occurs several times, with the place of one repetition. */
  addRepeated(sampleId: number, place: Place): void {
    this.#count('repeated', () => `sample ${sampleId}, again in ${placeWords(place)}`);
  }

  #count(notice: keyof typeof words, example: () => string, samples = 1): void {
    const seen = this.#seen.get(notice);
    if (seen === undefined) this.#seen.set(notice, { samples, first: example() });
    else seen.samples += samples;
  }

  /** All notices, in words. */
  sentences(): string[] {
    const counted = [...this.#seen].map(([notice, { samples, first }]) => {
      const count = samples === 1 ? '1 sample' : `${samples.toLocaleString('en')} samples`;
      return `${count} ${words[notice]} ${samples === 1 ? 'It is' : 'The first is'} ${first}.`;
    });
    return [...counted, ...this.#others];
  }
}
