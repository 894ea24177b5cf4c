/** The confusion matrix: expected against said; a cell, a row or a column is a filter. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { summaryOptions } from '../../api/summary';
import { HeatGrid } from '../../charts/heat-grid';
import { formatCount, formatShare } from '../../numbers-in-words';
import { useChangeScreen, useChangeView } from '../../url-state';
import type { ViewProps } from '../view';
import { orderedMatrix, type AxisLabel } from './matrix-order';
import classes from './matrix-view.module.css';

/** Past this many labels the least confused are folded away until they are asked for. */
const readable = 30;

const inWords = (label: AxisLabel, without: string) =>
  label === null ? without : label === '' ? '(empty)' : label;
const expectedWords = (label: AxisLabel) => inWords(label, 'no label');
const saidWords = (label: AxisLabel) => inWords(label, 'no prediction');

export function MatrixView({ projectId, query, view, colours }: ViewProps) {
  const { data, error, refetch } = useQuery({
    ...summaryOptions(projectId, query),
    placeholderData: keepPreviousData,
  });
  const [isWhole, setIsWhole] = useState(false);
  const changeView = useChangeView();
  const changeScreen = useChangeScreen();
  const order = view.order ?? 'confusion';
  const cells = data?.matrix;
  const matrix = useMemo(
    () => (cells === undefined ? undefined : orderedMatrix(cells, order, isWhole ? Infinity : readable)),
    [cells, order, isWhole],
  );
  if (matrix === undefined) {
    return error === null ? (
      <p className={classes['state']}>Counting …</p>
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
      <p className={classes['state']}>No sample matches these filters, so there is nothing to compare.</p>
    );
  const isShare = view.cells === 'share';
  // A filter needs a value; the samples without one are left to the other axis.
  const show = (expected: AxisLabel, said: AxisLabel) =>
    changeScreen(({ query: before, view: state }) => ({
      query: {
        ...before,
        filters: {
          ...before.filters,
          ...(expected !== null && { expected: [expected] }),
          ...(said !== null && { said: [said] }),
        },
        offset: 0,
      },
      view: { ...state, view: undefined },
    }));
  const { worst } = matrix;
  return (
    <div className={classes['view']}>
      <div className={classes['tools']}>
        <p>
          {worst === undefined
            ? 'No two labels are confused.'
            : `Most confused: ${expectedWords(worst.expected)}, for which the model said ${saidWords(worst.said)} ${formatCount(worst.count)} times.`}
        </p>
        <fieldset>
          <legend>Cells</legend>
          <Option
            name="cells"
            label="samples"
            isOn={!isShare}
            onChoose={() => changeView((state) => ({ ...state, cells: undefined }))}
          />
          <Option
            name="cells"
            label="share of row"
            isOn={isShare}
            onChoose={() => changeView((state) => ({ ...state, cells: 'share' }))}
          />
        </fieldset>
        <fieldset>
          <legend>Order</legend>
          <Option
            name="order"
            label="by confusion"
            isOn={order === 'confusion'}
            onChoose={() => changeView((state) => ({ ...state, order: undefined }))}
          />
          <Option
            name="order"
            label="by name"
            isOn={order === 'name'}
            onChoose={() => changeView((state) => ({ ...state, order: 'name' }))}
          />
        </fieldset>
      </div>
      <HeatGrid
        title="Confusion matrix"
        rowAxis="expected"
        columnAxis="said"
        rows={matrix.rows.map((label) => ({
          name: expectedWords(label),
          colour: colours(label),
          total: formatCount(matrix.rowTotal(label)),
          share: formatShare(matrix.count(label, label) / matrix.rowTotal(label)),
          onChoose: label === null ? undefined : () => show(label, null),
        }))}
        columns={matrix.columns.map((label) => ({
          name: saidWords(label),
          colour: colours(label),
          total: formatCount(matrix.columnTotal(label)),
          share: formatShare(
            matrix.rowTotal(label) === 0 ? null : matrix.count(label, label) / matrix.columnTotal(label),
          ),
          onChoose: label === null ? undefined : () => show(null, label),
        }))}
        shareNames={['recall', 'precision']}
        cell={(rowIndex, columnIndex) => {
          const expected = matrix.rows[rowIndex] ?? null;
          const said = matrix.columns[columnIndex] ?? null;
          const count = matrix.count(expected, said);
          const share = count / matrix.rowTotal(expected);
          const isRight = expected !== null && expected === said;
          const most = isRight ? matrix.mostRight : matrix.mostWrong;
          return {
            text: count === 0 ? '' : isShare ? formatShare(share) : formatCount(count),
            // Counts differ by powers of ten between the diagonal and the rest; a root keeps the small ones visible.
            heat: count === 0 ? 0 : Math.sqrt(isShare ? share : count / most),
            isRight,
            sentence: `Expected ${expectedWords(expected)}, said ${saidWords(said)}: ${formatCount(count)} ${count === 1 ? 'sample' : 'samples'} (${formatShare(share)} of ${expectedWords(expected)})`,
            onChoose: count === 0 ? undefined : () => show(expected, said),
          };
        }}
      />
      {(matrix.folded > 0 || isWhole) && (
        <button type="button" className={classes['fold']} onClick={() => setIsWhole(!isWhole)}>
          {isWhole
            ? `Show the ${readable} most confused labels`
            : `Show ${formatCount(matrix.folded)} more labels`}
        </button>
      )}
      {data !== undefined && data.matching < data.total && (
        <p className={classes['note']}>
          Only the {formatCount(data.matching)} samples that match the filters.
        </p>
      )}
    </div>
  );
}

function Option({
  name,
  label,
  isOn,
  onChoose,
}: {
  name: string;
  label: string;
  isOn: boolean;
  onChoose: () => void;
}) {
  return (
    <label>
      <input type="radio" name={name} checked={isOn} onChange={onChoose} />
      {label}
    </label>
  );
}
