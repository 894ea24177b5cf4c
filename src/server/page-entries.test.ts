/** Both parts of a page are walked to their end or given up, so that no file of theirs stays open. */
import { expect, it } from 'vitest';
import { addRun, emptyApp } from './app-under-test';
import { pageEntries } from './page-entries';
import { sampleEntry } from './store/store-fixtures';

async function countedApp() {
  const { store } = emptyApp();
  const run = await addRun(store, [sampleEntry(1), sampleEntry(2), sampleEntry(3)]);
  const { page: original } = store;
  const open = new Set<string>();
  store.page = async (...given) => {
    const made = await original(...given);
    const watched = (part: 'results' | 'predictions') =>
      async function* () {
        open.add(part);
        try {
          yield* made[part]();
        } finally {
          open.delete(part);
        }
      };
    return { ...made, results: watched('results'), predictions: watched('predictions') };
  };
  return { entries: () => pageEntries(store, run, { offset: 0, limit: 10 }), open };
}

it('when all have been read', async () => {
  const { entries, open } = await countedApp();
  let count = 0;
  for await (const { result } of entries()) {
    expect(result.length).toBeGreaterThan(0);
    expect([...open].toSorted()).toEqual(['predictions', 'results']);
    count += 1;
  }
  expect(count).toBe(3);
  expect([...open]).toEqual([]);
});

it('when the reader leaves off', async () => {
  const { entries, open } = await countedApp();
  const walk = entries();
  expect((await walk.next()).done).toBe(false);
  await walk.return(undefined);
  expect([...open]).toEqual([]);
});
