/** The confusion matrix of verdicts: expected and predicted; a cell, a row or a column is a filter. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Query } from '../../../contract/query';
import { summaryLimits } from '../../../contract/schemas/summary';
import { fieldPart, summaryOptions } from '../../api/summary';
import { HeatGrid } from '../../charts/heat-grid';
import type { HeatPlace } from '../../charts/heat-grid-parts';
import { onlyValue, withChoice, withoutField } from '../../frame/set-filters';
import { Failed, Loading } from '../../ui/states';
import { useChangeScreen } from '../../frame/url-state';
import { verdictNouns } from '../../ui/verdict-nouns';
import type { ViewProps } from '../view';
import { settingIn } from '../view-settings';
import { LargestConfusion } from './largest-confusion';
import { densityOf, heatAxis, heatCells, isFilterable } from './matrix-cells';
import { MatrixNotes } from './matrix-notes';
import { MatrixOptions } from './matrix-options';
import { orderedMatrix, others, type AxisLabel } from './matrix-order';
import classes from './matrix-view.module.css';
import { NoMatrix } from './no-matrix';
import { cellsSetting, orderSetting } from './settings';

/** Beyond this number of labels, the least confused ones are folded until they are requested. */
const readable = 30;

const matrixParts = ['matrix', fieldPart('block')];

/** The query with one word on a side of the matrix, or with any. */
const withWord = (query: Query, side: 'expected' | 'said', label: AxisLabel | undefined): Query =>
  label === undefined || !isFilterable(label)
    ? withoutField(query, side)
    : withChoice(query, side, onlyValue(label));

export function MatrixView({ projectId, run, query, view, colours }: ViewProps) {
  const { data, error, refetch, isPlaceholderData } = useQuery({
    // The matrix ignores these two filters, so the facet of blocks is counted without them as well.
    ...summaryOptions(projectId, withoutField(withoutField(query, 'expected'), 'said'), matrixParts),
    placeholderData: keepPreviousData,
  });
  const [isUnfolded, setIsUnfolded] = useState(false);
  const changeScreen = useChangeScreen();
  const { learnBlocks } = run;
  const { filters } = query;
  const nouns = useMemo(() => data && verdictNouns(learnBlocks, data.matrixOf), [learnBlocks, data]);
  const hasKey = data !== undefined && data.matrixOf.key !== null;
  const order = settingIn(view, orderSetting);
  const isShare = settingIn(view, cellsSetting) === 'share';
  const matrix = useMemo(
    () => data && orderedMatrix(data, order, isUnfolded ? summaryLimits.matrixLabels : readable),
    [data, order, isUnfolded],
  );
  const drawn = useMemo(
    () =>
      matrix &&
      nouns && {
        rows: heatAxis(matrix, 'rows', colours, nouns, hasKey),
        columns: heatAxis(matrix, 'columns', colours, nouns, hasKey),
        cells: heatCells(matrix, isShare, nouns, { filters }),
      },
    [matrix, nouns, hasKey, colours, isShare, filters],
  );
  if (data === undefined || matrix === undefined || nouns === undefined || drawn === undefined) {
    return error === null ? (
      <Loading what="the matrix" />
    ) : (
      <Failed title="The matrix could not be loaded" message={error.message} onRetry={() => void refetch()} />
    );
  }
  if (matrix.rows.length === 0) return <NoMatrix query={query} summary={data} nouns={nouns} />;
  const { block } = data.matrixOf;
  const hasSeveralBlocks = block !== null && (data.facets['block']?.distinct ?? 0) > 1;
  const show = (expected: AxisLabel | undefined, said: AxisLabel | undefined) =>
    changeScreen(({ query: before, view: state }) => {
      // The counts ignore existing filters on these two fields, so both must be replaced.
      const words = withWord(withWord(before, 'expected', expected), 'said', said);
      const next = hasSeveralBlocks ? withChoice(words, 'block', onlyValue(block)) : words;
      return { query: { ...next, offset: 0 }, view: { ...state, view: undefined } };
    });
  const onChoose = ({ row, column }: HeatPlace) => {
    const expected = matrix.rows[row];
    const said = matrix.columns[column];
    if (expected === others || said === others) setIsUnfolded(true);
    else show(expected, said);
  };
  return (
    <div className={classes['view']} aria-busy={isPlaceholderData} data-old={isPlaceholderData || undefined}>
      <div className={classes['tools']}>
        <LargestConfusion matrix={matrix} nouns={nouns} onShow={show} />
        <MatrixOptions unit={nouns.verdict[1]} isShare={isShare} order={order} />
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
      <MatrixNotes
        {...{ run, query, matrix, hasSeveralBlocks, nouns, isUnfolded }}
        matrixOf={data.matrixOf}
        most={readable}
        onFold={() => setIsUnfolded(!isUnfolded)}
      />
    </div>
  );
}
