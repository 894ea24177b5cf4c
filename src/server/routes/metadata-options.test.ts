/** The metadata keys of a run are listed in pages, with a limited number of values each. */
import { expect, test } from 'vitest';
import { metadataOptionLimits, studioMetadataFilterOptionsSchema } from '../../contract/schemas/studio';
import { addRun, emptyApp } from '../http/fixtures/app-under-test';
import { sampleEntry } from '../store/conformance/fixtures/store-fixtures';

test('at most a hundred keys and a thousand values, the next keys with offset', async () => {
  const { ask, store } = emptyApp();
  const keys = Array.from({ length: 130 }, (_key, at) => `key ${String(at).padStart(3, '0')}`);
  const values = Array.from({ length: metadataOptionLimits.values + 5 }, (_value, at) => `value ${at}`);
  await addRun(store, [
    sampleEntry(1, { metadata: Object.fromEntries(keys.map((key) => [key, 'x'])) }),
    ...values.map((value, at) => sampleEntry(at + 2, { metadata: { 'key 000': value } })),
  ]);
  const options = async (query: string) => {
    const answer = await ask(`/v1/api/1/raw-data/metadata-filter-options${query}`);
    return studioMetadataFilterOptionsSchema.parse(await answer.json());
  };
  for (const query of ['', '?limit=5000']) {
    const { totalCount, count, optionsList } = await options(query);
    expect([totalCount, count]).toEqual([keys.length, metadataOptionLimits.keys]);
    expect(optionsList.map(({ key }) => key)).toEqual(keys.slice(0, metadataOptionLimits.keys));
    expect(optionsList[0]?.options).toHaveLength(metadataOptionLimits.values);
  }
  expect((await options('?offset=100')).optionsList.map(({ key }) => key)).toEqual(keys.slice(100));
  expect((await options('?limit=2&offset=1')).optionsList.map(({ key }) => key)).toEqual(keys.slice(1, 3));
});
