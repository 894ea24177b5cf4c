/** Notes below the matrix: what is folded, which verdicts it counts, and its filters. */
import { isolatedText } from '../../../contract/isolated-text';
import type { Summary } from '../../../contract/schemas/summary';
import { formatCount } from '../../ui/numbers-in-words';
import { setFilters, withoutField } from '../../frame/set-filters';
import { shortened } from '../../ui/shortened-text';
import { verdictsInWords, type VerdictNouns } from '../../ui/verdict-nouns';
import type { ViewProps } from '../view';
import type { OrderedMatrix } from './matrix-order';
import classes from './matrix-view.module.css';

interface MatrixNotesProps extends Pick<ViewProps, 'query' | 'run'> {
  matrix: OrderedMatrix;
  matrixOf: Summary['matrixOf'];
  /** Whether the run also has verdicts of other learn blocks. */
  hasSeveralBlocks: boolean;
  nouns: VerdictNouns;
  /** The maximum number of labels before some are folded. */
  most: number;
  isUnfolded: boolean;
  onFold: () => void;
}

export function MatrixNotes(props: MatrixNotesProps) {
  const { matrix, matrixOf, hasSeveralBlocks, nouns, run, query, most, isUnfolded, onFold } = props;
  const { expected, said } = query.filters;
  const set = setFilters(query).length;
  const others = setFilters(withoutField(withoutField(query, 'expected'), 'said')).length;
  const total = matrix.rows.reduce((sum, row) => sum + matrix.rowTotal(row), 0);
  const unjudged = matrix.rows.reduce(
    (sum, row) =>
      matrix.columns.reduce((before, column) => {
        const { count, judged } = matrix.cell(row, column);
        return before + count - judged;
      }, sum),
    0,
  );
  const block = run.learnBlocks.find(({ id }) => String(id) === matrixOf.block);
  return (
    <div className={classes['notes']}>
      {(isUnfolded || matrix.unfoldable > 0) && (
        <button type="button" className={classes['fold']} onClick={onFold}>
          {isUnfolded
            ? `Only the ${most} most confused labels`
            : `Show ${formatCount(matrix.unfoldable)} more labels`}
        </button>
      )}
      {matrix.unfoldable === 0 && matrix.folded > 0 && (
        <p>
          The {formatCount(matrix.folded)} least confused labels are counted together. Filter by label to tell
          them apart.
        </p>
      )}
      {hasSeveralBlocks && block !== undefined && (
        <p>Of the learn block {isolatedText(shortened(block.title))}.</p>
      )}
      {matrixOf.key !== null && <p>Of the key {isolatedText(shortened(matrixOf.key))}.</p>}
      {unjudged > 0 && (
        <p>{verdictsInWords(nouns, unjudged)} cannot be judged: hatched where all are, and in no rate.</p>
      )}
      {others > 0 && <p>Only the {verdictsInWords(nouns, total)} that meet the filters.</p>}
      {set > others && (
        <p>
          The filters on Expected and Said are left out here
          {(expected ?? said) !== undefined && '; what they keep is outlined'}.
        </p>
      )}
    </div>
  );
}
