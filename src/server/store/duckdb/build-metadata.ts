/** Metadata as it came, sample by sample → key by key: a column for each common key, a table for the rare ones. */
import { INTEGER } from '@duckdb/node-api';
import { summaryLimits } from '../../../contract/summary';
import { addCounted, addWords, wordsOf } from './build-words';
import { noWord, slotOfKey } from './columns';
import { gatherWords, type GatheredWords, type IndexBuild } from './index-build';
import type { BuiltIndex } from './index-manifest';
import { createTableWriter, type TableWriter } from './table-writer';

/** How many values are held at once while they are put in the order of keys. */
const heldValues = 8_000_000;

interface Key {
  key: number;
  name: string;
  samples: number;
}

/** All keys, most used first, ties in the order of text. */
async function keysByUse({ database, spools }: IndexBuild): Promise<Key[]> {
  const keys: Key[] = [];
  await database.chunks('SELECT key, name FROM keys ORDER BY folded, name', [], (chunk) => {
    const numbers = chunk.getColumnVector(0);
    const names = chunk.getColumnVector(1);
    const count = chunk.rowCount;
    for (let at = 0; at < count; at++) {
      const key = Number(numbers.getItem(at));
      keys.push({ key, name: String(names.getItem(at)), samples: spools.metadata.counts.get(key) ?? 0 });
    }
  });
  return keys.sort((a, b) => b.samples - a.samples);
}

/** Keys in groups that are small enough to be held. */
function groupsOf(keys: readonly Key[]): Key[][] {
  const groups: Key[][] = [];
  let held = 0;
  for (const key of keys) {
    const group = groups.at(-1);
    if (group === undefined || held + key.samples > heldValues) {
      groups.push([key]);
      held = key.samples;
    } else {
      group.push(key);
      held += key.samples;
    }
  }
  return groups;
}

async function addKey(build: IndexBuild, key: number, { rows, words }: GatheredWords): Promise<void> {
  const slot = slotOfKey(key);
  const { list, rankOf } = await wordsOf(build.database, slot);
  await addWords(build.file, slot, list);
  const ranks = new Uint32Array(build.rows);
  for (let at = 0; at < rows.length; at++) ranks[rows[at] ?? 0] = rankOf(words[at] ?? noWord);
  await addCounted(build, `key:${key}`, ranks, list.length);
}

function fillTable(table: TableWriter, key: number, { rows, words }: GatheredWords): void {
  for (let at = 0; at < rows.length; at++) table.append([key, words[at] ?? 0, rows[at] ?? 0]);
}

/** Adds the columns of the keys that the summary shows; the others go to the table of metadata. */
export async function addMetadata(build: IndexBuild): Promise<Pick<BuiltIndex, 'keys' | 'keyCount'>> {
  const keys = await keysByUse(build);
  const shown = keys.slice(0, summaryLimits.metadataKeys);
  const hasAny = new Uint32Array(build.rows);
  const table = await createTableWriter(build.database, 'metadata', [INTEGER, INTEGER, INTEGER]);
  for (const group of groupsOf(keys)) {
    const owners = group.map(({ key }) => key);
    for (const [key, ofKey] of gatherWords(build, build.spools.metadata, owners)) {
      build.signal?.throwIfAborted();
      for (const row of ofKey.rows) hasAny[row] = 1;
      if (shown.some((candidate) => candidate.key === key)) await addKey(build, key, ofKey);
      else fillTable(table, key, ofKey);
    }
  }
  table.finish();
  await addCounted(build, 'metadata', hasAny, 1);
  return { keys: shown.map(({ key, name }) => ({ key, name })), keyCount: keys.length };
}
