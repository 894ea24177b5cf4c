/** The plain-loop store passes the conformance suite. */
import { createPlainLoopStore } from './plain-loop-store';
import { describeStore } from '../store-conformance';

describeStore('plain-loop store', () =>
  Promise.resolve({ store: createPlainLoopStore(), remove: () => Promise.resolve() }),
);
