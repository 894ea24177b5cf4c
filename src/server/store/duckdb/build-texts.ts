/** Texts in the order of rows: folded ones in blocks that "contains" is looked up in, and their ranks. */
import { addRanks } from './build-words';
import { codesFor } from './column-file';
import { type TextFieldName } from '../fields-by-kind';
import type { IndexBuild } from './index-build';
import { foldedColumn, textOrder, writtenColumn } from './columns';
import { rankColumns } from './rank-columns';
import { rowsInBlock } from './text-blocks';
import type { TextSpool } from './text-spool';

/** Adds a field's texts, block by block, so that few of them are held at once. */
export async function addTexts(build: IndexBuild, name: TextFieldName, spool: TextSpool): Promise<void> {
  const { file, rows, signal } = build;
  const lengths = new Uint32Array(rows);
  let block = 0;
  for (const texts of spool.blocks(build, rowsInBlock)) {
    signal?.throwIfAborted();
    await file.add(`text:${name}:${block}`, texts.bytes);
    lengths.set(texts.lengths, block * rowsInBlock);
    block += 1;
  }
  const narrow = codesFor(
    rows,
    lengths.reduce((most, length) => Math.max(most, length), 0),
  );
  narrow.set(lengths);
  await file.add(`text:${name}:lengths`, narrow);
}

/** Texts by rank, `most` different ones; and whether two of a rank are not written alike. */
interface TextRanks {
  ranks: Uint32Array;
  most: number;
  isTied: boolean;
}

/** What is known of a rank: whether a text has it, more than one, or one that is not written as it is folded. */
const marks = { taken: 1, shared: 2, written: 4 } as const;

async function textRanks(
  { sorting, rows, rowOf }: IndexBuild,
  name: TextFieldName,
  order: string,
): Promise<TextRanks> {
  const ranks = new Uint32Array(rows);
  const marked = new Uint8Array(rows + 1);
  const sql =
    `SELECT arrival, dense_rank() OVER (ORDER BY ${order})::INTEGER, ${writtenColumn(name)} IS NOT NULL ` +
    `FROM texts WHERE ${foldedColumn(name)} IS NOT NULL`;
  let most = 0;
  await sorting.chunks(sql, [], (chunk) => {
    const arrivalOf = chunk.getColumnVector(0);
    const rankOf = chunk.getColumnVector(1);
    const writtenOf = chunk.getColumnVector(2);
    const count = chunk.rowCount;
    for (let at = 0; at < count; at++) {
      const rank = Number(rankOf.getItem(at));
      ranks[rowOf(Number(arrivalOf.getItem(at)))] = rank;
      most = Math.max(most, rank);
      const mark = marked[rank] ?? 0;
      const isWritten = writtenOf.getItem(at) === true;
      marked[rank] = mark | (mark === 0 ? marks.taken : marks.shared) | (isWritten ? marks.written : 0);
    }
  });
  return { ranks, most, isTied: marked.includes(marks.taken | marks.shared | marks.written) };
}

/**
 * Adds a field's ranks. The order of texts is DuckDB's work: it holds them, and sorts more of them than fit into memory.
 * By one column that takes a third of the time, and texts that are folded alike but not written alike are rare.
 */
export async function addTextRanks(build: IndexBuild, name: TextFieldName): Promise<void> {
  const folded = await textRanks(build, name, foldedColumn(name));
  const { ranks, most } = folded.isTied ? await textRanks(build, name, textOrder(name)) : folded;
  await addRanks(build.file, name, rankColumns(ranks, most, true));
}
