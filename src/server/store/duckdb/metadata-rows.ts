/** A metadata filter → the rows that it keeps. */
import type { MetadataFilter, MetadataItem } from '../../../contract/kinds/kind';
import { takeTurn } from '../../turns';
import { slotOfKey } from './columns';
import { rowsOfCodes, wantedCodes, type FilterColumns } from './filter-columns';
import type { WantedValues } from './rare-metadata';
import { allRows, both, either, noRows, without, type RowBits } from './row-bits';

/** The rows that have the key with a value that is meant. */
async function rowsWithKey(columns: FilterColumns, name: string, values: WantedValues): Promise<RowBits> {
  const key = columns.keys.get(name);
  if (key === undefined) return columns.rare?.rowsWith(name, values) ?? noRows(columns.rows);
  await takeTurn('short');
  const words = await columns.words(slotOfKey(key));
  const wanted =
    values.only === undefined ? new Uint8Array(words.length + 1).fill(1, 1) : wantedCodes(words, values.only);
  wantedCodes(words, values.but ?? []).forEach((isLeftOut, code) => {
    if (isLeftOut === 1) wanted[code] = 0;
  });
  return rowsOfCodes(columns, `key:${key}`, wanted);
}

async function rowsOfItem(columns: FilterColumns, item: MetadataItem): Promise<RowBits> {
  const has = await rowsWithKey(columns, item.key, { only: item.values, but: item.exclude });
  return item.op === 'eq' ? has : without(allRows(columns.rows), has);
}

/** The rows that a metadata filter keeps. */
export async function rowsOfMetadata(columns: FilterColumns, filter: MetadataFilter): Promise<RowBits> {
  const { items, noMetadata, combinator } = filter;
  const all = allRows(columns.rows);
  const hasAny = () => rowsOfCodes(columns, 'metadata', Uint8Array.of(0, 1));
  const sets: RowBits[] = [];
  for (const item of items) sets.push(await rowsOfItem(columns, item));
  if (noMetadata) sets.push(without(all, await hasAny()));
  if (combinator === 'and') return sets.reduce(both, all);
  if (combinator === 'or') {
    // Said outright, "or" takes in the samples that have metadata, but none of the keys that the items name.
    let others = await hasAny();
    for (const { key } of items) others = without(others, await rowsWithKey(columns, key, {}));
    sets.push(others);
  }
  return sets.reduce(either, noRows(columns.rows));
}
