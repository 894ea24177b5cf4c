/** Counts of the columns that a summary asks for, each over the rows under its own filters: a statement for each set of rows. */
import type { CountedColumn, CountedRows, Part, RowsWithout, Source } from './count-parts';
import { noCounts, type Counts, type NumberCounts } from './packs';
import { samplePackParts, sampleSideParts } from './sample-parts';
import { column, tables, verdictColumn } from './schema';
import { ask, type SqlIndex } from './sql-index';
import type { Bind, Fragment } from './statement';
import { verdictsOf } from './tally';
import { verdictParts } from './verdict-parts';

/** The columns of each source that the parts read. */
function columnsRead(parts: readonly Part[]): Map<Source, Set<string>> {
  const read = new Map<Source, Set<string>>();
  for (const { reads } of parts) {
    if (reads === undefined) continue;
    const columns = read.get(reads.source) ?? new Set([column.row]);
    for (const name of reads.columns) columns.add(name);
    read.set(reads.source, columns);
  }
  return read;
}

/** The sources as common table expressions. */
function sourcesOf({ dialect }: SqlIndex, rows: CountedRows, parts: readonly Part[]): Fragment {
  const verdicts = (columns: string) => (bind: Bind) =>
    `SELECT ${columns} FROM ${tables.verdicts} WHERE ${rows.verdicts(bind)}`;
  const selects: Record<Source, (columns: string) => Fragment> = {
    matching: (columns) => (bind) => `SELECT ${columns} FROM ${tables.samples} WHERE ${rows.samples(bind)}`,
    judged: verdicts,
    repeated: (columns) => (bind) =>
      `SELECT ${columns}, ${verdictColumn('result')} FROM ${tables.samples} ` +
      `JOIN (${verdicts(`${column.row}, ${verdictColumn('result')}`)(bind)}) USING (${column.row})`,
  };
  const common = [...columnsRead(parts)].map(([source, columns]): Fragment => {
    const select = selects[source]([...columns].join(', '));
    return (bind) => `${source} ${dialect.materialized} (${select(bind)})`;
  });
  return (bind) =>
    common.length === 0 ? '' : `WITH ${common.map((fragment) => fragment(bind)).join(', ')} `;
}

/** Counts columns over the same rows: what the adapter does not count by itself in one statement. */
async function countSet(
  index: SqlIndex,
  columns: readonly CountedColumn[],
  rows: CountedRows,
  counted: Map<string, Counts>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const wanted = columns.filter(({ name }) => name !== 'verdicts' || !rows.hasEveryVerdict);
  const asked = (await rows.countHeld?.(wanted, counted, signal)) ?? wanted;
  const parts = [
    ...samplePackParts(index, asked, counted),
    ...sampleSideParts(index, wanted, rows, counted),
    ...verdictParts(index, asked, rows, counted),
  ];
  if (parts.length > 0) await askParts(index, parts, rows, signal);
  if (wanted.length < columns.length) {
    counted.set('verdicts', Float64Array.of(verdictsOf(index.tallies, counted.get('totals') ?? noCounts)));
  }
}

/** Asks for all parts in one statement. */
async function askParts(
  index: SqlIndex,
  parts: readonly Part[],
  rows: CountedRows,
  signal: AbortSignal | undefined,
): Promise<void> {
  const common = sourcesOf(index, rows, parts);
  const answer = await ask(
    index,
    (bind) =>
      common(bind) +
      parts
        .map(({ select }, at) => `SELECT ${at} AS part, number::INTEGER, amount FROM (${select(bind)})`)
        .join(' UNION ALL '),
    'long',
    signal,
  );
  const [partOf, numbers, amounts] = [answer.numbers(0), answer.numbers(1), answer.numbers(2)];
  const found = parts.map((): NumberCounts => ({ numbers: [], counts: [] }));
  for (let at = 0; at < answer.rows; at++) {
    const part = found[partOf[at] ?? 0];
    part?.numbers.push(numbers[at] ?? 0);
    part?.counts.push(amounts[at] ?? 0);
  }
  // In order: the further values of a sample are counted after its main one.
  parts.forEach(({ take }, at) => take(found[at] ?? { numbers: [], counts: [] }));
}

/**
 * Counts of columns by name, each over the rows under all filters but those that it leaves out. `isSet`: whether a
 * filter is set, by the name that leaves it out. Throws the signal's reason where it is aborted.
 */
export async function countColumns(
  index: SqlIndex,
  rowsWithout: RowsWithout,
  isSet: (name: string) => boolean,
  columns: readonly CountedColumn[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Counts>> {
  const sets = new Map<string, { but: readonly string[]; columns: CountedColumn[] }>();
  for (const one of columns) {
    const but = [...new Set(one.but.filter(isSet))].sort();
    const key = but.join(' ');
    const set = sets.get(key) ?? { but, columns: [] };
    set.columns.push(one);
    sets.set(key, set);
  }
  const counted = new Map<string, Counts>();
  for (const set of sets.values()) {
    await countSet(index, set.columns, await rowsWithout(set.but), counted, signal);
  }
  return counted;
}
