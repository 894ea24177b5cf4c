/** The windows of a sample as a strip: expected above, predicted below, hatched if wrong. */
import type { WindowPrediction } from '../../../domain/windows';
import { useCells } from './cell-context';
import classes from './cells.module.css';
import { stripCells } from './strip-cells';

const width = 96;
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

export function WindowStrip({ windows }: { windows: readonly WindowPrediction[] }) {
  const { colours } = useCells();
  if (windows.length === 0) return '–';
  const wrong = windows.filter(({ correct }) => correct === false).length;
  const cells = stripCells(windows, Math.floor(width / 4));
  const step = width / cells.length;
  const gap = cells.length > 16 ? 0.5 : 1.5;
  return (
    <svg
      className={classes['strip']}
      width={width}
      height={15}
      role="img"
      aria-label={`${wrong} of ${windows.length} windows are incorrect`}
    >
      {cells.map((cell, index) => {
        const place = { x: index * step, width: Math.max(1, step - gap), rx: Math.min(1.5, step / 4) };
        return (
          // A cell is identified by its position only.
          <g key={place.x}>
            <rect {...place} y={0} height={5} fill={colours(cell.expected)} />
            <rect {...place} y={7} height={7} fill={colours(cell.said)} />
            {cell.isWrong && <rect {...place} y={7} height={7} fill={`url(#${hatchId})`} />}
          </g>
        );
      })}
    </svg>
  );
}
