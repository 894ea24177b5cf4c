/** The text for a threshold's value. */
import type { Threshold } from '../../../domain/learn-blocks/thresholds';
import { formatScore } from '../../ui/numbers-in-words';

/** The value as text: a number, the description of the selected option, or that there is none. */
export function thresholdWords({ value, options }: Pick<Threshold, 'value' | 'options'>): string {
  if (value === null) return 'no value';
  const option = options.find((candidate) => candidate.value === String(value));
  if (option !== undefined) return option.description || option.value;
  return typeof value === 'number' ? formatScore(value) : value;
}
