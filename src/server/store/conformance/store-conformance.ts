/** The conformance suite that every store adapter must pass. */
import { afterEach, describe } from 'vitest';
import type { Store } from '../store';
import { describeFacets } from './store-conformance-facets';
import { describeHeadline } from './store-conformance-headline';
import { describeMatrix } from './store-conformance-matrix';
import { describeQueries } from './store-conformance-queries';
import { describeRuns } from './store-conformance-runs';
import { describeTrials } from './store-conformance-trials';
import { describeVerdicts } from './store-conformance-verdicts';
import type { OpenedStore } from './store-door';

/** Declares the suite for one adapter; `open` returns a new, empty store each time. */
export function describeStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    const opened: OpenedStore[] = [];
    async function openStore(): Promise<Store> {
      const one = await open();
      opened.push(one);
      return one.store;
    }
    afterEach(async () => {
      for (const { store, remove } of opened.splice(0)) {
        await store.close();
        await remove();
      }
    });

    describeQueries(open, openStore);
    describeVerdicts(openStore);
    describeFacets(openStore);
    describeHeadline(openStore);
    describeMatrix(openStore);
    describeTrials(openStore);
    describeRuns(openStore);
  });
}
