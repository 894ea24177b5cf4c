/** The windows of a sample as a strip: expected above, predicted below, hatched if wrong. */
import { windowCells, windowPlaces, windowsRange } from '../../charts/window-cells';
import { notJudgedOpacity, windowColours } from '../../charts/window-colours';
import { useCells } from './cell-context';
import classes from './cells.module.css';
import type { RowFacts } from './row-facts';

const width = 96;
/** Narrower cells could not be distinguished. */
const leastWidth = 4;
/** The hatch pattern of wrong cells; the grid defines it once. */
export const hatchId = 'wrong-window';

export function HatchPattern() {
  return (
    <svg width={0} height={0} aria-hidden style={{ position: 'absolute' }}>
      <defs>
        <pattern
          id={hatchId}
          width={4}
          height={4}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width={1.8} height={4} fill="var(--bg)" opacity={0.85} />
        </pattern>
      </defs>
    </svg>
  );
}

const paint = (colour: string) => (colour.startsWith('--') ? `var(${colour})` : colour);

export function WindowStrip({ row }: { row: RowFacts }) {
  const { entry, windowList: windows, values } = row;
  const { colours } = useCells();
  if (windows.length === 0) return '–';
  const wrong = windows.filter(({ correct }) => correct === false).length;
  const range = windowsRange(windows, values.length);
  const cells = windowCells(windows, windowPlaces(windows, range[1]), range, width, leastWidth);
  const coloursOf = windowColours(entry, colours);
  return (
    <svg
      className={classes['strip']}
      width={width}
      height={15}
      role="img"
      aria-label={`${wrong} of ${windows.length} windows are incorrect`}
    >
      {cells.map((cell) => {
        const room = cell.right - cell.left;
        const gap = room > 6 ? 1.5 : 0.5;
        const place = { x: cell.left, width: Math.max(1, room - gap), rx: Math.min(1.5, room / 4) };
        const { expected, said } = coloursOf(cell);
        return (
          <g key={cell.index}>
            <rect {...place} y={0} height={5} fill={paint(expected)} />
            <rect
              {...place}
              y={7}
              height={7}
              fill={paint(said)}
              opacity={cell.notJudged === cell.windows ? notJudgedOpacity : 1}
            />
            {cell.wrong > 0 && <rect {...place} y={7} height={7} fill={`url(#${hatchId})`} />}
          </g>
        );
      })}
    </svg>
  );
}
