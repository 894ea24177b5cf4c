/** The index of a run while its samples come in: their values go to tables, their words become numbers. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { INTEGER, VARCHAR } from '@duckdb/node-api';
import type { SampleFacts, SampleValues } from '../../../domain/sample-values';
import { foldText } from '../../../domain/text-match';
import type { RecordPlace } from '../record-format';
import { buildColumns } from './build-columns';
import {
  choiceFields,
  columnOf,
  fieldColumns,
  noWord,
  reasonSlot,
  slotOf,
  slotOfKey,
  type Cell,
} from './columns';
import { openDatabase, type Database } from './database';
import { databaseName, sealIndex, type IndexedRecords } from './index-manifest';
import { createIndexSpools } from './index-spools';
import { createTableWriter, type TableWriter } from './table-writer';

/** Past so many words in memory they are forgotten; one that comes again gets a second code, made one at the end. */
const wordsMost = 200_000;
const memory = '300MB';

export interface IndexWriter {
  append: (sampleId: number, place: RecordPlace, facts: SampleFacts) => void;
  /** Makes the index of the record file whole, synced and closed. Throws where a sample id came twice. */
  finish: (records: IndexedRecords, signal?: AbortSignal) => Promise<void>;
  /** Closes without more ado; for what is to be deleted. */
  abort: () => void;
}

/** The words of one slot that are in memory, with their codes. */
type SlotWords = Map<string, number>;

interface Words {
  codeOf: (slot: number, word: string) => number;
  /** The codes of a metadata key and of its value. */
  pairOf: (key: string, value: string) => { key: number; word: number };
}

function createWords(words: TableWriter, keys: TableWriter, wordsInMemory: number): Words {
  const slots = new Map<number, SlotWords>();
  const keyNumbers = new Map<string, { key: number; slot: number; words: SlotWords }>();
  let inMemory = 0;
  let lastCode = noWord;

  function forgetAll(): void {
    for (const ofSlot of slots.values()) ofSlot.clear();
    for (const ofKey of keyNumbers.values()) ofKey.words.clear();
    inMemory = 0;
  }
  function codeIn(ofSlot: SlotWords, slot: number, word: string): number {
    const known = ofSlot.get(word);
    if (known !== undefined) return known;
    if (inMemory >= wordsInMemory) forgetAll();
    lastCode += 1;
    inMemory += 1;
    ofSlot.set(word, lastCode);
    words.append([lastCode, slot, word, foldText(word)]);
    return lastCode;
  }
  return {
    codeOf(slot, word) {
      let ofSlot = slots.get(slot);
      if (ofSlot === undefined) {
        ofSlot = new Map();
        slots.set(slot, ofSlot);
      }
      return codeIn(ofSlot, slot, word);
    },
    pairOf(key, value) {
      let ofKey = keyNumbers.get(key);
      if (ofKey === undefined) {
        const number = keyNumbers.size;
        ofKey = { key: number, slot: slotOfKey(number), words: new Map() };
        keyNumbers.set(key, ofKey);
        keys.append([number, key, foldText(key)]);
      }
      return { key: ofKey.key, word: codeIn(ofKey.words, ofKey.slot, value) };
    },
  };
}

async function createTables(database: Database): Promise<void> {
  const columns = fieldColumns.map(({ name, type }) => `${columnOf(name)} ${type}`);
  await database.run(`CREATE TABLE samples ("row" INTEGER, ${columns.join(', ')})`);
  // A sample's words beside its main one, and its values for rare metadata keys.
  await database.run('CREATE TABLE others (slot INTEGER, word INTEGER, "row" INTEGER)');
  await database.run('CREATE TABLE metadata (key INTEGER, word INTEGER, "row" INTEGER)');
  await database.run('CREATE TABLE words (word INTEGER, slot INTEGER, value VARCHAR, folded VARCHAR)');
  await database.run('CREATE TABLE keys (key INTEGER, name VARCHAR, folded VARCHAR)');
}

/** Starts an index in a folder that must not be there yet. */
export async function createIndexWriter(folder: string, wordsInMemory = wordsMost): Promise<IndexWriter> {
  await mkdir(folder);
  const spillFolder = join(folder, 'spill');
  const spoolFolder = join(folder, 'spools');
  const database = await openDatabase(join(folder, databaseName), { isReadOnly: false, memory, spillFolder });
  await createTables(database);
  // In one transaction whole groups of rows go to the file at once; else each would go to the log first.
  await database.run('BEGIN');
  const types = fieldColumns.map(({ type }) => type);
  const samples = await createTableWriter(database, 'samples', [INTEGER, ...types]);
  const words = await createTableWriter(database, 'words', [INTEGER, INTEGER, VARCHAR, VARCHAR]);
  const keys = await createTableWriter(database, 'keys', [INTEGER, VARCHAR, VARCHAR]);
  const spools = createIndexSpools(spoolFolder);
  const { codeOf, pairOf } = createWords(words, keys, wordsInMemory);
  const choices = choiceFields.map((name) => ({
    name,
    slot: slotOf(name),
    spool: spools.words.get(name),
    column: 1 + fieldColumns.findIndex((column) => column.name === name),
  }));
  let rows = 0;
  let lastId = -1;
  let isInOrder = true;

  function appendWords(values: SampleValues, cells: readonly Cell[]): void {
    for (const { name, slot, spool, column } of choices) {
      const { main, all } = values[name];
      spool?.append(Number(cells[column]));
      if (all.length === (main === null ? 0 : 1)) continue;
      for (const word of new Set(all)) {
        if (word !== main) spools.others.append(slot, codeOf(slot, word), rows);
      }
    }
    for (const [name, value] of values.metadata) {
      const { key, word } = pairOf(name, value);
      spools.metadata.append(key, word, rows);
    }
  }

  return {
    append(sampleId, { offset, length }, { values, unknownReason }) {
      if (sampleId <= lastId) isInOrder = false;
      lastId = sampleId;
      const cells: Cell[] = [rows];
      for (const { read } of fieldColumns) cells.push(read(values, codeOf));
      samples.append(cells);
      spools.append(values, offset, length);
      spools.reasons.append(unknownReason === null ? noWord : codeOf(reasonSlot, unknownReason));
      appendWords(values, cells);
      rows += 1;
    },
    async finish(records, signal) {
      for (const writer of [samples, words, keys]) writer.finish();
      await database.run('COMMIT');
      await database.run('BEGIN');
      const built = await buildColumns(database, spools, folder, isInOrder, signal);
      await database.run('COMMIT');
      await database.run('CHECKPOINT');
      database.close();
      spools.close();
      await rm(spillFolder, { recursive: true, force: true });
      await rm(spoolFolder, { recursive: true });
      await sealIndex(folder, records, built);
    },
    abort() {
      database.close();
      spools.close();
    },
  };
}
