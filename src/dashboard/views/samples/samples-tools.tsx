/** The tools above the grid: the current row, and the columns menu; also announces the effect of keys. */
import { Suspense } from 'react';
import { lazyPart } from '../../ui/lazy-part';
import type { DataTable } from '../../table/features';
import { useChangeSetting } from '../view-settings';
import type { ListedSample } from './columns';
import { RowField } from './row-field';
import classes from './samples-view.module.css';
import { columnsSetting } from './settings';

const ColumnsMenu = lazyPart(
  async () => (await import('../../table/columns-menu')).ColumnsMenu<ListedSample>,
);

interface SamplesToolsProps {
  table: DataTable<ListedSample>;
  /** For screen readers. */
  said: string;
  /** The first row that is completely visible. */
  top: number;
  /** `undefined` before it is known. */
  rowCount: number | undefined;
  onGo: (row: number) => void;
  /** Returns to the grid. */
  onLeave: () => void;
}

export function SamplesTools({ table, said, top, rowCount, onGo, onLeave }: SamplesToolsProps) {
  const changeColumns = useChangeSetting(columnsSetting);
  return (
    <div className={classes['tools']}>
      <span role="status" className={classes['said']}>
        {said}
      </span>
      {rowCount !== undefined && (
        <RowField
          top={top}
          rowCount={rowCount}
          onGo={(row) => {
            onGo(row);
            onLeave();
          }}
          onLeave={onLeave}
        />
      )}
      <Suspense>
        <ColumnsMenu table={table} onShown={(ids) => changeColumns(ids, { gesture: 'columns' })} />
      </Suspense>
    </div>
  );
}
