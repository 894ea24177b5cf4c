/** What a heat grid is given: the entries of its axes and its cells; and where the arrow keys go among them. */

export interface HeatAxisEntry {
  key: string;
  name: string;
  /** Whether the name is a word of ours for what has no text: it is set in italics. */
  isPlaceholder?: boolean;
  /** `undefined` for what stands for more than one thing. */
  colour?: string;
  total: string;
  share: string;
  /** What choosing it does; without one it cannot be chosen. */
  hint?: string;
}

export interface HeatCell {
  text: string;
  /** 0 to 1. */
  heat: number;
  /** `unjudged` is hatched: it can be neither. */
  tone: 'right' | 'wrong' | 'neutral' | 'unjudged';
  sentence: string;
  canChoose: boolean;
  /** Whether it is what was chosen: it is outlined. */
  isChosen: boolean;
}

/** A place in the grid; -1 is the head of a row or column. */
export interface HeatPlace {
  row: number;
  column: number;
}

/** The place as the attribute that finds its element. */
export const placeName = ({ row, column }: HeatPlace) => `${row} ${column}`;

/** The place that an element names, or `undefined`. */
export function placeOf(element: Element | null): HeatPlace | undefined {
  const [row, column] = (element?.getAttribute('data-place') ?? '').split(' ').map(Number);
  return row === undefined || column === undefined || Number.isNaN(row) || Number.isNaN(column)
    ? undefined
    : { row, column };
}

/** Where a key goes from a place; `undefined` for keys that go nowhere. The corner of the two heads is no place. */
export function placeAfter(
  key: string,
  isWhole: boolean,
  { row, column }: HeatPlace,
  { rows, columns }: { rows: number; columns: number },
): HeatPlace | undefined {
  const leastRow = column === -1 ? 0 : -1;
  const leastColumn = row === -1 ? 0 : -1;
  switch (key) {
    case 'ArrowUp':
      return { row: Math.max(leastRow, row - 1), column };
    case 'ArrowDown':
      return { row: Math.min(rows - 1, row + 1), column };
    case 'ArrowLeft':
      return { row, column: Math.max(leastColumn, column - 1) };
    case 'ArrowRight':
      return { row, column: Math.min(columns - 1, column + 1) };
    case 'Home':
      return { row: isWhole ? 0 : row, column: leastColumn };
    case 'End':
      return { row: isWhole ? rows - 1 : row, column: columns - 1 };
    default:
      return undefined;
  }
}
