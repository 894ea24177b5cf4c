/** The outcome of a sample in words: prediction, expectation, and the size of the error. */
import type { Outcome } from '../../../domain/outcome';
import type { JudgedSample, SentencePart } from '../../learn-blocks/label-sentence';
import { mainDisplay } from '../../learn-blocks/registry';

const titles = { incorrect: 'Incorrect.', correct: 'Correct.', unknown: 'Unknown.' } as const;

export interface OutcomeWords {
  title: (typeof titles)[Outcome];
  parts: readonly SentencePart[];
}

/** The outcome as a sentence; if it is unknown, the sentence ends with the reason. */
export function outcomeWords(judged: JudgedSample, unknownReason: string | null): OutcomeWords {
  const parts = mainDisplay(judged.entry).sentence(judged);
  if (unknownReason !== null) parts.push(`${parts.length === 0 ? '' : ' '}${unknownReason}.`);
  return { title: titles[judged.outcome], parts };
}
