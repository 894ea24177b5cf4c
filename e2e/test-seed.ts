/** The seed of all that tests draw: `SECOND_LOOK_SEED` makes a run again. */

function seedGiven(): number | undefined {
  const text = process.env['SECOND_LOOK_SEED'];
  if (text === undefined) return undefined;
  if (!/^-?\d{1,10}$/.test(text))
    throw new Error('SECOND_LOOK_SEED must be a whole number of at most 10 digits');
  return Number(text);
}

/** What `SECOND_LOOK_SEED` says, as `.ci/run` has it say; `undefined` where each run draws its own. */
export const givenSeed = seedGiven();

/** The seed given, else another one each time. */
export const seed = givenSeed ?? Date.now() % 1_000_000_000;
