/** Texts to look for → the rows that have them: in a file name, or, for a search, in labels, devices and metadata too. */
import { takeTurn } from '../../turns';
import type { Codes } from './column-file';
import { type TextFieldName } from '../fields-by-kind';
import { slotOf, slotOfKey } from './columns';
import type { FilterColumns } from './filter-columns';
import { markNumbers, type Pack } from './packed-columns';
import { addRow, allRows, both, either, noRows, type RowBits } from './row-bits';
import { markedRows } from './row-scans';
import { findInBlock, rowsInBlock } from './text-blocks';

/** A column of texts up to this size stays in memory; a larger one is read block by block each time. */
const heldTextBytes = 32 * 1024 * 1024;

/** The blocks of a column of texts, each with its first row. */
async function* blocksOf(
  { rows, file }: FilterColumns,
  name: TextFieldName,
): AsyncGenerator<{ first: number; block: Codes }> {
  const names = Array.from(
    { length: Math.ceil(rows / rowsInBlock) },
    (_block, number) => `text:${name}:${number}`,
  );
  const bytes = names.reduce((sum, block) => sum + file.lengthOf(block), 0);
  const read = bytes <= heldTextBytes ? file.codes : file.read;
  for (const [number, block] of names.entries()) {
    yield { first: number * rowsInBlock, block: await read(block) };
  }
}

/** The rows whose text in the field contains the folded one. */
export function rowsWithText(columns: FilterColumns, name: TextFieldName, text: string): Promise<RowBits> {
  return columns.remembered(JSON.stringify([name, text]), async () => {
    const bits = noRows(columns.rows);
    const lengths = await columns.file.codes(`text:${name}:lengths`);
    for await (const { first, block } of blocksOf(columns, name)) {
      await takeTurn('short');
      findInBlock(block, lengths.subarray(first), text, (place) => addRow(bits, first + place));
    }
    return bits;
  });
}

/** The codes of the words that contain the folded text, with a 1 for each; `undefined` where none does. */
async function codesWithText(
  { file }: FilterColumns,
  slot: number,
  text: string,
): Promise<Uint8Array | undefined> {
  const [block, lengths]: [Codes, Codes] = [
    await file.codes(`folded:${slot}`),
    await file.codes(`folded:${slot}:lengths`),
  ];
  const wanted = new Uint8Array(lengths.length + 1);
  let found = 0;
  findInBlock(block, lengths, text, (place) => {
    wanted[place + 1] = 1;
    found += 1;
  });
  return found === 0 ? undefined : wanted;
}

/** The rows that have a word which contains the folded text: as their label, device or metadata value. */
async function rowsWithWord(columns: FilterColumns, text: string): Promise<RowBits> {
  const searched: [column: string, slot: number][] = [
    ['counted:expected', slotOf('expected')],
    ['counted:device', slotOf('device')],
  ];
  for (const key of columns.keys.values()) searched.push([`key:${key}`, slotOfKey(key)]);
  // Columns of one pack are looked through together.
  const marksOf = new Map<Pack, Uint8Array>();
  for (const [column, slot] of searched) {
    await takeTurn('short');
    const wanted = await codesWithText(columns, slot, text);
    if (wanted === undefined) continue;
    const own = await columns.packed(column);
    const marks = marksOf.get(own.pack) ?? new Uint8Array(own.pack.end);
    marksOf.set(own.pack, marks);
    markNumbers(own, wanted, marks);
  }
  let bits = noRows(columns.rows);
  for (const [{ codes }, marks] of marksOf) {
    await takeTurn('short');
    bits = either(bits, markedRows(codes, marks));
  }
  return columns.rare === undefined ? bits : either(bits, await columns.rare.rowsContaining(text));
}

/** The row whose id is written like the term, or -1. */
function rowOfId({ rowOf }: FilterColumns, term: string): number {
  const id = Number(term);
  return String(id) === term ? rowOf(id) : -1;
}

/** The rows that have every term of a search. */
export async function rowsWithTerms(columns: FilterColumns, terms: readonly string[]): Promise<RowBits> {
  const ofTerm = (term: string) =>
    columns.remembered(JSON.stringify(['search', term]), async () => {
      const bits = either(await rowsWithText(columns, 'filename', term), await rowsWithWord(columns, term));
      const row = rowOfId(columns, term);
      if (row >= 0) addRow(bits, row);
      return bits;
    });
  const sets: RowBits[] = [];
  for (const term of new Set(terms)) sets.push(await ofTerm(term));
  return sets.reduce(both, allRows(columns.rows));
}
