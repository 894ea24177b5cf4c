/** File names are found in every block of them, and words of a search with them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseQuery } from '../../../contract/query';
import { batchesOf, sampleEntry } from '../store-fixtures';
import { createIndexWriter } from './index-writer';
import { rowsOf } from './row-bits';
import { openRunIndex } from './run-index';
import { rowsInBlock } from './text-blocks';

test('rows of later blocks', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'second-look-texts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const rows = rowsInBlock + 1000;
  const writer = await createIndexWriter(join(folder, 'index'));
  const entry = sampleEntry(0, { metadata: { site: 'north' } });
  const { facts } = entry;
  const records = { key: 1, bytes: 1 };
  const nameOf = (id: number) => (id % 7 === 0 ? null : `file ${id.toString(36)}.wav`);
  // The last comes first, so that rows do not lie as they arrived.
  const entries = Array.from({ length: rows }, (_row, index) => {
    const id = rows - 1 - index;
    const values = { ...facts.values, id, filename: nameOf(id) };
    return { ...entry, sampleId: id, facts: { ...facts, values } };
  });
  for await (const batch of batchesOf(entries, 1000)) {
    const lengths = new Float64Array(batch.count).fill(1);
    writer.append(batch, { offsets: new Float64Array(batch.count), lengths });
  }
  await writer.finish(records);
  const index = await openRunIndex(join(folder, 'index'), records);
  onTestFinished(() => index.close());

  const find = async (query: string) =>
    rowsOf(index.matching(await index.filterBits(parseQuery(new URLSearchParams(query)).filters)));
  const ids = Array.from({ length: rows }, (_row, id) => id);
  for (const text of ['e1', 'z', '1', 'f', ids.at(-1)?.toString(36) ?? '']) {
    const expected = ids.filter((id) => nameOf(id)?.includes(text));
    expect([...(await find(`filename=${text}`))]).toEqual(expected);
  }
  expect([...(await find('search=NORTH+e1'))]).toEqual(ids.filter((id) => nameOf(id)?.includes('e1')));
});
