/** Counts of the columns that a summary asks for, each over the rows under its own filters: a statement for each set of rows. */
import { fieldNames, type FieldName } from '../../../contract/fields';
import { choiceFields } from '../fields-by-kind';
import { addCounts, noCounts, outcomes, type Counts, type NumberCounts } from './packs';
import { column, firstRareOwner, ownerOf, packColumn, tables } from './schema';
import { ask, type SqlIndex } from './sql-index';
import { isOneOf, type Fragment } from './statement';

/** Rows to count over. */
export interface CountedRows {
  condition: Fragment;
  /** Counts the numbers of a pack over these rows without a statement, where the engine's adapter can. */
  countPack?: (place: number) => Promise<NumberCounts | undefined>;
}

/** Gives the rows under all filters but those of some fields. */
export type RowsWithout = (but: readonly FieldName[]) => CountedRows;

/** A column to count: packed, or a metadata key too rare for a column of its own. */
export interface CountedColumn {
  name: string;
  /** Absent for what has no dictionary. */
  owner?: number | undefined;
}

/** The field whose own filter a column leaves out. */
function fieldOf(name: string): FieldName | undefined {
  const [part, ...rest] = name.split(':');
  if (part === 'metadata' || part === 'hasMetadata') return 'metadata';
  return fieldNames.find((field) => field === rest.join(':'));
}

/** A part of a set's statement: what it selects, a number and a count in each row, and who takes them. */
interface Part {
  select: Fragment;
  take: (rows: NumberCounts) => void;
}

const selectCounts =
  (number: string, from: string, where: Fragment): Fragment =>
  (bind) =>
    `SELECT ${number} AS number, count(*)::DOUBLE AS samples FROM ${from} WHERE ${where(bind)} GROUP BY ${number}`;

const both =
  (a: Fragment, b: Fragment): Fragment =>
  (bind) =>
    `${a(bind)} AND ${b(bind)}`;

/** The part that counts the values of a field beside the samples' main ones. */
function otherValuesPart(
  name: (typeof choiceFields)[number],
  rows: CountedRows,
  counted: Map<string, Counts>,
): Part {
  // A value that stands for a missing main one is told by its sign.
  const number = `CASE ${column.isFirst} WHEN 1 THEN -1 - ${column.counted} ELSE ${column.counted} END`;
  const where = both(isOneOf(column.owner, [ownerOf(name)]), rows.condition);
  return {
    select: selectCounts(number, tables.sampleValues, where),
    take: ({ numbers, counts }) => {
      const own = counted.get(`facet:${name}`) ?? noCounts;
      numbers.forEach((found, at) => {
        const count = counts[at] ?? 0;
        const to = found < 0 ? -1 - found : found;
        own[to] = (own[to] ?? 0) + count;
        // The sample was counted as one without any value.
        if (found < 0) own[to % outcomes] = (own[to % outcomes] ?? 0) - count;
      });
    },
  };
}

/** The part that counts the values of a rare metadata key; all samples that lack it are those that are left. */
function rareKeyPart(
  { name, owner }: { name: string; owner: number },
  rows: CountedRows,
  counted: Map<string, Counts>,
): Part {
  const where = both(isOneOf(column.owner, [owner]), rows.condition);
  return {
    select: selectCounts(column.counted, tables.metadata, where),
    take({ numbers, counts }) {
      const size = numbers.reduce((most, number) => Math.max(most, number), 0) + outcomes;
      const own = new Float64Array(size);
      (counted.get('hasMetadata') ?? noCounts).forEach((count, at) => {
        own[at % outcomes] = (own[at % outcomes] ?? 0) + count;
      });
      numbers.forEach((number, at) => {
        const count = counts[at] ?? 0;
        own[number] = (own[number] ?? 0) + count;
        own[number % outcomes] = (own[number % outcomes] ?? 0) - count;
      });
      counted.set(name, own);
    },
  };
}

/** Counts columns over the same rows: what the adapter does not count by itself in one statement. */
async function countSet(
  index: SqlIndex,
  columns: readonly CountedColumn[],
  rows: CountedRows,
  counted: Map<string, Counts>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { built, dialect } = index;
  const names = new Set(columns.map(({ name }) => name));
  const parts: Part[] = [];
  const base: string[] = [];
  for (const [place, pack] of built.packs.entries()) {
    if (!pack.members.some(({ name }) => names.has(name))) continue;
    signal?.throwIfAborted();
    const found = await rows.countPack?.(place);
    const take = (counts: NumberCounts) => addCounts(counted, pack, names, counts);
    if (found !== undefined) {
      take(found);
      continue;
    }
    base.push(packColumn(place));
    parts.push({ select: selectCounts(packColumn(place), 'base', () => 'true'), take });
  }
  for (const name of choiceFields) {
    if (names.has(`facet:${name}`) && built.fieldsWithOthers.includes(name)) {
      parts.push(otherValuesPart(name, rows, counted));
    }
  }
  for (const { name, owner } of columns) {
    if (owner !== undefined && owner >= firstRareOwner)
      parts.push(rareKeyPart({ name, owner }, rows, counted));
  }
  if (parts.length === 0) return;
  const common: Fragment = (bind) =>
    base.length === 0
      ? ''
      : `WITH base ${dialect.materialized} (SELECT ${base.join(', ')} FROM ${tables.samples} WHERE ${rows.condition(bind)}) `;
  const answer = await ask(
    index,
    (bind) =>
      common(bind) +
      parts
        .map(({ select }, at) => `SELECT ${at} AS part, number::INTEGER, samples FROM (${select(bind)})`)
        .join(' UNION ALL '),
    'long',
    signal,
  );
  const [partOf, numbers, counts] = [answer.numbers(0), answer.numbers(1), answer.numbers(2)];
  const found = parts.map((): NumberCounts => ({ numbers: [], counts: [] }));
  for (let at = 0; at < answer.rows; at++) {
    const part = found[partOf[at] ?? 0];
    part?.numbers.push(numbers[at] ?? 0);
    part?.counts.push(counts[at] ?? 0);
  }
  // In their order: what a sample has beside its main value comes after that.
  parts.forEach(({ take }, at) => take(found[at] ?? { numbers: [], counts: [] }));
}

/**
 * Counts of columns by name, each over the rows under all filters but the outcome's and its own field's. Throws the
 * signal's reason where it is aborted.
 */
export async function countColumns(
  index: SqlIndex,
  rowsWithout: RowsWithout,
  isFiltered: (name: FieldName) => boolean,
  columns: readonly CountedColumn[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Counts>> {
  const sets = new Map<FieldName | undefined, CountedColumn[]>();
  for (const one of columns) {
    const field = fieldOf(one.name);
    const but = field !== undefined && field !== 'outcome' && isFiltered(field) ? field : undefined;
    sets.set(but, [...(sets.get(but) ?? []), one]);
  }
  const counted = new Map<string, Counts>();
  for (const [but, ofSet] of sets) {
    await countSet(
      index,
      ofSet,
      rowsWithout(but === undefined ? ['outcome'] : ['outcome', but]),
      counted,
      signal,
    );
  }
  return counted;
}
