/** One row of a heat grid; only re-rendered when its own numbers change or it gains or loses the focus. */
import { memo } from 'react';
import { HeatAxisHead } from './heat-grid-axis';
import { placeName, type HeatAxisEntry, type HeatCell } from './heat-grid-parts';
import classes from './heat-grid.module.css';

interface RowProps {
  row: number;
  entry: HeatAxisEntry;
  columns: readonly HeatAxisEntry[];
  cells: readonly HeatCell[];
  /** The column of the grid's tab stop, if it is in this row. */
  stop: number | undefined;
}

/** The number of shades of a cell; each has a text colour that is readable on it. */
const shades = 6;
const shadeOf = ({ heat }: HeatCell) => Math.ceil(Math.min(1, Math.max(0, heat)) * shades);

export const HeatGridRow = memo(function HeatGridRow({ row, entry, columns, cells, stop }: RowProps) {
  return (
    <tr>
      <th scope="row" className={classes['row-head']}>
        <HeatAxisHead entry={entry} place={{ row, column: -1 }} isStop={stop === -1} />
      </th>
      {columns.map(({ key }, column) => {
        const cell = cells[column];
        if (cell === undefined) return null;
        const focus = {
          'data-place': placeName({ row, column }),
          tabIndex: stop === column ? 0 : -1,
          'aria-label': cell.sentence,
          'aria-current': cell.isChosen || undefined,
        };
        if (!cell.canChoose) {
          return (
            <td
              key={key}
              className={classes['cell']}
              data-tone={cell.tone}
              data-shade={shadeOf(cell)}
              {...focus}
            >
              {cell.text}
            </td>
          );
        }
        return (
          <td key={key} className={classes['cell']}>
            <button
              type="button"
              data-tone={cell.tone}
              data-shade={shadeOf(cell)}
              title={cell.sentence}
              {...focus}
            >
              {cell.text}
            </button>
          </td>
        );
      })}
      <td className={classes['margin']} data-margin="total">
        {entry.total}
      </td>
      <td className={classes['margin']} data-margin="share">
        {entry.share}
      </td>
    </tr>
  );
});
