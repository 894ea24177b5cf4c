/** Stages the values of a run while its samples arrive: tables in the order of arrival, words as numbers. */
import { DOUBLE, INTEGER, VARCHAR } from '@duckdb/node-api';
import { foldText } from '../../../domain/text-match';
import type { EntryBatch } from '../entry-batch';
import { containsFields, flagFields, numberFields, sampleChoices, sortedTextFields } from '../fields-by-kind';
import type { RecordPlaces } from '../records/record-file';
import { column, columnOf, ordinal, verdictColumn, writtenColumnOf } from '../sql/schema';
import { verdictCodes, verdictMeasures, type VerdictCode, type VerdictColumns } from '../verdict-columns';
import type { Connection } from './database';
import { createTableLoader, type TableLoader } from './table-loader';

/*
 * staged           one row per sample: its position of arrival, its record's position, its values; choices are terms,
 *                  0 is none
 * staged_values    row, owner, term: further values of choice fields
 * staged_metadata  row, key, term; the key is a term too
 * staged_verdicts  ordinal, and the columns of a batch's verdicts; words are terms
 * terms            term, word, folded
 * A word that was evicted gets another term when it occurs again: see `wordsMost`.
 */
const stagedColumns: readonly (readonly [
  name: string,
  type: typeof DOUBLE | typeof INTEGER | typeof VARCHAR,
])[] = [
  [column.row, INTEGER],
  [column.offset, DOUBLE],
  [column.length, DOUBLE],
  ...numberFields.map((name) => [columnOf(name), DOUBLE] as const),
  ...flagFields.map((name) => [columnOf(name), INTEGER] as const),
  ...sampleChoices.map((name) => [columnOf(name), INTEGER] as const),
  [column.reason, INTEGER],
  ...containsFields.map((name) => [columnOf(name), VARCHAR] as const),
  ...sortedTextFields.map((name) => [writtenColumnOf(name), VARCHAR] as const),
];

const verdictTypes = [INTEGER, ...verdictCodes.map(() => INTEGER), ...verdictMeasures.map(() => DOUBLE)];
/** The columns of verdicts that contain words. */
const verdictWords: readonly VerdictCode[] = ['block', 'key', 'expected', 'said'];

/** When more words, or characters of words, than this are in memory, all are evicted. */
const wordsMost = 200_000;
const charactersMost = 16 << 20;

const noNumbers = new Float64Array();
const noCodes = new Uint32Array();

/** Every third number of a list, starting at `first`. */
const thirdsOf = (list: Uint32Array, first: number) => list.filter((_number, at) => at % 3 === first);

/** Assigns numbers to words, and inserts each word into the table of terms on its first occurrence. */
function createTerms(table: TableLoader, wordsInMemory: number) {
  const known = new Map<string, number>();
  let characters = 0;
  let last = 0;
  return (words: readonly string[]): Uint32Array => {
    if (known.size + words.length > wordsInMemory || characters > charactersMost) {
      known.clear();
      characters = 0;
    }
    const added: string[] = [];
    const first = last + 1;
    const terms = Uint32Array.from(words, (word) => {
      const term = known.get(word);
      if (term !== undefined) return term;
      last += 1;
      known.set(word, last);
      characters += word.length;
      added.push(word);
      return last;
    });
    const ids = Int32Array.from(added, (_word, at) => first + at);
    table.append(added.length, [ids, added, added.map(foldText)]);
    return terms;
  };
}

export interface StagedRun {
  append: (batch: EntryBatch, places: RecordPlaces) => void;
  /** Flushes the remaining rows. Returns the numbers of rows, and whether the ids of samples were ascending. */
  finish: () => { rows: number; verdicts: number; isInOrder: boolean };
}

