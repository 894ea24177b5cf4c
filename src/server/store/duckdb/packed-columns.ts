/** Columns of few codes put together into one of whole numbers: a single pass over the rows counts them all. */
import { countAll, type Counts } from './counts';
import { outcomeStride, withOutcome } from './outcome-codes';

/** Numbers of packed columns; fewer types make the loops over them faster. */
export type PackedCodes = Uint16Array | Uint32Array;

/** A column whose codes go from 0 to `most`, each with its row's outcome in the lowest bits. */
export interface ColumnShape {
  name: string;
  most: number;
  /** Only columns of one family are packed together: those that a query mostly counts over the same rows. */
  family: string;
}

/** Where a column's codes stand in the numbers of its pack: number / stride, modulo size. */
export interface Member {
  name: string;
  stride: number;
  size: number;
}

export interface PackPlan {
  family: string;
  members: Member[];
  /** All numbers are below it. */
  end: number;
}

/** Counts of more numbers than this do not fit into the processor's nearer caches. */
const endMost = 32_768;

/** Which columns go together: each into the first pack that has room, large ones first. */
export function planPacks(shapes: readonly ColumnShape[], most = endMost): PackPlan[] {
  const plans: PackPlan[] = [];
  for (const { name, most: highest, family } of shapes.toSorted((a, b) => b.most - a.most)) {
    const size = highest + 1;
    let plan = plans.find((candidate) => candidate.family === family && candidate.end * size <= most);
    if (plan === undefined) {
      plan = { family, members: [], end: outcomeStride };
      plans.push(plan);
    }
    plan.members.push({ name, stride: plan.end, size });
    plan.end *= size;
  }
  return plans;
}

/** Several columns in one. */
export interface Pack extends Pick<PackPlan, 'members' | 'end'> {
  codes: PackedCodes;
  /** The counts of all rows. */
  all: Counts;
  /** Room for counts that are taken apart at once, and for each step of it. */
  counts: Counts;
  steps: Counts[];
}

/** A column in its pack. */
export interface PackedColumn extends Pick<Member, 'stride' | 'size'> {
  pack: Pack;
}

/** Reads the columns of a plan one after the other and puts them together. */
export async function makePack(
  { members, end }: PackPlan,
  rows: number,
  read: (name: string) => Promise<ArrayLike<number>>,
): Promise<Pack> {
  const codes = end <= 0x1_0000 ? new Uint16Array(rows) : new Uint32Array(rows);
  for (const [at, { name, stride }] of members.entries()) {
    const column = await read(name);
    // The first one brings the outcome along; the others' is the same.
    if (at === 0) codes.set(column);
    else addColumn(codes, column, stride);
  }
  return {
    members,
    end,
    codes,
    all: countAll(codes, end - 1),
    counts: new Uint32Array(end),
    steps: members.map(({ stride }) => new Uint32Array(stride)),
  };
}

function addColumn(codes: PackedCodes, column: ArrayLike<number>, stride: number): void {
  const unit = stride / outcomeStride;
  const code = ~(outcomeStride - 1);
  for (let row = 0; row < codes.length; row++) {
    codes[row] = (codes[row] ?? 0) + ((column[row] ?? 0) & code) * unit;
  }
}

/** The counts of each column of a pack, with outcomes, out of those of the pack's numbers. */
export function countsByMember({ members, steps }: Pack, packed: Counts): Map<string, Counts> {
  const byName = new Map<string, Counts>();
  let left = packed;
  // The last one's codes are the highest digits: summed over them, the counts are those of the others.
  for (const [place, { name, stride, size }] of [...members.entries()].toReversed()) {
    const own = new Uint32Array(withOutcome(size, 0));
    const others = steps[place]?.fill(0) ?? new Uint32Array(stride);
    for (let code = 0; code < size; code++) {
      const first = code * stride;
      for (let at = 0; at < stride; at++) {
        const count = left[first + at] ?? 0;
        if (count === 0) continue;
        others[at] = (others[at] ?? 0) + count;
        const to = withOutcome(code, at & (outcomeStride - 1));
        own[to] = (own[to] ?? 0) + count;
      }
    }
    byName.set(name, own);
    left = others;
  }
  return byName;
}

/** Marks the numbers of a pack that stand for any of the column's wanted codes; `wanted` has a 1 for each. */
export function markNumbers(
  { pack, stride, size }: PackedColumn,
  wanted: Uint8Array,
  marks: Uint8Array,
): void {
  for (let from = 0; from < pack.end; from += stride * size) {
    for (let code = 0; code < size; code++) {
      if (wanted[code] !== 1) continue;
      marks.fill(1, from + code * stride, from + (code + 1) * stride);
    }
  }
}
