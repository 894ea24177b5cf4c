/** The grid of samples: every row of the true total within reach, open one to see why. */
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { summaryOptions } from '../../api/summary';
import { useChangeView } from '../../url-state';
import type { ViewProps } from '../view';
import { lazyPart } from '../../lazy-part';
import { useCellContext } from './cell-context';
import { useColumnLayout } from './column-layout';
import { rowAsText } from './columns';
import { GridHead } from './grid-head';
import { GridRow, rowElementId } from './grid-row';
import { NoMatch } from './no-match';
import { rowFacts } from './row-facts';
import { RowField } from './row-field';
import classes from './samples-view.module.css';
import { useFollowOpenSample } from './use-follow-open-sample';
import { useGridKeyboard } from './use-grid-keyboard';
import { useOpenRow, useOpenSample, type OpenRow } from './use-open-row';
import { useRowWindow } from './use-row-window';
import { useRows } from './use-rows';
import { HatchPattern } from './window-strip';

const headHeight = 32;
/** What ARIA has for a table whose length is not known yet. */
const unknownCount = -1;
/** Rows to draw as skeletons while nobody knows how many there are. */
const skeletonRows = 24;
const ColumnsMenu = lazyPart(async () => (await import('./columns-menu')).ColumnsMenu);

export function SamplesView(props: ViewProps) {
  const { projectId, query, view, colours } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useMediaQuery('(width <= 760px)', false, { getInitialValueInEffect: false });
  const layout = useColumnLayout(props, isNarrow);
  const changeView = useChangeView();
  const context = useCellContext(projectId, query, colours);
  const { data: summary } = useQuery(summaryOptions(projectId, query));
  const [known, setKnown] = useState(skeletonRows);
  const rowWindow = useRowWindow(scroller, known, headHeight);
  const rows = useRows(projectId, query, rowWindow.first, rowWindow.last);
  const total = rows.totalCount ?? summary?.matching;
  // The window needs the total and the rows need the window: the total is taken over when it changes, while drawing.
  if (total !== undefined && total !== known) setKnown(total);
  const [focused, setFocused] = useState(0);
  const { showRow } = rowWindow;

  const queryKey = JSON.stringify([query.filters, query.sort, query.run, query.variant, query.impulseId]);
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
  const onOpen = useCallback<OpenRow>(
    (row, entry) => {
      setFocused(row);
      openRow(row, entry);
    },
    [openRow],
  );
  const focusRow = (row: number) => {
    setFocused(row);
    showRow(row);
    if (view.sample !== undefined) openRow(row, rows.entryAt(row), true);
  };
  const focusGrid = () => scroller.current?.focus({ preventScroll: true });
  const { onKeyDown, said } = useGridKeyboard({
    rowCount: known,
    visible: rowWindow.visible,
    focused,
    focusRow,
    openRow: (row) => openRow(row, rows.entryAt(row)),
    closeSample: () => changeView((state) => ({ ...state, sample: undefined, window: undefined })),
    rowText: (row) => {
      const entry = rows.entryAt(row);
      return entry && rowAsText(layout.columns, rowFacts(entry));
    },
  });

  if (total === 0 && !rows.areOld) return <NoMatch query={query} />;
  return (
    <div className={classes['view']}>
      <div className={classes['tools']}>
        <span role="status" className={classes['said']}>
          {rows.error === null ? said : ''}
        </span>
        {total !== undefined && (
          <RowField
            top={rowWindow.top}
            rowCount={known}
            onGo={(row) => {
              focusRow(row);
              focusGrid();
            }}
            onLeave={focusGrid}
          />
        )}
        <Suspense>
          <ColumnsMenu {...props} layout={layout} />
        </Suspense>
      </div>
      {rows.error !== null && (
        <div role="alert" className={classes['error']}>
          <span>{rows.error.message}</span>
          <button type="button" onClick={rows.retry}>
            Try again
          </button>
        </div>
      )}
      <div className={classes['busy']} data-busy={rows.isFetching || undefined} aria-hidden />
      <div className={classes['frame']}>
        <div
          ref={scroller}
          role="grid"
          aria-label="Samples"
          aria-rowcount={total === undefined ? unknownCount : known + 1}
          aria-colcount={layout.columns.length}
          aria-busy={rows.isFetching}
          aria-activedescendant={rowElementId(focused)}
          tabIndex={0}
          className={classes['grid']}
          data-old={rows.areOld || undefined}
          onKeyDown={onKeyDown}
          onScroll={({ currentTarget }) =>
            currentTarget.toggleAttribute('data-sideways', currentTarget.scrollLeft > 0)
          }
        >
          <HatchPattern />
          <div
            className={classes['content']}
            data-filled={known > rowWindow.visible || undefined}
            style={{ height: rowWindow.height, width: layout.totalWidth }}
          >
            <GridHead layout={layout} sort={query.sort} />
            {rowWindow.rows.map(({ row, top }) => {
              const entry = rows.entryAt(row);
              return (
                <GridRow
                  key={row}
                  row={row}
                  top={top}
                  entry={entry}
                  columns={layout.columns}
                  totalWidth={layout.totalWidth}
                  isFocused={row === focused}
                  isOpen={entry !== undefined && entry.result.sampleId === view.sample}
                  context={context}
                  onOpen={onOpen}
                />
              );
            })}
          </div>
        </div>
        <div className={classes['veil']} aria-hidden />
      </div>
    </div>
  );
}
