/** Everything that an index's columns are built from, spooled while the samples come in. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ValueColumns } from '../entry-batch';
import type { RecordPlaces } from '../record-file';
import {
  choiceFields,
  containsFields,
  flagFields,
  numberFields,
  type ChoiceFieldName,
  type FlagFieldName,
  type NumberField,
  type TextFieldName,
} from '../fields-by-kind';
import { noWord } from './columns';
import { createMetadataSpool, type MetadataSpool } from './metadata-spool';
import { createNumberSpool, createWholeSpool, type NumberSpool, type WholeSpool } from './spool';
import { createTextSpool, type TextSpool } from './text-spool';

/** Rows of words: what they belong to, the word, the row; side by side, three numbers each. */
export interface WordRows {
  append: (owner: number, word: number, row: number) => void;
  /** How many there are of each owner. */
  counts: ReadonlyMap<number, number>;
  /** Calls back with every one in its order. */
  each: (visit: (owner: number, word: number, row: number) => void) => void;
}

/** −0 becomes 0, which it must not be told apart from. */
function plainNumbers(values: Float64Array): Float64Array {
  const plain = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) plain[row] = (values[row] ?? Number.NaN) + 0;
  return plain;
}

const rowsAtOnce = 100_000;
const none = new Float64Array();
const noFlags = new Uint8Array();

function createWordRows(spool: WholeSpool): WordRows {
  const counts = new Map<number, number>();
  return {
    counts,
    append(owner, word, row) {
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
      spool.append(owner);
      spool.append(word);
      spool.append(row);
    },
    each(visit) {
      for (let from = 0; from < spool.length; from += rowsAtOnce * 3) {
        const part = spool.readPart(from, rowsAtOnce * 3);
        for (let at = 0; at < part.length; at += 3)
          visit(part[at] ?? 0, part[at + 1] ?? 0, part[at + 2] ?? 0);
      }
    },
  };
}

export interface IndexSpools {
  offsets: NumberSpool;
  lengths: NumberSpool;
  numbers: ReadonlyMap<NumberField, NumberSpool>;
  /** Codes of words, as they were given out. */
  words: ReadonlyMap<ChoiceFieldName, WholeSpool>;
  flags: ReadonlyMap<FlagFieldName, WholeSpool>;
  /** Folded. */
  texts: ReadonlyMap<TextFieldName, TextSpool>;
  reasons: WholeSpool;
  /** Words beside a sample's main one, by slot. */
  others: WordRows;
  metadata: MetadataSpool;
  /** Takes the values that need no word codes. */
  append: (values: ValueColumns, places: RecordPlaces) => void;
  close: () => void;
}

/** Creates the spools in a folder that must not be there yet. */
export function createIndexSpools(folder: string): IndexSpools {
  mkdirSync(folder);
  const all: { close: () => void }[] = [];
  const kept = <Spool extends { close: () => void }>(spool: Spool) => {
    all.push(spool);
    return spool;
  };
  const numbersIn = (name: string) => kept(createNumberSpool(join(folder, name)));
  const wholesIn = (name: string) => kept(createWholeSpool(join(folder, name)));
  const offsets = numbersIn('offsets');
  const lengths = numbersIn('lengths');
  const numbers = new Map(numberFields.map((name) => [name, numbersIn(`number ${name}`)]));
  const flags = new Map(flagFields.map((name) => [name, wholesIn(`flag ${name}`)]));
  const texts = new Map(
    containsFields.map((name) => [name, kept(createTextSpool(join(folder, `text ${name}`)))]),
  );
  return {
    offsets,
    lengths,
    numbers,
    flags,
    texts,
    words: new Map(choiceFields.map((name) => [name, wholesIn(`words ${name}`)])),
    reasons: wholesIn('reasons'),
    others: createWordRows(wholesIn('others')),
    metadata: createMetadataSpool(createWordRows(wholesIn('metadata')), (key) => wholesIn(`key ${key}`)),
    append(values, places) {
      offsets.appendAll(places.offsets);
      lengths.appendAll(places.lengths);
      for (const [name, spool] of numbers) spool.appendAll(plainNumbers(values.numbers.get(name) ?? none));
      for (const [name, spool] of flags) {
        spool.appendAll((values.flags.get(name) ?? noFlags).map((flag) => noWord + 1 + flag));
      }
      for (const [name, spool] of texts) {
        const column = values.folded.get(name);
        if (column !== undefined) spool.append(column);
      }
    },
    close() {
      for (const spool of all.splice(0)) spool.close();
    },
  };
}
