/** The sentence above the matrix: the most frequent confusion of two labels, with a link to its samples. */
import { formatShare } from '../../ui/numbers-in-words';
import { verdictsInWords, type VerdictNouns } from '../../ui/verdict-nouns';
import { labelInSentence } from './matrix-cells';
import type { AxisLabel, OrderedMatrix } from './matrix-order';
import classes from './matrix-view.module.css';

interface LargestConfusionProps {
  matrix: OrderedMatrix;
  nouns: VerdictNouns;
  onShow: (expected: AxisLabel, said: AxisLabel) => void;
}

export function LargestConfusion({ matrix, nouns, onShow }: LargestConfusionProps) {
  if (matrix.worst === undefined) {
    const isWhole = matrix.folded === matrix.unfoldable;
    return <p>{isWhole ? 'No label is taken for another.' : 'No label shown is taken for another.'}</p>;
  }
  const { expected, said, incorrect } = matrix.worst;
  // The row may be folded, and then has no total of its own here.
  const total = matrix.rows.includes(expected) ? matrix.rowTotal(expected) : undefined;
  const share =
    total === undefined ? '' : ` (${formatShare(incorrect / total)} of ${labelInSentence(expected)})`;
  return (
    <p>
      Largest confusion, {verdictsInWords(nouns, incorrect)}
      {share}:{' '}
      <button type="button" className={classes['link']} onClick={() => onShow(expected, said)}>
        {labelInSentence(expected)} taken for {labelInSentence(said)}
      </button>
    </p>
  );
}
