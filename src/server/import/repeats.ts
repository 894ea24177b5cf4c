/** The messages about samples that occur several times in an import, and about too many samples. */
import { SecondLookError } from '../../contract/errors';
import { placeWords, type Place } from './fault';

/** The memory per sample is small, but not zero: this limit keeps an import below half a gigabyte. */
const mostSamples = 10_000_000;

export interface RepeatListener {
  /** Throws to stop, or returns to continue without the sample. */
  problem: (error: SecondLookError) => void;
  /** Called if a sample occurs more than once, each time with equal content. */
  repeated: (sampleId: number, place: Place) => void;
}

/** Refuses an import at the first sample above the limit. */
export function refuseTooMany(samples: number, place: () => Place): void {
  if (samples <= mostSamples) return;
  const reason = `these files hold more than ${mostSamples.toLocaleString('en')} samples, which is the most in one import. Import fewer samples as a run.`;
  throw new SecondLookError('too-large', `${placeWords(place())}: ${reason}`);
}

/** The refusal of a sample that occurs in two places with different `what`. */
export const tellsApart = (sampleId: number, what: string, one: Place, other: Place) =>
  new SecondLookError(
    'bad-parameter',
    `${placeWords(other)}: sample ${sampleId} is already in ${placeWords(one)}, and its ${what} differ there. A sample may stand in a run once, or in several places that are equal. Import the two as runs of their own, or leave one out.`,
  );
