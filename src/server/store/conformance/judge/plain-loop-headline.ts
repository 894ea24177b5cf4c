/** The headline of what a query matches: rates with their intervals by group, by a plain loop and two passes. */
import type { Headline } from '../../../../contract/schemas/summary';
import type { Verdict } from '../../../../domain/verdict';
import { outcomeLike } from './plain-loop-facets';
import { keptBut, testsOf, type Asked, type Kept } from './plain-loop-query';
import type { PlainSample } from './plain-loop-values';

/** One group: how many are right, and of how many. */
interface Pair {
  right: number;
  of: number;
}

const total = (pairs: readonly Pair[], part: keyof Pair) => pairs.reduce((sum, pair) => sum + pair[part], 0);

const quantiles = new Map<number, number>();

/**
 * The t for which 95 % of Student's t distribution are within ±t: integrates its density, which is a power of the
 * cosine of atan(t / √degrees), outwards by Simpson's rule until 95 % of the total are reached.
 */
function quantileOf(degrees: number): number {
  const known = quantiles.get(degrees);
  if (known !== undefined) return known;
  const density = (angle: number) => Math.cos(angle) ** (degrees - 1);
  const area = (from: number, to: number) =>
    ((to - from) / 6) * (density(from) + 4 * density((from + to) / 2) + density(to));
  // Wallis: the integral of the n-th power is (n − 1)/n of that of the (n − 2)-th.
  let whole = degrees % 2 === 1 ? Math.PI / 2 : 1;
  for (let power = degrees - 1; power > 1; power -= 2) whole *= (power - 1) / power;
  const step = Math.PI / 2 / 20_000;
  let [angle, left] = [0, 0.95 * whole];
  for (let next = area(0, step); next < left; next = area(angle, angle + step)) {
    left -= next;
    angle += step;
  }
  let end = angle;
  for (let round = 0; round < 5; round++) end += (left - area(angle, end)) / density(end);
  const quantile = Math.sqrt(degrees) * Math.tan(end);
  quantiles.set(degrees, quantile);
  return quantile;
}

/** Wilson's interval with the number of trials that gives the variance between the groups, at most `most`. */
function intervalOf(groups: readonly Pair[], most: number) {
  const some = groups.filter(({ of }) => of > 0);
  const count = some.length;
  if (count < 5) return null;
  const of = total(some, 'of');
  const rate = total(some, 'right') / of;
  const squares = some.reduce((sum, pair) => sum + (pair.right - rate * pair.of) ** 2, 0);
  const variance = ((count / (count - 1)) * squares) / of ** 2;
  const worth = variance > 1e-30 ? (rate * (1 - rate)) / variance : most;
  const trials = rate === 0 || rate === 1 ? count : Math.min(most, worth);
  const t = quantileOf(count - 1);
  const middle = rate + t ** 2 / 2 / trials;
  const spread = t * Math.sqrt((rate * (1 - rate)) / trials + t ** 2 / 4 / trials ** 2);
  const end = (value: number) => Math.min(1, Math.max(0, value / (1 + t ** 2 / trials)));
  return {
    low: rate === 0 ? 0 : end(middle - spread),
    high: rate === 1 ? 1 : end(middle + spread),
  };
}

/**
 * The matching samples by the value of a metadata key; samples without it, and all if no key is given, are separate
 * groups.
 */
function groupsOf(kept: readonly Kept[], key: string | undefined): Kept[][] {
  const groups = new Map<string | PlainSample, Kept[]>();
  for (const one of kept) {
    const value = key === undefined ? undefined : one.sample.metadata.get(key);
    const group = groups.get(value ?? one.sample) ?? [];
    group.push(one);
    groups.set(value ?? one.sample, group);
  }
  return [...groups.values()];
}

function rateOf(results: readonly (readonly Verdict['result'][])[], hasKey: boolean) {
  const pairs = results.map((some) => ({
    right: some.filter((result) => result === 'correct').length,
    of: some.filter((result) => result !== 'unknown').length,
  }));
  const judged = total(pairs, 'of');
  return {
    judged,
    correct: total(pairs, 'right'),
    groups: hasKey ? pairs.filter(({ of }) => of > 0).length : 0,
    interval: hasKey ? intervalOf(pairs, judged) : null,
  };
}

/** The box counts of one group. */
function boxesOf(verdicts: readonly Verdict[]) {
  const boxes = verdicts.filter(({ boxSize }) => boxSize !== null);
  const count = (test: (verdict: Verdict) => boolean) => boxes.filter(test).length;
  return {
    hits: count(({ result, kind }) => result === 'correct' && kind !== 'surplus'),
    surplus: count(({ kind }) => kind === 'surplus'),
    falseAlarms: count(({ result, said }) => result === 'incorrect' && said !== null),
    misses: count(({ result, expected }) => result === 'incorrect' && expected !== null),
  };
}

function boxRatesOf(groups: readonly (readonly Verdict[])[], hasKey: boolean): Headline['boxes'] {
  const each = groups.map(boxesOf);
  const sum = (part: keyof (typeof each)[number]) => each.reduce((all, one) => all + one[part], 0);
  const counts = {
    hits: sum('hits'),
    surplus: sum('surplus'),
    falseAlarms: sum('falseAlarms'),
    misses: sum('misses'),
  };
  const boxRate = (pairs: readonly Pair[], most: number) => ({
    value: total(pairs, 'of') === 0 ? null : total(pairs, 'right') / total(pairs, 'of'),
    interval: hasKey ? intervalOf(pairs, most) : null,
  });
  const precision = each.map(({ hits, surplus, falseAlarms }) => ({
    right: hits + surplus,
    of: hits + surplus + falseAlarms,
  }));
  const recall = each.map(({ hits, misses }) => ({ right: hits, of: hits + misses }));
  const f1 = each.map(({ hits, surplus, falseAlarms, misses }) => ({
    right: 2 * (hits + surplus),
    of: 2 * (hits + surplus) + falseAlarms + misses,
  }));
  return {
    ...counts,
    groups: hasKey ? f1.filter(({ of }) => of > 0).length : 0,
    precision: boxRate(precision, total(precision, 'of')),
    recall: boxRate(recall, total(recall, 'of')),
    f1: boxRate(f1, counts.hits + counts.surplus + counts.falseAlarms + counts.misses),
  };
}

/** The headline of the samples and verdicts that match. */
export function plainHeadline(
  samples: readonly PlainSample[],
  asked: Asked,
  group: string | undefined,
): Headline {
  const groups = groupsOf(keptBut(samples, asked)(outcomeLike), group);
  const hasKey = group === undefined || samples.some(({ metadata }) => metadata.has(group));
  const hasBoxes = samples.some(({ verdicts }) => verdicts.some(({ boxSize }) => boxSize !== null));
  // Rates of boxes include the surplus ones, whatever the filters are.
  const withSurplus = { ...asked, filters: { ...asked.filters, verdict: ['surplus'] } };
  const { meets } = testsOf(withSurplus, outcomeLike);
  const verdictsIn = (some: readonly Kept[]) => some.flatMap(({ sample }) => sample.verdicts.filter(meets));
  return {
    group: group ?? null,
    samples: rateOf(
      groups.map((some) => some.map(({ sample }) => sample.outcome)),
      hasKey,
    ),
    verdicts: rateOf(
      groups.map((some) =>
        some.flatMap(({ verdicts }) =>
          verdicts.filter(({ kind }) => kind !== 'surplus').map(({ result }) => result),
        ),
      ),
      hasKey,
    ),
    boxes: hasBoxes ? boxRatesOf(groups.map(verdictsIn), hasKey) : null,
  };
}
