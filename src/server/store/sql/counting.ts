/** Counts the columns of a summary, each over the rows under its own filters: one statement per set of rows. */
import type { CountedColumn, CountedRows, Part, RowsWithout, Source } from './count-parts';
import { noCounts, type Counts, type NumberCounts } from './packs';
import { samplePackParts, sampleSideParts } from './sample-parts';
import { column, tables, verdictColumn } from './schema';
import { ask, type SqlIndex } from './sql-index';
import type { Bind, Fragment } from './statement';
import { verdictsOf } from './tally';
import { verdictParts } from './verdict-parts';

/** The sources that the parts read, as common table expressions; the engine omits unused columns. */
function sourcesOf({ dialect }: SqlIndex, rows: CountedRows, parts: readonly Part[]): Fragment {
  const result = verdictColumn('result');
  const judged = (columns: string, bind: Bind) =>
    `SELECT ${columns} FROM ${tables.verdicts} WHERE ${rows.verdicts(bind)}`;
  const selects: Record<Source, Fragment> = {
    matching: (bind) => `SELECT * FROM ${tables.samples} WHERE ${rows.samples(bind)}`,
    judged: (bind) => judged('*', bind),
    repeated: (bind) =>
      `SELECT * FROM ${tables.samples} JOIN (${judged(`${column.row}, ${result}`, bind)}) USING (${column.row})`,
  };
  const read = [...new Set(parts.flatMap(({ reads }) => reads ?? []))];
  return (bind) =>
    read.length === 0
      ? ''
      : `WITH ${read.map((source) => `${source} ${dialect.materialized} (${selects[source](bind)})`).join(', ')} `;
}

/** Counts columns over the same rows: those that the adapter does not count itself, in one statement. */
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

/** Runs all parts in one statement. */
async function askParts(
  index: SqlIndex,
  parts: readonly Part[],
  rows: CountedRows,
  signal: AbortSignal | undefined,
): Promise<void> {
  const common = sourcesOf(index, rows, parts);
  const counts = index.dialect.counts(parts.map(({ count }) => count));
  const answer = await ask(index, (bind) => common(bind) + counts(bind), 'long', signal);
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
 * Counts columns by name, each over the rows under all filters except those that it ignores. `isSet` tells whether
 * a filter is set, by the name that leaves it out. Throws the signal's reason if it is aborted.
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
