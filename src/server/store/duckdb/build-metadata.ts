/** Metadata as it came → key by key: a column for each of the most common keys, a table for the others. */
import { INTEGER } from '@duckdb/node-api';
import { summaryLimits } from '../../../contract/summary';
import { addCounted, addWords, wordsOf } from './build-words';
import { noWord, slotOfKey } from './columns';
import { codesByRow, gatherWords, type GatheredWords, type IndexBuild } from './index-build';
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
      keys.push({ key, name: String(names.getItem(at)), samples: spools.metadata.countOf(key) });
    }
  });
  return keys.sort((a, b) => b.samples - a.samples);
}

/** Keys in groups of which the rows of words are few enough to be held. */
function groupsOf({ spools }: IndexBuild, keys: readonly Key[]): Key[][] {
  const { counts } = spools.metadata.rows;
  const groups: Key[][] = [];
  let held = 0;
  for (const key of keys) {
    const count = counts.get(key.key) ?? 0;
    const group = groups.at(-1);
    if (group === undefined || held + count > heldValues) {
      groups.push([key]);
      held = count;
    } else {
      group.push(key);
      held += count;
    }
  }
  return groups;
}

/** Adds the column of a key, and marks the rows that have it. */
async function addKey(
  build: IndexBuild,
  key: number,
  { rows, words }: GatheredWords,
  hasAny: Uint32Array,
): Promise<void> {
  const slot = slotOfKey(key);
  const { list, rankOf } = await wordsOf(build.database, slot);
  await addWords(build.file, slot, list);
  const column = build.spools.metadata.columnOf(key);
  const ranks = column === undefined ? new Uint32Array(build.rows) : codesByRow(build, column, rankOf);
  for (let at = 0; at < rows.length; at++) ranks[rows[at] ?? 0] = rankOf(words[at] ?? noWord);
  for (let row = 0; row < ranks.length; row++) if (ranks[row] !== noWord) hasAny[row] = 1;
  await addCounted(build, `key:${key}`, ranks, list.length);
}

/** Puts the values of a key into the table, and marks the rows that have it. */
function fillTable(
  build: IndexBuild,
  key: number,
  { rows, words }: GatheredWords,
  hasAny: Uint32Array,
  table: TableWriter,
): void {
  function add(row: number, word: number): void {
    hasAny[row] = 1;
    table.append([key, word, row]);
  }
  const column = build.spools.metadata.columnOf(key)?.read() ?? new Uint32Array(0);
  column.forEach((word, arrival) => {
    if (word !== noWord) add(build.rowOf(arrival), word);
  });
  for (let at = 0; at < rows.length; at++) add(rows[at] ?? 0, words[at] ?? noWord);
}

/** Adds the columns of the keys that the summary shows; the others go to the table of metadata. */
export async function addMetadata(build: IndexBuild): Promise<Pick<BuiltIndex, 'keys' | 'keyCount'>> {
  const keys = await keysByUse(build);
  const shown = keys.slice(0, summaryLimits.metadataKeys);
  const hasAny = new Uint32Array(build.rows);
  const table = await createTableWriter(build.database, 'metadata', [INTEGER, INTEGER, INTEGER]);
  for (const group of groupsOf(build, keys)) {
    const owners = group.map(({ key }) => key);
    for (const [key, gathered] of gatherWords(build, build.spools.metadata.rows, owners)) {
      build.signal?.throwIfAborted();
      const isShown = shown.some((candidate) => candidate.key === key);
      if (isShown) await addKey(build, key, gathered, hasAny);
      else fillTable(build, key, gathered, hasAny, table);
    }
  }
  table.finish();
  await addCounted(build, 'metadata', hasAny, 1);
  return { keys: shown.map(({ key, name }) => ({ key, name })), keyCount: keys.length };
}
