/** Measures a handwritten digit: what can be computed from its pixels, in words that group digits into slices. */
import { digitSide, type Digit } from './mnist-digits';

const inked = 96;

/** Stroke width, slant, shape, closed loops and separate strokes, each as a word or a small number. */
export function digitTraits({ pixels, index }: Digit): Record<string, string> {
  const ink = Uint8Array.from(pixels, (value) => (value >= inked ? 1 : 0));
  return {
    stroke: strokeWidth(ink),
    slant: slant(pixels),
    shape: proportions(ink),
    loops: String(parts(ink, 0, false) - 1),
    strokes: String(parts(ink, 1, true)),
    place_in_source: String(index),
  };
}

const at = (ink: Uint8Array, x: number, y: number): number =>
  x < 0 || y < 0 || x >= digitSide || y >= digitSide ? 0 : (ink[y * digitSide + x] ?? 0);

/** Ink divided by half its edge: the width of a long line, in pixels. */
function strokeWidth(ink: Uint8Array): string {
  let area = 0;
  let edge = 0;
  for (let y = 0; y < digitSide; y++) {
    for (let x = 0; x < digitSide; x++) {
      if (at(ink, x, y) === 0) continue;
      area++;
      edge += 4 - at(ink, x - 1, y) - at(ink, x + 1, y) - at(ink, x, y - 1) - at(ink, x, y + 1);
    }
  }
  const width = (2 * area) / Math.max(1, edge);
  return width < 1.6 ? 'thin' : width < 2.4 ? 'medium' : 'thick';
}

/** How far the ink moves to the right per pixel upwards, from its second moments. */
function slant(pixels: Uint8Array): string {
  let sum = 0;
  let sumX = 0;
  let sumY = 0;
  pixels.forEach((value, i) => {
    sum += value;
    sumX += value * (i % digitSide);
    sumY += value * Math.floor(i / digitSide);
  });
  let across = 0;
  let upright = 0;
  pixels.forEach((value, i) => {
    const dx = (i % digitSide) - sumX / sum;
    const dy = Math.floor(i / digitSide) - sumY / sum;
    across -= value * dx * dy;
    upright += value * dy * dy;
  });
  const lean = across / upright;
  return lean < -0.1 ? 'left' : lean < 0.15 ? 'upright' : lean < 0.4 ? 'right' : 'far right';
}

function proportions(ink: Uint8Array): string {
  const columns: number[] = [];
  const rows: number[] = [];
  ink.forEach((value, i) => {
    if (value === 0) return;
    columns.push(i % digitSide);
    rows.push(Math.floor(i / digitSide));
  });
  const width = Math.max(...columns) - Math.min(...columns) + 1;
  const height = Math.max(...rows) - Math.min(...rows) + 1;
  const ratio = width / height;
  return ratio < 0.5 ? 'narrow' : ratio < 0.85 ? 'usual' : 'wide';
}

/**
 * The number of connected parts of ink (1) or of paper (0). Ink connects over corners, so paper must not, otherwise
 * a line one pixel wide would both be connected and let the paper through. The parts of the paper include the
 * outside.
 */
function parts(ink: Uint8Array, kind: 0 | 1, overCorners: boolean): number {
  // A margin of paper around the picture makes the outside one part.
  const side = digitSide + 2;
  const open = new Set<number>();
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) if (at(ink, x - 1, y - 1) === kind) open.add(y * side + x);
  }
  const steps = [1, -1, side, -side, ...(overCorners ? [side + 1, side - 1, -side + 1, -side - 1] : [])];
  let count = 0;
  for (const start of open) {
    count++;
    const queue = [start];
    open.delete(start);
    for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
      for (const step of steps) if (open.delete(place + step)) queue.push(place + step);
    }
  }
  return count;
}
