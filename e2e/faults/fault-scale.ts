/** The scale of the fault tests, short or full, and the seed of their random choices. */
import { seededRandom } from '../made-runs';
import { seed } from '../test-seed';

/** `SECOND_LOOK_FAULTS=full` runs everything; otherwise a part that takes about a minute. */
export const isFull = process.env['SECOND_LOOK_FAULTS'] === 'full';

process.stdout.write(
  `Faults: seed ${seed} (SECOND_LOOK_SEED=${seed} makes them again), ${isFull ? 'in full' : 'short'}\n`,
);

/** The amount of work: short or full. */
export const scaled = (short: number, full: number): number => (isFull ? full : short);

export interface Chances {
  /** An integer from 0, below `end`. */
  below: (end: number) => number;
  pick: <Value>(values: readonly Value[]) => Value;
}

/** The random choices of one test, seeded by its name, so that tests do not affect each other. */
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
