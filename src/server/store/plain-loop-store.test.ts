/** The plain loop passes the suite of all stores. */
import { createPlainLoopStore } from './plain-loop-store';
import { describeStore } from './store-conformance';

describeStore('plain-loop store', () =>
  Promise.resolve({ store: createPlainLoopStore(), remove: () => Promise.resolve() }),
);
