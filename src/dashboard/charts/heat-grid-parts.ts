/** The input of a heat grid (the entries of its axes and its cells), and its navigation with the arrow keys. */

export interface HeatAxisEntry {
  key: string;
  name: string;
  /** Whether the name is a placeholder of ours, which is shown in italics. */
  isPlaceholder?: boolean;
  /** `undefined` for an entry that represents several labels. */
  colour?: string;
  total: string;
  share: string;
  /** What selecting it does; without a hint it cannot be selected. */
  hint?: string;
}

export interface HeatCell {
  text: string;
  /** 0 to 1. */
  heat: number;
  /** `unjudged` is hatched: it is neither right nor wrong. */
  tone: 'right' | 'wrong' | 'neutral' | 'unjudged';
  sentence: string;
  canChoose: boolean;
  /** Whether it is selected, which is shown by an outline. */
  isChosen: boolean;
}

/** A place in the grid; -1 is the header of a row or column. */
export interface HeatPlace {
  row: number;
  column: number;
}

/** The place as the attribute by which its element is found. */
export const placeName = ({ row, column }: HeatPlace) => `${row} ${column}`;

/** The place of an element, or `undefined`. */
export function placeOf(element: Element | null): HeatPlace | undefined {
  const [row, column] = (element?.getAttribute('data-place') ?? '').split(' ').map(Number);
  return row === undefined || column === undefined || Number.isNaN(row) || Number.isNaN(column)
    ? undefined
    : { row, column };
}

/** The place that a key moves to; `undefined` for other keys. The corner between the two headers is not a place. */
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
