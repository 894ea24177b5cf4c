/** The index of a run while its samples come in: their values go to tables, their words become numbers. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { INTEGER, VARCHAR } from '@duckdb/node-api';
import { foldText } from '../../../domain/text-match';
import type { EntryBatch, ValueColumns } from '../entry-batch';
import type { RecordPlaces } from '../record-file';
import { buildColumns } from './build-columns';
import { noWord, reasonSlot, slotOf, slotOfKey, textColumns } from './columns';
import { openDatabase, type Connection, type Database } from './database';
import { databaseName, sealIndex, type IndexedRecords } from './index-manifest';
import { createIndexSpools } from './index-spools';
import { createTableWriter, type TableWriter } from './table-writer';

/** Past so many words in memory they are forgotten; one that comes again gets a second code, made one at the end. */
const wordsMost = 200_000;
const memory = '200MB';
/** Numbers in all tables of codes together, 8 MB; the words of further slots are looked up one by one. */
const tableNumbersMost = 2_000_000;

export interface IndexWriter {
  append: (batch: EntryBatch, places: RecordPlaces) => void;
  /** Makes the index of the record file whole, synced and closed. Throws where a sample id came twice. */
  finish: (records: IndexedRecords, signal?: AbortSignal) => Promise<void>;
  /** Closes without more ado; for what is to be deleted. */
  abort: () => void;
}

/** The words of one slot that are in memory, with their codes. */
type SlotWords = Map<string, number>;

interface Words {
  codeOf: (slot: number, word: string) => number;
  /** The number of a metadata key. */
  keyOf: (name: string) => number;
}

function createWords(words: TableWriter, keys: TableWriter, wordsInMemory: number): Words {
  const slots = new Map<number, SlotWords>();
  const keyNumbers = new Map<string, number>();
  let inMemory = 0;
  let lastCode = noWord;

  function forgetAll(): void {
    for (const ofSlot of slots.values()) ofSlot.clear();
    inMemory = 0;
  }
  return {
    codeOf(slot, word) {
      let ofSlot = slots.get(slot);
      if (ofSlot === undefined) {
        ofSlot = new Map();
        slots.set(slot, ofSlot);
      }
      const known = ofSlot.get(word);
      if (known !== undefined) return known;
      if (inMemory >= wordsInMemory) forgetAll();
      lastCode += 1;
      inMemory += 1;
      ofSlot.set(word, lastCode);
      words.append([lastCode, slot, word, foldText(word)]);
      return lastCode;
    },
    keyOf(name) {
      const known = keyNumbers.get(name);
      if (known !== undefined) return known;
      const key = keyNumbers.size;
      keyNumbers.set(name, key);
      keys.append([key, name, foldText(name)]);
      return key;
    },
  };
}

/** The words of each batch as the index numbers them; a table for each slot that there is room for spares look-ups. */
function createBatchCodes(codeOf: Words['codeOf']) {
  /** The codes of a slot by the batch's words, and whether this batch uses them: new memory for each batch costs more than filling it. */
  const bySlot = new Map<number, { codes: Uint32Array; batch: number }>();
  let words: readonly string[] = [];
  let batch = 0;
  let tableNumbers = 0;
  let isFull = false;
  /** `undefined` where there is no room: with many keys, tables of all words for each would take keys × words. */
  function tableOf(slot: number): Uint32Array | undefined {
    const size = words.length + 1;
    let known = bySlot.get(slot);
    if (known === undefined || known.codes.length < size) {
      const before = known?.codes.length ?? 0;
      if (tableNumbers - before + size * 2 > tableNumbersMost) {
        isFull = true;
        return undefined;
      }
      tableNumbers += size * 2 - before;
      known = { codes: new Uint32Array(size * 2), batch };
      bySlot.set(slot, known);
    } else if (known.batch !== batch) {
      known.codes.fill(noWord, 0, size);
      known.batch = batch;
    }
    return known.codes;
  }
  function codeIn(codes: Uint32Array | undefined, slot: number, word: number): number {
    const known = codes?.[word] ?? noWord;
    if (known !== noWord || word === 0) return known;
    const code = codeOf(slot, words[word - 1] ?? '');
    if (codes !== undefined) codes[word] = code;
    return code;
  }
  return {
    begin(wordsOfBatch: readonly string[]) {
      words = wordsOfBatch;
      batch += 1;
      if (!isFull) return;
      bySlot.clear();
      tableNumbers = 0;
      isFull = false;
    },
    one: (slot: number, word: number) => codeIn(tableOf(slot), slot, word),
    all(slot: number, given: Uint32Array): Uint32Array {
      const codes = tableOf(slot);
      return given.map((word) => codeIn(codes, slot, word));
    },
  };
}

