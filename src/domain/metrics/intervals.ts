/** The score interval of a proportion, which stays between 0 and 1 and is valid for small counts too. */

export interface Interval {
  low: number;
  high: number;
}

/**
 * The Wilson score interval of a proportion of `trials`, which need not be an integer; `quantile` is that of the
 * normal distribution or of Student's t. Without trials the interval is 0 to 1. Source: E. B. Wilson, "Probable
 * inference, the law of succession, and statistical inference", 1927.
 */
export function wilson(share: number, trials: number, quantile: number): Interval {
  if (trials <= 0) return { low: 0, high: 1 };
  const spread = quantile * quantile;
  const centre = (share + spread / (2 * trials)) / (1 + spread / trials);
  const half =
    (quantile * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials * trials))) /
    (1 + spread / trials);
  // The ends are exact if nothing or everything succeeded; otherwise rounding must not exclude the proportion
  // itself.
  return {
    low: share <= 0 ? 0 : Math.max(0, Math.min(share, centre - half)),
    high: share >= 1 ? 1 : Math.min(1, Math.max(share, centre + half)),
  };
}
