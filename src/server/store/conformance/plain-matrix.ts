/** The matrix of verdicts, and the rates that are read from it: recall, precision, balanced accuracy, F1 over boxes. */
import type { Verdict } from '../../../domain/verdict';
import {
  meetsVerdict,
  passesAsSample,
  type JudgedSample,
  type VerdictQuery,
  type Word,
} from './plain-verdict-query';

export interface VerdictMatrixCell {
  expected: Word;
  said: Word;
  /** Verdicts. */
  count: number;
  /** Samples that have such a verdict. */
  samples: number;
}

/** Which verdicts one matrix is of. */
export interface MatrixChoice {
  /** `matrix.block`; the first block with words where it is not given. */
  block?: number;
  /** `matrix.key`; where it is not given and there are keys, the one with the most incorrect verdicts. */
  key?: string;
}

interface Row<Sample> {
  sample: Sample;
  verdict: Verdict;
}

const withNot = (names: readonly string[]) => names.flatMap((name) => [name, `not.${name}`]);
const matrixFields = withNot(['expected', 'said']);
const answerFields = withNot([
  'outcome',
  'verdict',
  'boxError',
  'said',
  'predictions',
  'score',
  'margin',
  'error',
  'overlap',
  'wrong',
  'confidence',
  'anomaly',
  'f1',
]);

const rowsUnder = <Sample extends JudgedSample>(
  samples: readonly Sample[],
  query: VerdictQuery<Sample>,
  but: readonly string[],
): Row<Sample>[] =>
  samples
    .filter((sample) => passesAsSample(sample, query, but))
    .flatMap((sample) =>
      sample.verdicts
        .filter((verdict) => meetsVerdict(verdict, query, but))
        .map((verdict) => ({ sample, verdict })),
    );

/** The key with the most incorrect verdicts, the first of equal ones by the order of the run; `null` where there are none. */
function worstKey(rows: readonly Row<JudgedSample>[]): string | null {
  const keys = [...new Set(rows.flatMap(({ verdict }) => verdict.key ?? []))];
  const incorrect = (key: string) =>
    rows.filter(({ verdict }) => verdict.key === key && verdict.result === 'incorrect').length;
  return keys.reduce<string | null>(
    (worst, key) => (worst === null || incorrect(key) > incorrect(worst) ? key : worst),
    null,
  );
}

/** The matrix under the query: the facet of the pair, so without the filters of `expected` and `said`. */
export function verdictMatrix<Sample extends JudgedSample>(
  samples: readonly Sample[],
  query: VerdictQuery<Sample>,
  choice: MatrixChoice = {},
): VerdictMatrixCell[] {
  const rows = rowsUnder(samples, query, matrixFields).filter(({ verdict }) => !verdict.isNumber);
  const block = choice.block ?? rows[0]?.verdict.block;
  const ofBlock = rows.filter(({ verdict }) => verdict.block === block);
  const key = choice.key ?? worstKey(ofBlock);
  const chosen = ofBlock.filter(({ verdict }) => key === null || verdict.key === key);
  const cells = new Map<string, Row<Sample>[]>();
  for (const row of chosen) {
    const name = JSON.stringify([row.verdict.expected, row.verdict.said]);
    cells.set(name, [...(cells.get(name) ?? []), row]);
  }
  return [...cells.values()].flatMap((inCell): VerdictMatrixCell[] => {
    const [first] = inCell;
    if (first === undefined) return [];
    return [
      {
        expected: first.verdict.expected,
        said: first.verdict.said,
        count: inCell.length,
        samples: new Set(inCell.map(({ sample }) => sample.sampleId)).size,
      },
    ];
  });
}

/** A rate as its two counts. */
export interface PlainRate {
  right: number;
  of: number;
}

/** The judged verdicts under the filters that are not of the model's answer; surplus ones only where they are wanted. */
function judgedRows<Sample extends JudgedSample>(
  samples: readonly Sample[],
  query: VerdictQuery<Sample>,
  wanted: 'truths' | 'answers',
): Row<Sample>[] {
  const but = wanted === 'truths' ? answerFields : [...answerFields, ...withNot(['expected', 'labels'])];
  const verdict = wanted === 'truths' ? undefined : ['surplus'];
  return rowsUnder(samples, { ...query, words: { ...query.words, verdict } }, but).filter(
    (row) => row.verdict.result !== 'unknown',
  );
}

const isEqual = ({ verdict }: Row<JudgedSample>) => verdict.expected === verdict.said;

/** Of the judged verdicts that expect the word, those that say it; no filter on the model's answer counts. */
export function recallOf<Sample extends JudgedSample>(
  samples: readonly Sample[],
  query: VerdictQuery<Sample>,
  word: string,
): PlainRate {
  const rows = judgedRows(samples, query, 'truths').filter(({ verdict }) => verdict.expected === word);
  return { right: rows.filter(isEqual).length, of: rows.length };
}

/** Of the judged verdicts that say the word, those that expect it, surplus ones too; nor does a filter on the label count. */
export function precisionOf<Sample extends JudgedSample>(
  samples: readonly Sample[],
  query: VerdictQuery<Sample>,
  word: string,
): PlainRate {
  const rows = judgedRows(samples, query, 'answers').filter(({ verdict }) => verdict.said === word);
  return { right: rows.filter(isEqual).length, of: rows.length };
}

/** The mean recall of the words that judged verdicts expect; `null` where there is none. */
export function balancedAccuracy<Sample extends JudgedSample>(
  samples: readonly Sample[],
  query: VerdictQuery<Sample>,
): number | null {
  const expected = judgedRows(samples, query, 'truths').flatMap(({ verdict }) => verdict.expected ?? []);
  const recalls = [...new Set(expected)].map((word) => {
    const { right, of } = recallOf(samples, query, word);
    return right / of;
  });
  return recalls.length === 0 ? null : recalls.reduce((a, b) => a + b) / recalls.length;
}

/**
 * Precision, recall and F1 over all boxes. Surplus hits are right ones in precision and in F1, as in Studio; recall counts
 * each truth once, so that F1 is not the harmonic mean of the other two.
 */
export function boxRates<Sample extends JudgedSample>(
  samples: readonly Sample[],
  query: VerdictQuery<Sample>,
) {
  const said = judgedRows(samples, query, 'answers').filter(({ verdict }) => verdict.said !== null);
  const truths = judgedRows(samples, query, 'truths').filter(({ verdict }) => verdict.expected !== null);
  const hits = said.filter(isEqual).length;
  const found = truths.filter(isEqual).length;
  return {
    precision: hits / said.length,
    recall: found / truths.length,
    f1: (2 * hits) / (hits + said.length + truths.length - found),
  };
}
