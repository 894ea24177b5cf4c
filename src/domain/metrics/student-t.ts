/** The quantile of Student's t distribution for 95 % intervals. */

const level = 0.95;
/** A normal distribution has 95 % within ± this value. */
const normal = 1.959963984540054;
/** From this number of degrees on, the four terms of the expansion are exact to 1e-9. */
const expandedFrom = 100;

/**
 * The probability within ±t, from the angle atan(t / √degrees). Source: Abramowitz and Stegun, "Handbook of
 * Mathematical Functions", 1964, 26.7.3 and 26.7.4.
 */
function shareWithin(angle: number, degrees: number): number {
  const cosine = Math.cos(angle);
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let power = isOdd ? 3 : 2; power <= degrees - 2; power += 2) {
    term *= ((power - 1) / power) * cosine * cosine;
    sum += term;
  }
  const part = Math.sin(angle) * sum;
  return isOdd ? (2 / Math.PI) * (angle + part) : part;
}

/**
 * The t for which 95 % of the distribution are within ±t, for an integer number of degrees of freedom from 1. For
 * many degrees: the expansion in Abramowitz and Stegun, 26.7.5.
 */
export function studentT95(degrees: number): number {
  if (degrees >= expandedFrom) {
    const square = normal * normal;
    const terms = [
      (square + 1) / 4,
      ((5 * square + 16) * square + 3) / 96,
      (((3 * square + 19) * square + 17) * square - 15) / 384,
      ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92160,
    ];
    return normal * terms.reduceRight((sum, term) => (sum + term) / degrees, 0) + normal;
  }
  let [low, high] = [0, Math.PI / 2];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return Math.sqrt(degrees) * Math.tan(middle);
    if (shareWithin(middle, degrees) < level) low = middle;
    else high = middle;
  }
}
