/** Draws the cells of the window track on a canvas: expected above, predicted below, hatched if wrong. */
import type { WindowCell } from '../../charts/window-cells';
import { notJudgedOpacity, type CellColours } from '../../charts/window-colours';

const trackHeights = { expected: 7, gap: 3, said: 11 } as const;
export const trackHeight = trackHeights.expected + trackHeights.gap + trackHeights.said;

function hatch(context: CanvasRenderingContext2D, left: number, top: number, width: number, height: number) {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.strokeStyle = 'rgba(255, 255, 255, 0.85)';
  context.lineWidth = 1.6;
  context.beginPath();
  // The lines start at multiples of their distance, so that neighbouring cells form one pattern.
  const step = 5;
  for (let x = Math.floor((left - height) / step) * step; x < left + width; x += step) {
    context.moveTo(x, top + height);
    context.lineTo(x + height, top);
  }
  context.stroke();
  context.restore();
}

/** Draws all cells; `resolve` converts a colour's name to the theme's colour. */
export function drawTrack(
  context: CanvasRenderingContext2D,
  cells: readonly WindowCell[],
  coloursOf: (cell: WindowCell) => CellColours,
  resolve: (colour: string) => string,
): void {
  const top = trackHeights.expected + trackHeights.gap;
  for (const cell of cells) {
    const gap = cell.right - cell.left > 6 ? 1.5 : 0;
    const width = Math.max(1, cell.right - cell.left - gap);
    const radius = gap > 0 ? 1.5 : 0;
    const { expected, said } = coloursOf(cell);
    context.fillStyle = resolve(expected);
    context.beginPath();
    context.roundRect(cell.left, 0, width, trackHeights.expected, radius);
    context.fill();
    context.fillStyle = resolve(said);
    context.globalAlpha = cell.notJudged === cell.windows ? notJudgedOpacity : 1;
    context.beginPath();
    context.roundRect(cell.left, top, width, trackHeights.said, radius);
    context.fill();
    context.globalAlpha = 1;
    if (cell.wrong > 0) hatch(context, cell.left, top, width, trackHeights.said);
  }
}
