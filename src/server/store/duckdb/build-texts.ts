/** Texts, folded, in the order of rows: blocks that "contains" is looked up in. */
import { codesFor } from './column-file';
import { type TextFieldName } from '../fields-by-kind';
import { foldedColumn } from './columns';
import type { IndexBuild } from './index-build';
import { encodeBlock, rowsInBlock } from './text-blocks';

/** The texts of the rows from `first` on, at most a block of them. */
async function blockOf(
  { database, rows }: IndexBuild,
  name: TextFieldName,
  first: number,
): Promise<(string | null)[]> {
  const texts: (string | null)[] = Array.from({ length: Math.min(rowsInBlock, rows - first) }, () => null);
  const sql = `SELECT "row", ${foldedColumn(name)} FROM texts WHERE "row" >= $1 AND "row" < $2`;
  await database.chunks(sql, [first, first + rowsInBlock], (chunk) => {
    const rowOf = chunk.getColumnVector(0);
    const textOf = chunk.getColumnVector(1);
    for (let at = 0; at < chunk.rowCount; at++) {
      const text = textOf.getItem(at);
      if (typeof text === 'string') texts[Number(rowOf.getItem(at)) - first] = text;
    }
  });
  return texts;
}

/** Adds a field's texts, block by block, so that few of them are held at once. */
export async function addTexts(build: IndexBuild, name: TextFieldName): Promise<void> {
  const { file, rows, signal } = build;
  const lengths = new Uint32Array(rows);
  let longest = 0;
  for (let first = 0; first < rows; first += rowsInBlock) {
    signal?.throwIfAborted();
    const block = encodeBlock(await blockOf(build, name, first));
    await file.add(`text:${name}:${first / rowsInBlock}`, block.bytes);
    lengths.set(block.lengths, first);
    longest = block.lengths.reduce((most, length) => Math.max(most, length), longest);
  }
  const narrow = codesFor(rows, longest);
  narrow.set(lengths);
  await file.add(`text:${name}:lengths`, narrow);
}
