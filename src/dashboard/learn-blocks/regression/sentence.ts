/** The outcome of a sample of a regression as a sentence: the values, how far they are off, and what is allowed. */
import { labelAsNumber } from '../../../contract/field-values';
import { mainClassification } from '../../../domain/learn-blocks/registry';
import { thresholdInForce } from '../../../domain/learn-blocks/thresholds';
import { difference } from '../../../domain/metrics/tolerance';
import { formatCount, formatValue } from '../../ui/numbers-in-words';
import type { JudgedSample, SentencePart } from '../label-sentence';

export function regressionSentence({ entry, windows, rules }: JudgedSample): SentencePart[] {
  const block = mainClassification(entry);
  const allowed = block === undefined ? null : thresholdInForce(block, 'error', 'error', rules);
  const allowedWords = allowed === null ? '' : `, allowed ${formatValue(allowed)}`;
  const errors = windows.flatMap(({ prediction, expected }) => {
    const [said, truth] = [labelAsNumber(prediction), labelAsNumber(expected)];
    return said === null || truth === null ? [] : [{ said, truth, error: Math.abs(difference(said, truth)) }];
  });
  const [first] = errors;
  if (first === undefined) {
    const said = labelAsNumber(windows[0]?.prediction);
    return windows.length === 1 && said !== null ? [`Said ${formatValue(said)}.`] : [];
  }
  if (windows.length === 1) {
    const { said, truth, error } = first;
    const off = `off by ${formatValue(error)}${allowedWords}`;
    return [`Said ${formatValue(said)}, expected ${formatValue(truth)}: ${off}.`];
  }
  const wrong = windows.filter(({ correct }) => correct === false).length;
  const worst = errors.reduce((most, { error }) => Math.max(most, error), 0);
  return [
    `Off by too much in ${formatCount(wrong)} of ${formatCount(windows.length)} windows, ` +
      `by ${formatValue(worst)} at most${allowedWords}.`,
  ];
}
