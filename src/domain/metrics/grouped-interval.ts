/** Intervals of rates over groups, where groups are independent of each other but items within a group are not. */
import { wilson, type Interval } from './intervals';
import { studentT95 } from './student-t';

/** With fewer groups, the variance between groups cannot be estimated reliably. */
const leastGroups = 5;

/** Integer sums over the non-empty groups; a group has `right` of `of`. */
export interface GroupSums {
  groups: number;
  right: number;
  of: number;
  /** Σ right², Σ right × of, Σ of². */
  rightRight: number;
  rightOf: number;
  ofOf: number;
}

/**
 * The 95 % interval of an estimate between 0 and 1, given its variance over the groups: a score interval with the
 * number of trials that would give this variance, and the quantile of Student's t. `most` is the number of trials
 * if all were independent. `null` with fewer than 5 groups.
 */
function intervalOf(estimate: number, variance: number, groups: number, most: number): Interval | null {
  if (groups < leastGroups) return null;
  const isExact = estimate <= 0 || estimate >= 1;
  const trials = isExact
    ? groups
    : Math.min(most, variance > 0 ? (estimate * (1 - estimate)) / variance : Number.POSITIVE_INFINITY);
  return wilson(estimate, trials, studentT95(groups - 1));
}

/**
 * The interval of Σ right ÷ Σ of, from the linearised variance of a ratio of sums: v = K/(K−1) · Σ(right − p·of)² /
 * (Σ of)². For F1, which is such a ratio too, this is the delta method; pass the number of boxes in its sums as
 * `most`. `null` with fewer than 5 groups. Source: W. G. Cochran, "Sampling Techniques", 3rd edition, 1977, 6.3.
 */
export function groupedInterval(sums: GroupSums, most = sums.of): Interval | null {
  const { groups, right, of } = sums;
  if (groups < leastGroups || of === 0) return null;
  // BigInt, because the squares nearly cancel out if groups differ little.
  const [total, hits] = [BigInt(of), BigInt(right)];
  const squares =
    total * total * BigInt(sums.rightRight) -
    2n * hits * total * BigInt(sums.rightOf) +
    hits * hits * BigInt(sums.ofOf);
  const variance = ((groups / (groups - 1)) * Number(squares)) / of ** 4;
  return intervalOf(right / of, variance, groups, most);
}

/** The counts of one class in one group. */
export interface GroupShare {
  right: number;
  of: number;
}

/**
 * Balanced accuracy (the mean of the classes' recalls) with its interval by the delta method. Each group gives its
 * counts of every class, in the same order. Classes that no group has are left out; `null` if no class is left.
 */
export function balancedAccuracy(
  perGroup: readonly (readonly GroupShare[])[],
): { value: number; interval: Interval | null } | null {
  const groups = perGroup.filter((shares) => shares.some(({ of }) => of > 0));
  const sum = (at: number, part: keyof GroupShare) =>
    groups.reduce((total, shares) => total + (shares[at]?.[part] ?? 0), 0);
  const classes = (groups[0] ?? [])
    .map((_share, at) => ({ at, right: sum(at, 'right'), of: sum(at, 'of') }))
    .filter(({ of }) => of > 0);
  if (classes.length === 0) return null;
  const value = classes.reduce((total, { right, of }) => total + right / of, 0) / classes.length;
  const residuals = groups.map((shares) =>
    classes.reduce((total, one) => {
      const { right, of } = shares[one.at] ?? { right: 0, of: 0 };
      return total + (right - (one.right / one.of) * of) / one.of / classes.length;
    }, 0),
  );
  const squares = residuals.reduce((total, residual) => total + residual * residual, 0);
  const variance = (groups.length / (groups.length - 1)) * squares;
  const most = classes.reduce((total, { of }) => total + of, 0);
  return { value, interval: intervalOf(value, variance, groups.length, most) };
}
