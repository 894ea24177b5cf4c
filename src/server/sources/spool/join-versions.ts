/** The predictions of a sample that stands in several places: joined where they go on, taken once where they are equal. */
import { areSameJson } from './same-json';
import type { RawRecord } from '../entries';
import { documentOf, type SpooledGroup } from './spooled-records';

interface Holder {
  part: number;
  /** Whether the part is a line, which holds all of its sample or nothing. */
  isWhole: boolean;
}

/** What is told of a sample whose places contradict one another: the numbers of two parts. */
export type Contradiction = (one: number, other: number) => never;

/** A list that was written several times over counts once. */
function withoutRepeats(records: readonly RawRecord[], times: number): readonly RawRecord[] {
  const size = records.length / times;
  if (times < 2 || !Number.isInteger(size) || size === 0) return records;
  const first = records.slice(0, size);
  for (let from = size; from < records.length; from += size) {
    if (!areSameJson(first, records.slice(from, from + size))) return records;
  }
  return first;
}

/**
 * The predictions of one sample in the order of the files. `holders` are the parts that hold its result entry, one for
 * each time. Documents that hold the entry must agree on its predictions, and so must the two answers in one file;
 * predictions in other documents go on with it.
 */
export function joinVersions(
  holders: readonly Holder[],
  groups: readonly SpooledGroup[],
  contradict: Contradiction,
): RawRecord[] {
  const byPart = new Map<number, RawRecord[]>();
  // A line without predictions says that there are none; a page may leave them to another page.
  for (const { part, isWhole } of holders) if (isWhole) byPart.set(part, []);
  for (const group of groups) {
    const before = byPart.get(group.part) ?? [];
    for (const record of group.records()) before.push(record);
    byPart.set(group.part, before);
  }
  const holding = new Set(holders.map(({ part }) => documentOf(part)));
  const versions = new Map<number | 'holding', { part: number; records: readonly RawRecord[] }>();
  for (const [part, all] of byPart) {
    const records = withoutRepeats(all, holders.filter((holder) => holder.part === part).length);
    const document = documentOf(part);
    const source = holding.has(document) ? 'holding' : document;
    const version = versions.get(source);
    if (version === undefined) versions.set(source, { part, records });
    else if (!areSameJson(version.records, records)) contradict(version.part, part);
  }
  return [...versions.values()].flatMap(({ records }) => records);
}
