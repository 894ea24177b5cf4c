/** How much the fault tests do, short or in full, and the seed that all their chances come from. */
import { seededRandom } from '../made-runs';
import { seed } from '../test-seed';

/** `SECOND_LOOK_FAULTS=full` asks for all of it; without, for a part that is done in a minute. */
export const isFull = process.env['SECOND_LOOK_FAULTS'] === 'full';

process.stdout.write(
  `Faults: seed ${seed} (SECOND_LOOK_SEED=${seed} makes them again), ${isFull ? 'in full' : 'short'}\n`,
);

/** The amount of work: short, or in full. */
export const scaled = (short: number, full: number): number => (isFull ? full : short);

export interface Chances {
  /** A whole number from 0 to below `end`. */
  below: (end: number) => number;
  pick: <Value>(values: readonly Value[]) => Value;
}

/** The chances of one test, by its name, so that tests do not change each other's. */
export function chancesOf(name: string): Chances {
  let mixed = seed;
  for (const letter of name) mixed = (Math.imul(mixed, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  const random = seededRandom(mixed);
  const below = (end: number) => Math.floor(random() * end);
  return {
    below,
    pick(values) {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('Nothing to pick from.');
      return value;
    },
  };
}
