/** Tallies the verdicts of samples from held columns: a GROUP BY of the rows took most of a summary's time. */
import { tallyNames } from '../sql/schema';
import { tallyClass, type TalliedGroups } from '../sql/tally';
import type { HeldVerdicts } from './held-columns';
import { hasRow, rowsOf, type RowBits } from './row-bits';

/** Samples with fewer verdicts are grouped by their tallies, the digits of a number; others are separate groups. */
const base = 7;

/** The tallies of the samples in a set by their verdicts in another set. The verdicts of a sample are adjacent. */
export function tallySamples(of: HeldVerdicts, verdicts: RowBits, samples: RowBits): TalliedGroups {
  const places = rowsOf(verdicts);
  const weights = new Uint32Array(tallyClass.end);
  for (const [number, adds] of of.tallies) {
    weights[number] = adds.reduce((sum, add, tally) => sum + add * base ** tally, 0);
  }
  const few = new Uint32Array(base ** tallyNames.length);
  const groups: { counts: readonly number[]; times: number }[] = [];

  function countsOf(from: number, to: number): number[] {
    const counts = tallyNames.map(() => 0);
    for (const place of places.subarray(from, to)) {
      of.tallies.get(of.classes[place] ?? 0)?.forEach((add, tally) => {
        counts[tally] = (counts[tally] ?? 0) + add;
      });
    }
    return counts;
  }

  for (let from = 0, to = 0; from < places.length; from = to) {
    const row = of.rows[places[from] ?? 0] ?? 0;
    let number = 0;
    for (to = from; to < places.length && of.rows[places[to] ?? 0] === row; to++) {
      number += weights[of.classes[places[to] ?? 0] ?? 0] ?? 0;
    }
    if (!hasRow(samples, row)) continue;
    if (to - from >= base) groups.push({ counts: countsOf(from, to), times: 1 });
    else few[number] = (few[number] ?? 0) + 1;
  }
  for (let number = 0; number < few.length; number++) {
    const times = few[number] ?? 0;
    const digits = (_name: string, tally: number) => Math.floor(number / base ** tally) % base;
    if (times > 0) groups.push({ counts: tallyNames.map(digits), times });
  }
  return {
    numbers: new Map(tallyNames.map((name, tally) => [name, groups.map(({ counts }) => counts[tally] ?? 0)])),
    times: groups.map(({ times }) => times),
  };
}
