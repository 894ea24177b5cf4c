/** What was noticed while a run was read: each thing counted, with its first example named. */
import { placeWords, type Place } from './entries';
import { noticeWords, type SampleNotice } from './sample-notices';

const words = {
  ...noticeWords,
  repeated: 'repeated in the files, each time the same: taken once.',
} as const;

interface Seen {
  samples: number;
  first: string;
}

export class RunNotices {
  readonly #seen = new Map<keyof typeof words, Seen>();
  readonly #others: string[] = [];

  /** Adds one that is not about samples. */
  say(sentence: string): void {
    this.#others.push(sentence);
  }

  /** Adds one about a sample. */
  add(notice: SampleNotice, sampleId: number): void {
    this.#count(notice, () => `sample ${sampleId}`);
  }

  /** Adds a sample that stands several times, at the place of one repetition. */
  addRepeated(sampleId: number, place: Place): void {
    this.#count('repeated', () => `sample ${sampleId}, again in ${placeWords(place)}`);
  }

  #count(notice: keyof typeof words, example: () => string): void {
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
