/** The agreement of our rules with the job, as a sentence. Pure functions. */
import type { AgreementAnswer } from '../../../contract/schemas/sample-answers';
import { formatCount, formatShare } from '../../ui/numbers-in-words';

/** The sentence for a run with this number of samples, of which the answer covers some. */
export function agreementWords(
  { samples, compared, agreeing }: Pick<AgreementAnswer, 'samples' | 'compared' | 'agreeing'>,
  all: number,
): string {
  if (compared === 0) {
    return 'The job gave no verdicts: outcomes are decided here, from the scores and these thresholds.';
  }
  const windows = `${formatCount(compared)} ${compared === 1 ? 'window' : 'windows'}`;
  const where = samples < all ? ` in ${formatCount(samples)} samples spread over the run` : '';
  // Do not round up to 100 %.
  const share = agreeing < compared ? Math.min(0.999, agreeing / compared) : 1;
  return `Decided again from the scores and these thresholds, ${formatShare(share)} of ${windows}${where} come out as the job said.`;
}
