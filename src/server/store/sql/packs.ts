/** Packs several columns with few codes into one integer column, so that one GROUP BY counts all of them. */
import { outcomeOrder, type PackPlan } from './schema';

/** The number of outcomes that a code is counted by: they are the lowest digit of every pack. */
export const outcomes = outcomeOrder.length;

/** A pack with more groups than this would be counted with a slower kind of aggregate. */
const groupsMost = 4096;

/** A column that can be packed: its codes go from 0 to `most`. */
export interface ColumnShape {
  name: string;
  most: number;
  /** Only columns of one family are packed together: those that a query usually counts over the same rows. */
  family: string;
}

/** Assigns columns to packs: each to the first pack of its family that has room, large ones first. */
export function planPacks(shapes: readonly ColumnShape[], most = groupsMost): PackPlan[] {
  const plans: (PackPlan & { family: string })[] = [];
  for (const { name, most: highest, family } of shapes.toSorted((a, b) => b.most - a.most)) {
    const size = highest + 1;
    let plan = plans.find((candidate) => candidate.family === family && candidate.end * size <= most);
    if (plan === undefined) {
      plan = { family, members: [], end: outcomes };
      plans.push(plan);
    }
    plan.members.push({ name, stride: plan.end, size });
    plan.end *= size;
  }
  return plans.map(({ members, end }) => ({ members, end }));
}

/** Counts of codes by outcome: index code × outcomes + outcome. */
export type Counts = Float64Array;

export const noCounts: Counts = new Float64Array();

/** The number of samples for each of some numbers. */
export interface NumberCounts {
  numbers: number[];
  counts: number[];
}

/** Adds amounts to a column's counts, each at the index of its number; `sign` −1 subtracts them. */
export function addNumbers(
  counted: Map<string, Counts>,
  name: string,
  { numbers, counts }: NumberCounts,
  sign: 1 | -1 = 1,
  placeOf = (number: number) => number,
): void {
  const before = counted.get(name) ?? noCounts;
  const size = numbers.reduce((most, number) => Math.max(most, placeOf(number) + 1), before.length);
  const own = new Float64Array(size);
  own.set(before);
  numbers.forEach((number, at) => {
    const to = placeOf(number);
    own[to] = (own[to] ?? 0) + sign * (counts[at] ?? 0);
  });
  counted.set(name, own);
}

/** Adds the counts of a pack's numbers to those of its named members. */
export function addCounts(
  counted: Map<string, Counts>,
  { members }: PackPlan,
  names: ReadonlySet<string>,
  { numbers, counts }: NumberCounts,
): void {
  for (const { name, stride, size } of members) {
    if (!names.has(name)) continue;
    const own = counted.get(name) ?? new Float64Array(size * outcomes);
    counted.set(name, own);
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] ?? 0;
      const to = (Math.floor(number / stride) % size) * outcomes + (number % outcomes);
      own[to] = (own[to] ?? 0) + (counts[at] ?? 0);
    }
  }
}
