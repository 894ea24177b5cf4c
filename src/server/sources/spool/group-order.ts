/** In which order groups of predictions must be read, so that they come sample by sample as the result entries do. */
import type { EntrySpool } from './entry-spool';

/** Stands for a sample that no result entry is of. */
export const noEntry = 0xffffffff;

export interface GroupOrder {
  /** How many groups have a result entry; the others come after them. */
  matched: number;
  length: number;
  /** The group that comes at an index. */
  groupAt: (index: number) => number;
  /** The result entry, the first of its sample, that the group at an index belongs to. */
  entryAt: (index: number) => number;
}

/** The order of all groups; groups of one sample stay in the order in which they were read. */
export function groupOrder({ samples, groupIds }: EntrySpool): GroupOrder {
  const { length } = groupIds;
  const entries = new Uint32Array(length);
  let isSorted = true;
  let matched = 0;
  for (let group = 0; group < length; group++) {
    const first = samples.firstOf(groupIds.at(group));
    const entry = first === -1 ? noEntry : first;
    if (entry !== noEntry) matched += 1;
    if (group > 0 && entry < (entries[group - 1] ?? 0)) isSorted = false;
    entries[group] = entry;
  }
  if (isSorted) {
    return { matched, length, groupAt: (index) => index, entryAt: (index) => entries[index] ?? noEntry };
  }
  // Sorting by counting: no comparisons, and equal ones keep their order. The last slot is for those without an entry.
  const slots = samples.length + 1;
  const slotOf = (entry: number) => Math.min(entry, slots - 1);
  const next = new Uint32Array(slots);
  for (const entry of entries) next[slotOf(entry)] = (next[slotOf(entry)] ?? 0) + 1;
  let sum = 0;
  for (let slot = 0; slot < slots; slot++) {
    const count = next[slot] ?? 0;
    next[slot] = sum;
    sum += count;
  }
  const order = new Uint32Array(length);
  for (let group = 0; group < length; group++) {
    const slot = slotOf(entries[group] ?? noEntry);
    const at = next[slot] ?? 0;
    order[at] = group;
    next[slot] = at + 1;
  }
  const groupAt = (index: number) => order[index] ?? length;
  return { matched, length, groupAt, entryAt: (index) => entries[groupAt(index)] ?? noEntry };
}