/** Creates the tables, which are dropped with the connection. */
export async function stageRun(connection: Connection, wordsInMemory = wordsMost): Promise<StagedRun> {
  const declared = stagedColumns.map(([name, type]) => `${name} ${type.toString()}`);
  await connection.run(`CREATE TEMP TABLE staged (${declared.join(', ')})`);
  const { row, owner } = column;
  await connection.run(`CREATE TEMP TABLE staged_values (${row} INTEGER, ${owner} INTEGER, term INTEGER)`);
  await connection.run(`CREATE TEMP TABLE staged_metadata (${row} INTEGER, key INTEGER, term INTEGER)`);
  const verdictNames = [ordinal, ...[...verdictCodes, ...verdictMeasures].map(verdictColumn)];
  await connection.run(
    `CREATE TEMP TABLE staged_verdicts (${verdictNames.map((name, at) => `${name} ${verdictTypes[at]?.toString()}`).join(', ')})`,
  );
  await connection.run('CREATE TEMP TABLE terms (term INTEGER, word VARCHAR, folded VARCHAR)');
  const loaderOf = (table: string, types: Parameters<typeof createTableLoader>[2]) =>
    createTableLoader(connection, table, types);
  const samples = await loaderOf(
    'staged',
    stagedColumns.map(([, type]) => type),
  );
  const values = await loaderOf('staged_values', [INTEGER, INTEGER, INTEGER]);
  const metadata = await loaderOf('staged_metadata', [INTEGER, INTEGER, INTEGER]);
  const verdicts = await loaderOf('staged_verdicts', verdictTypes);
  const terms = await loaderOf('terms', [INTEGER, VARCHAR, VARCHAR]);
  const termsOf = createTerms(terms, wordsInMemory);
  let rows = 0;
  let verdictRows = 0;
  let lastId = -1;
  let isInOrder = true;

  function appendVerdicts(
    { codes, measures }: VerdictColumns,
    rowOf: (place: number) => number,
    termOf: (word: number) => number,
  ): void {
    const count = codes.get('row')?.length ?? 0;
    const first = verdictRows;
    const codesOf = (name: VerdictCode) => {
      const list = codes.get(name) ?? noCodes;
      return verdictWords.includes(name) ? list.map(termOf) : list;
    };
    verdicts.append(count, [
      Int32Array.from({ length: count }, (_place, at) => first + at),
      ...verdictCodes.map((name) => (name === 'row' ? codesOf(name).map(rowOf) : codesOf(name))),
      ...verdictMeasures.map((name) => measures.get(name) ?? noNumbers),
    ]);
    verdictRows += count;
  }

  return {
    append(batch, { offsets, lengths }) {
      const { count, sampleIds } = batch;
      const { numbers, flags, folded, written, words, choices, others, reasons } = batch.values;
      for (const id of sampleIds) {
        if (id <= lastId) isInOrder = false;
        lastId = id;
      }
      const ofWords = termsOf(words);
      const ofKeys = termsOf(batch.values.metadataKeys);
      const first = rows;
      const termOf = (word: number) => (word === 0 ? 0 : (ofWords[word - 1] ?? 0));
      samples.append(count, [
        Int32Array.from(sampleIds, (_id, at) => first + at),
        offsets,
        lengths,
        ...numberFields.map((name) => numbers.get(name) ?? noNumbers),
        ...flagFields.map((name) => Int32Array.from(flags.get(name) ?? noCodes)),
        ...sampleChoices.map((name) => (choices.get(name) ?? noCodes).map(termOf)),
        reasons.map(termOf),
        ...containsFields.map((name) => folded.get(name) ?? []),
        ...sortedTextFields.map((name) => written.get(name) ?? []),
      ]);
      const rowOf = (place: number) => first + place;
      values.append(others.length / 3, [
        thirdsOf(others, 2).map(rowOf),
        thirdsOf(others, 0),
        thirdsOf(others, 1).map(termOf),
      ]);
      appendVerdicts(batch.values.verdicts, rowOf, termOf);
      const triples = batch.values.metadata;
      metadata.append(triples.length / 3, [
        thirdsOf(triples, 2).map(rowOf),
        thirdsOf(triples, 0).map((key) => ofKeys[key] ?? 0),
        thirdsOf(triples, 1).map(termOf),
      ]);
      rows += count;
    },
    finish() {
      for (const table of [samples, values, metadata, verdicts, terms]) table.finish();
      return { rows, verdicts: verdictRows, isInOrder };
    },
  };
}
