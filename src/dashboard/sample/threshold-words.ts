/** A threshold's value in words. */
import type { Threshold } from '../../domain/learn-blocks/thresholds';
import { formatScore } from '../numbers-in-words';

/** The value in words: a number, or the description of the chosen option. */
export function thresholdWords({ value, options }: Pick<Threshold, 'value' | 'options'>): string {
  const option = options.find((candidate) => candidate.value === String(value));
  if (option !== undefined) return option.description || option.value;
  return typeof value === 'number' ? formatScore(value) : value;
}
