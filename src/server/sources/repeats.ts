/** What is said of samples that stand in several places of an import, and of too many samples. */
import { SecondLookError } from '../../contract/errors';
import { placeWords, type Place } from './fault';

/** What must be held of every sample is small, but it is held: this keeps an import below half a gigabyte. */
const mostSamples = 10_000_000;

export interface RepeatListener {
  /** Throws to stop, or returns to go on without the sample. */
  problem: (error: SecondLookError) => void;
  /** A sample stands in the files more than once, each time the same. */
  repeated: (sampleId: number, place: Place) => void;
}

/** Refuses an import at the first sample that is one too many. */
export function refuseTooMany(samples: number, place: () => Place): void {
  if (samples <= mostSamples) return;
  const reason = `these files hold more than ${mostSamples.toLocaleString('en')} samples, which is the most in one import. Import fewer samples as a run.`;
  throw new SecondLookError('too-large', `${placeWords(place())}: ${reason}`);
}

/** The refusal of a sample that stands in two places, in which `what` differ. */
export const tellsApart = (sampleId: number, what: string, one: Place, other: Place) =>
  new SecondLookError(
    'bad-parameter',
    `${placeWords(other)}: sample ${sampleId} is already in ${placeWords(one)}, and its ${what} differ there. A sample may stand in a run once, or in several places that are equal. Import the two as runs of their own, or leave one out.`,
  );
