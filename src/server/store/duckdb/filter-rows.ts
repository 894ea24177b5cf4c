/** The rows that match filters: found once per filter and cached; a query's rows are their intersection. */
import { LRUCache } from 'lru-cache';
import { memoized } from '../memoized';
import { verdictCondition, type ConditionContext } from '../sql/conditions';
import { duckdbSets } from '../sql/dialect';
import { column, ordinal, tables } from '../sql/schema';
import { setsOf, verdictKey, type RowSet, type Selection } from '../sql/selection';
import { ask, type SqlIndex } from '../sql/sql-index';
import type { Fragment } from '../sql/statement';
import type { DuckdbAnswer } from './database';
import { allRows, bitsFromBytes, both, type RowBits } from './row-bits';

export interface FilterRows {
  /** Returned for a selection without filters: this very object. */
  everyRow: RowBits;
  /** Whether the rows of a selection are available without a statement. */
  isKnown: (selection: Selection) => boolean;
  /** The rows that match the selection, without the filters named in `but`. Must not be modified. */
  rows: (selection: Selection, but?: readonly string[], signal?: AbortSignal) => Promise<RowBits>;
  /** The ordinals of verdicts, including surplus ones, that meet the verdict filters, whatever their samples. */
  verdicts: (selection: Selection, but: readonly string[]) => Promise<RowBits>;
}

/** The filters of an index; the sets that were found are cached in `cachedBytes`. */
export function createFilterRows(
  context: ConditionContext & { index: SqlIndex<DuckdbAnswer> },
  cachedBytes: number,
): FilterRows {
  const { index } = context;
  const { rows, verdicts } = index.built;
  const bytesOfSet = Math.ceil(Math.max(rows, verdicts) / 8);
  const cached = new LRUCache<string, Promise<RowBits>>({
    maxSize: cachedBytes,
    sizeCalculation: (_set, key) => bytesOfSet + key.length * 2,
  });
  const everyRow = allRows(rows);

  /** The numbers below `end` in a column, over the rows of a table that meet the condition. */
  async function numbersIn(table: string, own: string, end: number, condition: Fragment): Promise<RowBits> {
    const gathered = duckdbSets.rowSet(own, end);
    const answer = await ask(index, (bind) => `SELECT ${gathered} FROM ${table} WHERE ${condition(bind)}`);
    return bitsFromBytes(answer.rowSet(0)?.bytes ?? new Uint8Array(1), end);
  }
  async function find({ find: conditionOfSet }: RowSet): Promise<RowBits> {
    const found = await conditionOfSet(context);
    return found === undefined ? everyRow : numbersIn(found.table, column.row, rows, found.condition);
  }

  return {
    everyRow,
    isKnown: (selection) => setsOf(selection, []).every(({ key }) => cached.has(key)),
    async rows(selection, but = [], signal) {
      let kept = everyRow;
      for (const set of setsOf(selection, but)) {
        signal?.throwIfAborted();
        // A page and its summary request the same set at once, and the second waits for the first.
        const found = await memoized(cached, set.key, () => find(set));
        kept = kept === everyRow ? found : both(kept, found);
      }
      return kept;
    },
    verdicts: (selection, but) =>
      memoized(cached, JSON.stringify(['each verdict', ...verdictKey(selection, but)]), async () => {
        const { withSurplus } = await verdictCondition(context, selection.filters, but);
        return numbersIn(tables.verdicts, ordinal, verdicts, withSurplus);
      }),
  };
}
