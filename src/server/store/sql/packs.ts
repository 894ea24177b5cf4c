/** Columns of few codes packed into one of whole numbers, so that one GROUP BY counts several of them. */
import { outcomeOrder, type PackPlan } from './schema';

/** How many outcomes a code is counted by: they are the lowest digit of every pack. */
export const outcomes = outcomeOrder.length;

/** A pack of more groups than this is counted with a slower kind of aggregate. */
const groupsMost = 4096;

/** A column that can be packed: its codes go from 0 to `most`. */
export interface ColumnShape {
  name: string;
  most: number;
  /** Only columns of one family are packed together: those that a query mostly counts over the same rows. */
  family: string;
}

/** Which columns go together: each into the first pack of its family that has room, large ones first. */
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

/** How many samples have each of some numbers. */
export interface NumberCounts {
  numbers: number[];
  counts: number[];
}

/** Adds amounts to a column's counts, each to the place of its number; `sign` −1 takes them away. */
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

/** Adds the counts of a pack's numbers to those of its members that are named. */
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
