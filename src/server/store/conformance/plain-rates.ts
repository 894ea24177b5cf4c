/** The rates of the matrix: recall, precision, balanced accuracy, and F1 over boxes; by the obvious loop over verdicts. */
import type { ChoiceFieldName } from '../../../contract/fields';
import { rowsUnder, type Row } from '../plain-loop-matrix';
import { keptBut, type Asked, type LeftOut } from '../plain-loop-query';
import type { PlainSample } from '../plain-loop-values';

const withExclusion = (name: ChoiceFieldName): LeftOut[] => [name, `not.${name}`];

/** The fields of what the model answered. */
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

/** A rate as its two counts. */
export interface PlainRate {
  right: number;
  of: number;
}

/** The judged verdicts under the filters that are not of the model's answer; surplus ones only among the answers. */
function judgedRows(samples: readonly PlainSample[], asked: Asked, wanted: 'truths' | 'answers'): Row[] {
  const but = wanted === 'truths' ? answerFields : [...answerFields, ...truthFields];
  const verdict = wanted === 'truths' ? undefined : ['surplus'];
  const rows = rowsUnder(keptBut(samples, { ...asked, filters: { ...asked.filters, verdict } }), but);
  return rows.filter((row) => row.verdict.result !== 'unknown');
}

const isEqual = ({ verdict }: Row) => verdict.expected === verdict.said;

/** Of the judged verdicts that expect the word, those that say it; no filter on the model's answer counts. */
export function recallOf(samples: readonly PlainSample[], asked: Asked, word: string): PlainRate {
  const rows = judgedRows(samples, asked, 'truths').filter(({ verdict }) => verdict.expected === word);
  return { right: rows.filter(isEqual).length, of: rows.length };
}

/** Of the judged verdicts that say the word, those that expect it, surplus ones too; nor does a filter on the label count. */
export function precisionOf(samples: readonly PlainSample[], asked: Asked, word: string): PlainRate {
  const rows = judgedRows(samples, asked, 'answers').filter(({ verdict }) => verdict.said === word);
  return { right: rows.filter(isEqual).length, of: rows.length };
}

/** The mean recall of the words that judged verdicts expect; `null` where there is none. */
export function balancedAccuracy(samples: readonly PlainSample[], asked: Asked): number | null {
  const expected = judgedRows(samples, asked, 'truths').flatMap(({ verdict }) => verdict.expected ?? []);
  const recalls = [...new Set(expected)].map((word) => {
    const { right, of } = recallOf(samples, asked, word);
    return right / of;
  });
  return recalls.length === 0 ? null : recalls.reduce((a, b) => a + b) / recalls.length;
}

/**
 * Precision, recall and F1 over all boxes. Surplus hits are right ones in precision and in F1, as in Studio; recall counts
 * each truth once, so that F1 is not the harmonic mean of the other two.
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
