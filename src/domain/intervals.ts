/** How sure a share is: the score interval, which stays between 0 and 1 and holds for small counts too. */

export interface Interval {
  low: number;
  high: number;
}

/**
 * The Wilson score interval of a share of `trials`, which need not be a whole number; `quantile` is that of the normal
 * distribution or of Student's t. With no trials anything is possible: 0 to 1.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
 */
export function wilson(share: number, trials: number, quantile: number): Interval {
  if (trials <= 0) return { low: 0, high: 1 };
  const spread = quantile * quantile;
  const centre = (share + spread / (2 * trials)) / (1 + spread / trials);
  const half =
    (quantile * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials * trials))) /
    (1 + spread / trials);
  // The ends are exact where nothing or everything succeeded; elsewhere rounding must not cut off the share itself.
  return {
    low: share <= 0 ? 0 : Math.max(0, Math.min(share, centre - half)),
    high: share >= 1 ? 1 : Math.min(1, Math.max(share, centre + half)),
  };
}
