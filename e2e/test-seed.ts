/** The seed for everything random in tests: `SECOND_LOOK_SEED` reproduces a run. */

function seedGiven(): number | undefined {
  const text = process.env['SECOND_LOOK_SEED'];
  if (text === undefined) return undefined;
  if (!/^-?\d{1,10}$/.test(text))
    throw new Error('SECOND_LOOK_SEED must be a whole number of at most 10 digits');
  return Number(text);
}

/** The seed in `SECOND_LOOK_SEED`, as set by `.ci/run`; `undefined` if each run has its own. */
export const givenSeed = seedGiven();

/** The given seed, otherwise a different one each time. */
export const seed = givenSeed ?? Date.now() % 1_000_000_000;
