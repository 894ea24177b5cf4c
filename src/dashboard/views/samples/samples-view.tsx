/** The samples as a table in which every matching row can be reached and opened. */
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isDamaged } from '../../api/result-page';
import { summaryOptions, wholeSummaryOptions } from '../../api/summary';
import { useRowWindow } from '../../table/use-row-window';
import { useTableKeyboard } from '../../table/use-table-keyboard';
import { useChangeScreen, useChangeView } from '../../frame/url-state';
import type { ViewProps } from '../view';
import { CellsContext, useCellContext } from './cell-context';
import type { ListedSample } from './columns';
import { NoMatch } from './no-match';
import { rowFacts } from './row-facts';
import { SamplesGrid } from './samples-grid';
import { SamplesTools } from './samples-tools';
import classes from './samples-view.module.css';
import { useFollowOpenSample } from './use-follow-open-sample';
import { useOpenRow, useOpenSample } from './use-open-row';
import { useRows } from './use-rows';
import { rowAsText, useSampleTable } from './use-sample-table';
import { useShortWait } from './use-short-wait';

const headHeight = 32;
/** The number of skeleton rows while the number of rows is unknown. */
const skeletonRows = 24;
/** How long rows wait, in milliseconds, for the counts of the whole run, which determine their columns and colours. */
const mostWait = 1000;

export function SamplesView(props: ViewProps) {
  const { projectId, run, query, view, colours } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useMediaQuery('(width <= 760px)', false, { getInitialValueInEffect: false });
  const changeView = useChangeView();
  const changeScreen = useChangeScreen();
  const context = useCellContext(projectId, query, colours);
  const { data: summary } = useQuery(summaryOptions(projectId, query));
  const [known, setKnown] = useState(skeletonRows);
  const rowWindow = useRowWindow(scroller, known, headHeight);
  const rows = useRows(projectId, query, rowWindow.first, rowWindow.last);
  const { data: whole, isPending } = useQuery(wholeSummaryOptions(projectId, query));
  const isEarly = useShortWait(isPending, `${projectId} ${run.id}`, mostWait);
  const total = rows.totalCount ?? summary?.matching;
  // The window needs the total and the rows need the window, so a changed total is adopted during rendering.
  if (total !== undefined && total !== known) setKnown(total);
  const [focused, setFocused] = useState(0);
  const { showRow } = rowWindow;

  const { filters, not, trial, sort, run: runId, variant, impulseId } = query;
  const queryKey = JSON.stringify([filters, not, trial, sort, runId, variant, impulseId]);
  const [shownKey, setShownKey] = useState(queryKey);
  if (shownKey !== queryKey) {
    setShownKey(queryKey);
    setFocused(0);
  }
  useEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  }, [queryKey]);
  const start = useRef(query.offset);
  useEffect(() => {
    if (total === undefined || start.current === 0) return;
    const row = Math.max(0, Math.min(start.current, total - 1));
    start.current = 0;
    showRow(row, 'top');
    setFocused(row);
  }, [total, showRow]);
  const follow = useCallback(
    (row: number) => {
      showRow(row);
      setFocused(row);
    },
    [showRow],
  );
  const noteOpened = useFollowOpenSample(props, queryKey, follow);

  const openSample = useOpenSample(noteOpened);
  const openRow = useOpenRow(projectId, query, openSample);
  const onOpen = useCallback(
    ({ number, sample }: ListedSample) => {
      setFocused(number);
      openRow(number, sample);
    },
    [openRow],
  );
  const listedAt = (number: number): ListedSample => {
    const sample = isEarly ? undefined : rows.rowAt(number);
    const facts = sample === undefined || isDamaged(sample) ? undefined : rowFacts(sample, context.rules);
    return { number, sample, facts };
  };
  const table = useSampleTable(props, {
    summary: whole,
    isNarrow,
    rows: rowWindow.rows.map(({ row }) => listedAt(row)),
  });
  const focusRow = (row: number) => {
    setFocused(row);
    showRow(row);
    if (view.sample !== undefined) openRow(row, rows.rowAt(row), true);
  };
  const { onKeyDown, said } = useTableKeyboard({
    rowCount: known,
    visible: rowWindow.visible,
    focused,
    focusRow,
    openRow: (row) => openRow(row, rows.rowAt(row)),
    closeSample: () => changeView((state) => ({ ...state, sample: undefined, window: undefined })),
    rowText: (row) => {
      const listed = listedAt(row);
      return listed.sample && rowAsText(table, listed);
    },
  });

  if (total === 0 && !rows.areOld) return <NoMatch query={query} />;
  const rowCount = total === undefined ? undefined : known;
  return (
    <div className={classes['view']}>
      <SamplesTools
        table={table}
        said={rows.error === null ? said : ''}
        top={rowWindow.top}
        rowCount={rowCount}
        onGo={focusRow}
        onLeave={() => scroller.current?.focus({ preventScroll: true })}
      />
      {rows.error !== null && (
        <div role="alert" className={classes['error']}>
          <span>{rows.error.message}</span>
          <button type="button" onClick={rows.retry}>
            Try again
          </button>
        </div>
      )}
      <div className={classes['busy']} data-busy={rows.isFetching || undefined} aria-hidden />
      <CellsContext value={context}>
        <SamplesGrid
          scroller={scroller}
          table={table}
          sort={query.sort}
          onSort={(next) => changeScreen((screen) => ({ query: { ...screen.query, sort: next, offset: 0 } }))}
          rowWindow={rowWindow}
          rowCount={rowCount}
          isFilled={known > rowWindow.visible}
          isFetching={isEarly || rows.isFetching}
          areOld={rows.areOld}
          focused={focused}
          onOpen={onOpen}
          onKeyDown={onKeyDown}
        />
      </CellsContext>
    </div>
  );
}
