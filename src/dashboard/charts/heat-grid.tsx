/** A table of numbers as a heat map: two named axes, totals at the margins, selectable headers and cells. */
import { useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { HeatAxisHead } from './heat-grid-axis';
import {
  placeAfter,
  placeName,
  placeOf,
  type HeatAxisEntry,
  type HeatCell,
  type HeatPlace,
} from './heat-grid-parts';
import { HeatGridRow } from './heat-grid-row';
import classes from './heat-grid.module.css';

declare module 'react' {
  interface CSSProperties {
    '--columns'?: number;
  }
}

export type HeatDensity = 'roomy' | 'wide' | 'dense' | 'tight';

interface HeatGridProps {
  title: string;
  rowAxis: string;
  columnAxis: string;
  rows: readonly HeatAxisEntry[];
  columns: readonly HeatAxisEntry[];
  /** By row, then by column. */
  cells: readonly (readonly HeatCell[])[];
  /** The names of the shares at the end of rows and columns. */
  shareNames: readonly [row: string, column: string];
  density: HeatDensity;
  /** Called with a selected cell or header. */
  onChoose: (place: HeatPlace) => void;
}

const closestPlace = (target: EventTarget) =>
  target instanceof Element ? placeOf(target.closest('[data-place]')) : undefined;

export function HeatGrid(props: HeatGridProps) {
  const { title, rowAxis, columnAxis, rows, columns, cells, shareNames, density, onChoose } = props;
  const table = useRef<HTMLTableElement>(null);
  const [focused, setFocused] = useState<HeatPlace>({ row: 0, column: 0 });
  // Filters may have made the grid smaller meanwhile.
  const stop: HeatPlace = {
    row: Math.min(focused.row, rows.length - 1),
    column: Math.min(focused.column, columns.length - 1),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = closestPlace(event.target);
    if (from === undefined || event.altKey) return;
    const isWhole = event.ctrlKey || event.metaKey;
    if (isWhole && event.key !== 'Home' && event.key !== 'End') return;
    const next = placeAfter(event.key, isWhole, from, { rows: rows.length, columns: columns.length });
    if (next === undefined) return;
    event.preventDefault();
    setFocused(next);
    table.current?.querySelector<HTMLElement>(`[data-place="${placeName(next)}"]`)?.focus();
  };
  const onClick = (event: MouseEvent) => {
    const place = closestPlace(event.target);
    if (place === undefined) return;
    setFocused(place);
    const canChoose =
      place.row === -1
        ? columns[place.column]?.hint !== undefined
        : place.column === -1
          ? rows[place.row]?.hint !== undefined
          : cells[place.row]?.[place.column]?.canChoose === true;
    if (canChoose) onChoose(place);
  };
  return (
    <div className={classes['frame']} data-density={density}>
      <table
        ref={table}
        role="grid"
        aria-label={title}
        className={classes['table']}
        style={{ '--columns': columns.length }}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <thead>
          <tr>
            <th scope="col" className={classes['corner']}>
              <span className={classes['axes']}>
                <b>{rowAxis}</b> ↓ <b>{columnAxis}</b> →
              </span>
            </th>
            {columns.map((entry, column) => (
              <th key={entry.key} scope="col" className={classes['column-head']}>
                <HeatAxisHead
                  entry={entry}
                  place={{ row: -1, column }}
                  isStop={stop.row === -1 && stop.column === column}
                />
              </th>
            ))}
            <th scope="col" className={classes['margin']} data-margin="total">
              all
            </th>
            <th scope="col" className={classes['margin']} data-margin="share">
              {shareNames[0]}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((entry, row) => (
            <HeatGridRow
              key={entry.key}
              row={row}
              entry={entry}
              columns={columns}
              cells={cells[row] ?? []}
              stop={stop.row === row ? stop.column : undefined}
            />
          ))}
        </tbody>
        <tfoot>
          {(['total', 'share'] as const).map((figure) => (
            <tr key={figure} data-figure={figure}>
              <th scope="row" className={classes['row-head']}>
                {figure === 'total' ? 'all' : shareNames[1]}
              </th>
              {columns.map((entry) => (
                <td key={entry.key} className={classes['margin']}>
                  {entry[figure]}
                </td>
              ))}
              <td colSpan={2} className={classes['margin']} />
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  );
}
