/** A table of numbers as a heat map: two named axes, totals at the margins, cells that may be chosen. */
import { useRef, useState, type KeyboardEvent } from 'react';
import classes from './heat-grid.module.css';

export interface HeatAxisEntry {
  name: string;
  colour: string;
  total: string;
  share: string;
  onChoose?: () => void;
}

export interface HeatCell {
  text: string;
  /** 0 to 1. */
  heat: number;
  isRight: boolean;
  sentence: string;
  onChoose?: () => void;
}

interface HeatGridProps {
  title: string;
  rowAxis: string;
  columnAxis: string;
  rows: readonly HeatAxisEntry[];
  columns: readonly HeatAxisEntry[];
  /** What the shares at the end of rows and columns are called. */
  shareNames: readonly [row: string, column: string];
  cell: (row: number, column: number) => HeatCell;
}

const steps: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Shades of a cell; each has a text colour that is readable on it. */
const shades = 6;

function AxisName({ entry }: { entry: HeatAxisEntry }) {
  const content = (
    <>
      <i className="swatch" style={{ background: entry.colour }} />
      <span className={classes['name']}>{entry.name}</span>
    </>
  );
  if (entry.onChoose === undefined) return <span className={classes['axis-entry']}>{content}</span>;
  return (
    <button
      type="button"
      className={classes['axis-entry']}
      onClick={entry.onChoose}
      title={`Only ${entry.name}: ${entry.total}`}
    >
      {content}
    </button>
  );
}

export function HeatGrid({ title, rowAxis, columnAxis, rows, columns, shareNames, cell }: HeatGridProps) {
  const table = useRef<HTMLTableElement>(null);
  const [focused, setFocused] = useState<readonly [number, number]>([0, 0]);
  const focusedRow = Math.min(focused[0], rows.length - 1);
  const focusedColumn = Math.min(focused[1], columns.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    if (step === undefined) return;
    event.preventDefault();
    const row = Math.min(rows.length - 1, Math.max(0, focusedRow + step[0]));
    const column = Math.min(columns.length - 1, Math.max(0, focusedColumn + step[1]));
    setFocused([row, column]);
    table.current?.querySelector<HTMLButtonElement>(`[data-cell="${row} ${column}"]`)?.focus();
  };
  return (
    <div className={classes['frame']} data-dense={columns.length > 14 || undefined}>
      <p className={classes['axes']}>
        rows: <b>{rowAxis}</b> · columns: <b>{columnAxis}</b>
      </p>
      <table ref={table} role="grid" aria-label={title} className={classes['table']}>
        <thead>
          <tr>
            <th scope="col" className={classes['corner']}>
              <span className="visually-hidden">
                {rowAxis}, {columnAxis}
              </span>
            </th>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={classes['column-head']}>
                <AxisName entry={column} />
              </th>
            ))}
            <th scope="col" className={classes['margin']}>
              all
            </th>
            <th scope="col" className={classes['margin']}>
              {shareNames[0]}
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          {rows.map((row, rowIndex) => (
            <tr key={row.name}>
              <th scope="row" className={classes['row-head']}>
                <AxisName entry={row} />
              </th>
              {columns.map((column, columnIndex) => {
                const { text, heat, isRight, sentence, onChoose } = cell(rowIndex, columnIndex);
                return (
                  <td key={column.name} className={classes['cell']}>
                    <button
                      type="button"
                      data-cell={`${rowIndex} ${columnIndex}`}
                      data-right={isRight || undefined}
                      data-shade={Math.ceil(Math.min(1, heat) * shades)}
                      aria-label={sentence}
                      aria-disabled={onChoose === undefined}
                      title={sentence}
                      tabIndex={rowIndex === focusedRow && columnIndex === focusedColumn ? 0 : -1}
                      onFocus={() => setFocused([rowIndex, columnIndex])}
                      onClick={onChoose}
                    >
                      {text}
                    </button>
                  </td>
                );
              })}
              <td className={classes['margin']}>{row.total}</td>
              <td className={classes['margin']}>{row.share}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className={classes['row-head']}>
              all
            </th>
            {columns.map((column) => (
              <td key={column.name} className={classes['margin']}>
                {column.total}
              </td>
            ))}
            <td colSpan={2} />
          </tr>
          <tr>
            <th scope="row" className={classes['row-head']}>
              {shareNames[1]}
            </th>
            {columns.map((column) => (
              <td key={column.name} className={classes['margin']}>
                {column.share}
              </td>
            ))}
            <td colSpan={2} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
