/** How sure a share is, and a difference of two shares: score intervals, which hold for small counts too. */

export interface Interval {
  low: number;
  high: number;
}

/** The share of a normal distribution within ±1.96 is 95 %. */
const z95 = 1.96;

/**
 * The Wilson score interval of a share; with no trials anything is possible: 0 to 1.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
 */
export function wilson(successes: number, total: number, z: number = z95): Interval {
  if (total <= 0) return { low: 0, high: 1 };
  const share = successes / total;
  const spread = z * z;
  const centre = (share + spread / (2 * total)) / (1 + spread / total);
  const half =
    (z * Math.sqrt((share * (1 - share)) / total + spread / (4 * total * total))) / (1 + spread / total);
  // The ends are exact where nothing or everything succeeded; elsewhere rounding must not cut off the share itself.
  return {
    low: successes <= 0 ? 0 : Math.max(0, Math.min(share, centre - half)),
    high: successes >= total ? 1 : Math.min(1, Math.max(share, centre + half)),
  };
}

export interface Share {
  successes: number;
  total: number;
}

/**
 * The difference of two independent shares, first minus second, with its interval; the difference is `null` where one
 * of them has no trials. Source: R. G. Newcombe, "Interval estimation for the difference between independent
 * proportions", 1998, method 10.
 */
export function shareDifference(
  first: Share,
  second: Share,
  z: number = z95,
): Interval & { difference: number | null } {
  if (first.total <= 0 || second.total <= 0) return { difference: null, low: -1, high: 1 };
  const a = first.successes / first.total;
  const b = second.successes / second.total;
  const aBounds = wilson(first.successes, first.total, z);
  const bBounds = wilson(second.successes, second.total, z);
  return {
    difference: a - b,
    low: a - b - Math.hypot(a - aBounds.low, bBounds.high - b),
    high: a - b + Math.hypot(aBounds.high - a, b - bBounds.low),
  };
}
