/** Metadata values while the samples come in: a column for each of the first common keys, rows of words for all others. */
import { noWord } from './columns';
import type { WordRows } from './index-spools';
import type { WholeSpool } from './spool';

/** So many columns are spooled, a file each. */
const columnsMost = 64;

export interface MetadataSpool {
  /** Takes the codes of the key's words in a batch of samples, the first of which is at this arrival. */
  appendColumn: (key: number, codes: Uint32Array, first: number) => void;
  append: (key: number, word: number, arrival: number) => void;
  /** How many samples have the key. */
  countOf: (key: number) => number;
  /** What has no column; a key with a column may have some of them as well. */
  rows: WordRows;
  /** The key's codes by arrival, if it has a column; there may be fewer of them than samples. */
  columnOf: (key: number) => WholeSpool | undefined;
}

/** A spool over rows of words, and columns that `newColumn` creates. */
export function createMetadataSpool(rows: WordRows, newColumn: (key: number) => WholeSpool): MetadataSpool {
  const columns = new Map<number, { spool: WholeSpool; count: number }>();

  function columnFor(key: number): { spool: WholeSpool; count: number } | undefined {
    const known = columns.get(key);
    if (known !== undefined || columns.size === columnsMost) return known;
    const column = { spool: newColumn(key), count: 0 };
    columns.set(key, column);
    return column;
  }
  return {
    rows,
    append: rows.append,
    appendColumn(key, codes, first) {
      const column = columnFor(key);
      if (column === undefined) {
        for (let at = 0; at < codes.length; at++) {
          const code = codes[at] ?? noWord;
          if (code !== noWord) rows.append(key, code, first + at);
        }
        return;
      }
      const { spool } = column;
      // Batches in which it was rare are among the rows.
      if (spool.length < first) spool.appendAll(new Uint32Array(first - spool.length));
      spool.appendAll(codes);
      for (let at = 0; at < codes.length; at++) if (codes[at] !== noWord) column.count += 1;
    },
    countOf: (key) => (columns.get(key)?.count ?? 0) + (rows.counts.get(key) ?? 0),
    columnOf: (key) => columns.get(key)?.spool,
  };
}
