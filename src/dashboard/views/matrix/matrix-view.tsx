/** The confusion matrix: expected against said; a cell, a row or a column is a filter. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { summaryLimits } from '../../../contract/summary';
import { summaryOptions } from '../../api/summary';
import { HeatGrid } from '../../charts/heat-grid';
import type { HeatPlace } from '../../charts/heat-grid-parts';
import { formatCount } from '../../numbers-in-words';
import { useChangeScreen } from '../../url-state';
import type { ViewProps } from '../view';
import { LargestConfusion } from './largest-confusion';
import { densityOf, heatAxis, heatCells, isFilterable } from './matrix-cells';
import { MatrixOptions } from './matrix-options';
import { orderedMatrix, others, type AxisLabel } from './matrix-order';
import classes from './matrix-view.module.css';

/** Past this many labels the least confused are folded away until they are asked for. */
const readable = 30;

export function MatrixView({ projectId, query, view, colours }: ViewProps) {
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...summaryOptions(projectId, query),
    placeholderData: keepPreviousData,
  });
  const [isUnfolded, setIsUnfolded] = useState(false);
  const changeScreen = useChangeScreen();
  const order = view.order ?? 'confusion';
  const isShare = view.cells === 'share';
  const matrix = useMemo(
    () => data && orderedMatrix(data, order, isUnfolded ? summaryLimits.matrixLabels : readable),
    [data, order, isUnfolded],
  );
  const drawn = useMemo(
    () =>
      matrix && {
        rows: heatAxis(matrix, 'rows', colours),
        columns: heatAxis(matrix, 'columns', colours),
        cells: heatCells(matrix, isShare),
      },
    [matrix, colours, isShare],
  );
  if (data === undefined || matrix === undefined || drawn === undefined) {
    return error === null ? (
      <p className={classes['state']} role="status">
        Counting …
      </p>
    ) : (
      <p className={classes['state']} role="alert">
        {error.message}{' '}
        <button type="button" onClick={() => void refetch()}>
          Try again
        </button>
      </p>
    );
  }
  if (matrix.rows.length === 0)
    return (
      <p className={classes['state']} role="status">
        No sample matches these filters, so there is nothing to compare.
      </p>
    );
  const show = (expected: AxisLabel | undefined, said: AxisLabel | undefined) =>
    changeScreen(({ query: before, view: state }) => ({
      query: {
        ...before,
        filters: {
          ...before.filters,
          ...(expected !== undefined && isFilterable(expected) && { expected: [expected] }),
          ...(said !== undefined && isFilterable(said) && { said: [said] }),
        },
        offset: 0,
      },
      view: { ...state, view: undefined },
    }));
  const onChoose = ({ row, column }: HeatPlace) => {
    const expected = matrix.rows[row];
    const said = matrix.columns[column];
    if (expected === others || said === others) setIsUnfolded(true);
    else show(expected, said);
  };
  return (
    <div className={classes['view']} aria-busy={isPlaceholderData} data-old={isPlaceholderData || undefined}>
      <div className={classes['tools']}>
        <LargestConfusion matrix={matrix} onShow={show} />
        <MatrixOptions isShare={isShare} order={order} />
      </div>
      <HeatGrid
        title="Confusion matrix"
        rowAxis="expected"
        columnAxis="said"
        {...drawn}
        shareNames={['recall', 'precision']}
        density={densityOf(matrix)}
        onChoose={onChoose}
      />
      <div className={classes['notes']}>
        {(isUnfolded || matrix.unfoldable > 0) && (
          <button type="button" className={classes['fold']} onClick={() => setIsUnfolded(!isUnfolded)}>
            {isUnfolded
              ? `Only the ${readable} most confused labels`
              : `Show ${formatCount(matrix.unfoldable)} more labels`}
          </button>
        )}
        {matrix.unfoldable === 0 && matrix.folded > 0 && (
          <p>
            The {formatCount(matrix.folded)} least confused labels are counted together. Filter by label to
            tell them apart.
          </p>
        )}
        {data.matching < data.total && (
          <p>Only the {formatCount(data.matching)} samples that match the filters.</p>
        )}
      </div>
    </div>
  );
}
