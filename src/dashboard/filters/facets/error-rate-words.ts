/** An error rate in words. */
import { formatCount, formatShare } from '../../ui/numbers-in-words';

/** For example "14 of 120 judged are incorrect (11.7 %)". */
export function errorRateWords(incorrect: number, judged: number): string {
  if (judged === 0) return 'none can be judged';
  return `${formatCount(incorrect)} of ${formatCount(judged)} judged are incorrect (${formatShare(incorrect / judged)})`;
}
