/** The rates of the matrix (recall, precision, balanced accuracy, F1 over boxes), by a plain loop over verdicts. */
import type { ChoiceFieldName } from '../../../../contract/fields';
import { rowsUnder, type Row } from './plain-loop-matrix';
import { keptBut, type Asked, type LeftOut } from './plain-loop-query';
import type { PlainSample } from './plain-loop-values';

const withExclusion = (name: ChoiceFieldName): LeftOut[] => [name, `not.${name}`];

/** The fields of the model's prediction. */
const answerFields: readonly LeftOut[] = [
  ...withExclusion('outcome'),
  ...withExclusion('verdict'),
  ...withExclusion('boxError'),
  ...withExclusion('said'),
  ...withExclusion('prediction'),
  'score',
  'margin',
  'error',
  'overlap',
  'wrong',
  'confidence',
  'anomaly',
  'f1',
];

const truthFields: readonly LeftOut[] = [...withExclusion('expected'), ...withExclusion('label')];

/** A rate as two counts. */
export interface PlainRate {
  right: number;
  of: number;
}

/**
 * The judged verdicts, ignoring filters on the prediction; for `answers`, filters on the label are ignored too, and
 * surplus verdicts are included.
 */
function judgedRows(samples: readonly PlainSample[], asked: Asked, wanted: 'truths' | 'answers'): Row[] {
  const but = wanted === 'truths' ? answerFields : [...answerFields, ...truthFields];
  const verdict = wanted === 'truths' ? undefined : ['surplus'];
  const rows = rowsUnder(keptBut(samples, { ...asked, filters: { ...asked.filters, verdict } }), but);
  return rows.filter((row) => row.verdict.result !== 'unknown');
}

const isEqual = ({ verdict }: Row) => verdict.expected === verdict.said;

/** Of the judged verdicts that expect the word, those that predict it; filters on the prediction are ignored. */
export function recallOf(samples: readonly PlainSample[], asked: Asked, word: string): PlainRate {
  const rows = judgedRows(samples, asked, 'truths').filter(({ verdict }) => verdict.expected === word);
  return { right: rows.filter(isEqual).length, of: rows.length };
}

/**
 * Of the judged verdicts that predict the word, including surplus ones, those that expect it; filters on the label
 * are ignored too.
 */
export function precisionOf(samples: readonly PlainSample[], asked: Asked, word: string): PlainRate {
  const rows = judgedRows(samples, asked, 'answers').filter(({ verdict }) => verdict.said === word);
  return { right: rows.filter(isEqual).length, of: rows.length };
}

/** The mean recall of the words that judged verdicts expect; `null` if there is none. */
export function balancedAccuracy(samples: readonly PlainSample[], asked: Asked): number | null {
  const expected = judgedRows(samples, asked, 'truths').flatMap(({ verdict }) => verdict.expected ?? []);
  const recalls = [...new Set(expected)].map((word) => {
    const { right, of } = recallOf(samples, asked, word);
    return right / of;
  });
  return recalls.length === 0 ? null : recalls.reduce((a, b) => a + b) / recalls.length;
}

/**
 * Precision, recall and F1 over all boxes. As in Studio, surplus hits are correct for precision and F1; recall
 * counts each truth once, so F1 is not the harmonic mean of the other two.
 */
export function boxRates(samples: readonly PlainSample[], asked: Asked) {
  const said = judgedRows(samples, asked, 'answers').filter(({ verdict }) => verdict.said !== null);
  const truths = judgedRows(samples, asked, 'truths').filter(({ verdict }) => verdict.expected !== null);
  const hits = said.filter(isEqual).length;
  const found = truths.filter(isEqual).length;
  return {
    precision: hits / said.length,
    recall: found / truths.length,
    f1: (2 * hits) / (hits + said.length + truths.length - found),
  };
}
