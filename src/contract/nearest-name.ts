/** Suggests the known parameter that an unknown one was probably meant to be. */

/** The number of characters to add, remove or replace to turn one text into the other (Levenshtein distance). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_cell, at) => at);
  for (let at = 0; at < one.length; at++) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to++) {
      const replaced = (row[to] ?? 0) + (one[at] === other[to] ? 0 : 1);
      next.push(Math.min(replaced, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The number of characters that may differ: one, or a third of a longer name. */
const nearEnough = (name: string) => Math.max(1, Math.floor(name.length / 3));

/**
 * The known name that differs least from the given one, ignoring case; `undefined` if none is near. For an
 * exclusion the nearest one is always returned: there are few, and which fields have one is not obvious.
 */
export function nearestName(given: string, known: Iterable<string>): string | undefined {
  const name = given.slice(0, 60).toLowerCase();
  const isExclusion = name.startsWith('not.');
  let nearest: string | undefined;
  let least = isExclusion ? Number.POSITIVE_INFINITY : nearEnough(name) + 1;
  for (const candidate of known) {
    if (candidate.startsWith('not.') !== isExclusion) continue;
    const distance = editDistance(name, candidate.toLowerCase());
    if (distance >= least) continue;
    nearest = candidate;
    least = distance;
  }
  return nearest;
}
