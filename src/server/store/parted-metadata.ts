/** The metadata of some samples by column: keys that most of them have, and the others value by value. */

/** Words and keys are numbers: places in lists of them, words from 1; 0 is none. */
export interface PartedMetadata {
  /** The words of the keys that most samples have, a row a sample, by key. */
  metadataColumns: ReadonlyMap<number, Uint32Array>;
  /** Those of the others: key, word, row; three numbers each. */
  metadata: Uint32Array;
}

/** Of fewer values a column saves nothing: one sample with thousands of keys would have thousands of columns. */
const columnValuesLeast = 8;

/** Metadata values in triples of key, word and row, parted into columns of common keys and triples of the others. */
export function partedMetadata(triples: Uint32Array, keys: number, rows: number): PartedMetadata {
  const counts = new Uint32Array(keys);
  for (let at = 0; at < triples.length; at += 3) {
    const key = triples[at] ?? 0;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  const columns = Array.from(counts, (count) =>
    count * 2 > rows && count >= columnValuesLeast ? new Uint32Array(rows) : undefined,
  );
  let filled = 0;
  for (let at = 0; at < triples.length; at += 3) {
    const column = columns[triples[at] ?? 0];
    if (column === undefined) {
      triples.copyWithin(filled, at, at + 3);
      filled += 3;
    } else {
      column[triples[at + 2] ?? 0] = triples[at + 1] ?? 0;
    }
  }
  const metadataColumns = new Map<number, Uint32Array>();
  columns.forEach((column, key) => column !== undefined && metadataColumns.set(key, column));
  return { metadataColumns, metadata: triples.slice(0, filled) };
}