async function createTables(database: Database): Promise<void> {
  // The values for rare metadata keys.
  await database.run('CREATE TABLE metadata (key INTEGER, word INTEGER, "row" INTEGER)');
  await database.run('CREATE TABLE words (word INTEGER, slot INTEGER, value VARCHAR, folded VARCHAR)');
  await database.run('CREATE TABLE keys (key INTEGER, name VARCHAR, folded VARCHAR)');
}

/** Creates the table of texts that are only sorted: all that is asked of them later lies in the columns. */
async function createTextTable(connection: Connection): Promise<TableWriter> {
  const columns = textColumns.map(({ column }) => `${column} VARCHAR`);
  await connection.run(`CREATE TEMP TABLE texts (arrival INTEGER, ${columns.join(', ')})`);
  return createTableWriter(connection, 'texts', [INTEGER, ...textColumns.map(() => VARCHAR)]);
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
  const sorting = await database.connect();
  const texts = await createTextTable(sorting);
  const words = await createTableWriter(database, 'words', [INTEGER, INTEGER, VARCHAR, VARCHAR]);
  const keys = await createTableWriter(database, 'keys', [INTEGER, VARCHAR, VARCHAR]);
  const spools = createIndexSpools(spoolFolder);
  const { codeOf, keyOf } = createWords(words, keys, wordsInMemory);
  const codes = createBatchCodes(codeOf);
  let rows = 0;
  let lastId = -1;
  let isInOrder = true;
  const first = (row: number) => rows + row;

  function appendWords(values: ValueColumns): void {
    codes.begin(values.words);
    for (const [name, given] of values.choices) {
      spools.words.get(name)?.appendAll(codes.all(slotOf(name), given));
    }
    const { others, metadata } = values;
    for (let at = 0; at < others.length; at += 3) {
      const slot = others[at] ?? 0;
      spools.others.append(slot, codes.one(slot, others[at + 1] ?? 0), rows + (others[at + 2] ?? 0));
    }
    const keyNumbers = values.metadataKeys.map(keyOf);
    for (const [place, column] of values.metadataColumns) {
      const key = keyNumbers[place] ?? 0;
      spools.metadata.appendColumn(key, codes.all(slotOfKey(key), column), rows);
    }
    for (let at = 0; at < metadata.length; at += 3) {
      const key = keyNumbers[metadata[at] ?? 0] ?? 0;
      const word = codes.one(slotOfKey(key), metadata[at + 1] ?? 0);
      spools.metadata.append(key, word, rows + (metadata[at + 2] ?? 0));
    }
    spools.reasons.appendAll(codes.all(reasonSlot, values.reasons));
  }

  return {
    append({ count, sampleIds, values }, places) {
      for (const id of sampleIds) {
        if (id <= lastId) isInOrder = false;
        lastId = id;
      }
      appendWords(values);
      texts.appendRows(count, [first, ...textColumns.map(({ textsOf }) => textsOf(values))]);
      spools.append(values, places);
      rows += count;
    },
    async finish(records, signal) {
      for (const writer of [texts, words, keys]) writer.finish();
      const built = await buildColumns({ database, sorting, spools, isInOrder }, folder, signal);
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
