/** What the verdicts of samples count as, out of held columns: a GROUP BY of the rows took most of a summary's time. */
import { tallyNames } from '../sql/schema';
import type { TalliedGroups } from '../sql/tally';
import type { HeldVerdicts } from './held-columns';
import { hasRow, rowsOf, type RowBits } from './row-bits';

/** Samples with fewer verdicts are counted by their tallies, the digits of a number; others are groups of their own. */
const base = 7;

/** The tallies of the samples in a set by their verdicts in another one. The verdicts of a sample stand together. */
export function tallySamples(of: HeldVerdicts, verdicts: RowBits, samples: RowBits): TalliedGroups {
  const places = rowsOf(verdicts);
  const weights = new Map<number, number>();
  for (const [number, adds] of of.tallies) {
    weights.set(
      number,
      adds.reduce((sum, add, at) => sum + add * base ** at, 0),
    );
  }
  const weightOf = Uint32Array.from(
    { length: Math.max(0, ...weights.keys()) + 1 },
    (_one, number) => weights.get(number) ?? 0,
  );
  const few = new Uint32Array(base ** tallyNames.length);
  const times: number[] = [];
  const numbers = tallyNames.map((): number[] => []);

  function addGroup(countOf: (tally: number) => number, samplesWithIt: number): void {
    times.push(samplesWithIt);
    numbers.forEach((list, tally) => list.push(countOf(tally)));
  }
  function addMany(from: number, to: number): void {
    const counts = tallyNames.map(() => 0);
    for (let at = from; at < to; at++) {
      of.tallies.get(of.classes[places[at] ?? 0] ?? 0)?.forEach((add, tally) => {
        counts[tally] = (counts[tally] ?? 0) + add;
      });
    }
    addGroup((tally) => counts[tally] ?? 0, 1);
  }

  for (let from = 0, to = 0; from < places.length; from = to) {
    const row = of.rows[places[from] ?? 0] ?? 0;
    let number = 0;
    for (to = from; to < places.length && of.rows[places[to] ?? 0] === row; to++) {
      number += weightOf[of.classes[places[to] ?? 0] ?? 0] ?? 0;
    }
    if (!hasRow(samples, row)) continue;
    if (to - from >= base) addMany(from, to);
    else few[number] = (few[number] ?? 0) + 1;
  }
  for (let number = 0; number < few.length; number++) {
    const samplesWithIt = few[number] ?? 0;
    if (samplesWithIt > 0) addGroup((tally) => Math.floor(number / base ** tally) % base, samplesWithIt);
  }
  return { numbers: new Map(tallyNames.map((name, tally) => [name, numbers[tally] ?? []])), times };
}
