/** The benchmark's rows as a table for the terminal. */
import { isReached, type MeasuredRow } from './measured-row';

const number = (value: number, unit: MeasuredRow['unit']) =>
  value.toLocaleString('en', {
    maximumFractionDigits: (unit === 'ms' || unit === 's') && value < 100 ? 1 : 0,
  });

function cells(row: MeasuredRow): string[] {
  const { what, unit, goal, median, p95, floor, times } = row;
  const bound = goal && `≤ ${number(goal.most, unit)}`;
  const allowed = floor?.most === undefined ? '' : ` (≤ ${floor.most})`;
  const reached = isReached(row);
  return [
    what,
    bound === undefined ? '–' : `${bound} ${unit}`,
    `${number(median, unit)} ${unit}`,
    p95 === undefined ? '–' : number(p95, unit),
    String(times),
    floor === undefined ? '–' : number(floor.median, unit),
    floor === undefined ? '–' : `${floor.ratio.toFixed(2)}${allowed}`,
    reached === undefined ? '–' : reached ? 'yes' : 'NO',
  ];
}

const heads = ['what', 'goal', 'median', 'p95', 'times', 'floor', 'ratio', 'reached'];

/** The table, with remarks on its rows below it. */
export function resultTable(rows: readonly MeasuredRow[]): string {
  const lines = [heads, ...rows.map(cells)];
  const widths = heads.map((_head, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const printed = lines.map((line) =>
    line
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  );
  const notes = rows.flatMap(({ what, note }) => (note === undefined ? [] : [`- ${what}: ${note}`]));
  return [...printed, '', ...notes].join('\n');
}
