/** Uses the given seed for the random cases of all properties; without one, a failure prints its random seed. */
import { givenSeed } from './test-seed';

if (givenSeed !== undefined) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ seed: givenSeed });
}
