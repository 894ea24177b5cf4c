/** Makes the random cases of all properties those of the seed given; without one, a failure prints the seed it drew. */
import { givenSeed } from './test-seed';

if (givenSeed !== undefined) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ seed: givenSeed });
}
