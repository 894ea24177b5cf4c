/** Texts, folded, in the order of rows: blocks that "contains" is looked up in. */
import { codesFor } from './column-file';
import { type TextFieldName } from '../fields-by-kind';
import type { IndexBuild } from './index-build';
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
