/** The rows that match filters: found once per filter and cached; a query's rows are their intersection. */
import { LRUCache } from 'lru-cache';
import {
  choiceFieldNames,
  isVerdictField,
  sampleFieldNames,
  verdictFieldNames,
  type SampleFieldName,
} from '../../../contract/fields';
import type { Query } from '../../../contract/query';
import { memoized } from '../memoized';
import {
  conditionOf,
  exclusionOf,
  takesSurplus,
  verdictCondition,
  type ConditionContext,
} from '../sql/conditions';
import { matchingNumbers } from '../sql/page';
import { column, ordinal, tables } from '../sql/schema';
import type { Fragment } from '../sql/statement';
import { allRows, bitsFromBytes, both, type RowBits } from './row-bits';

/** The parts of a query that select samples. */
export type Selection = Pick<Query, 'filters' | 'not'>;

/** Equal for equal selections. */
export const selectionKey = ({ filters, not }: Selection): string =>
  JSON.stringify([
    ...sampleFieldNames.map((name) => filters[name] ?? null),
    ...verdictFieldNames.map((name) => filters[name] ?? null),
    ...choiceFieldNames.map((name) => not[name] ?? null),
  ]);

/** One set of rows: its key, and the condition that finds it. */
interface RowSet {
  key: string;
  find: (context: ConditionContext) => Promise<{ table: string; condition: Fragment } | undefined>;
}

const isSampleFilter = (name: SampleFieldName): boolean => !isVerdictField(name);

/** Equal if the filters on verdicts are equal, ignoring those in `but`. */
const verdictKey = ({ filters }: Selection, but: readonly string[]) =>
  verdictFieldNames.map((name) => (but.includes(name) ? null : (filters[name] ?? null)));

/** The sets whose intersection matches; `but`: the filters left out, as field names and `not.` plus field name. */
function setsOf({ filters, not }: Selection, but: readonly string[]): RowSet[] {
  const sets: RowSet[] = [];
  for (const name of sampleFieldNames.filter(isSampleFilter)) {
    if (filters[name] === undefined || but.includes(name)) continue;
    sets.push({
      key: JSON.stringify([name, filters[name]]),
      async find(context) {
        const condition = await conditionOf(context, filters, name);
        return condition && { table: tables.samples, condition };
      },
    });
  }
  for (const name of choiceFieldNames) {
    if (not[name] === undefined || but.includes(`not.${name}`)) continue;
    sets.push({
      key: JSON.stringify([`not.${name}`, not[name]]),
      async find(context) {
        const condition = await exclusionOf(context, not, name);
        return condition && { table: tables.samples, condition };
      },
    });
  }
  // One single verdict must meet all of these, so they form one set.
  if (verdictFieldNames.some((name) => filters[name] !== undefined && !but.includes(name))) {
    sets.push({
      key: JSON.stringify(['verdicts', takesSurplus(filters, but), ...verdictKey({ filters, not }, but)]),
      async find(context) {
        const { condition } = await verdictCondition(context, filters, but);
        return { table: tables.verdicts, condition };
      },
    });
  }
  return sets;
}

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
export function createFilterRows(context: ConditionContext, cachedBytes: number): FilterRows {
  const { rows, verdicts } = context.index.built;
  const bytesOfSet = Math.ceil(Math.max(rows, verdicts) / 8);
  const cached = new LRUCache<string, Promise<RowBits>>({
    maxSize: cachedBytes,
    sizeCalculation: (_set, key) => bytesOfSet + key.length * 2,
  });
  const everyRow = allRows(rows);

  async function numbersIn(table: string, own: string, end: number, condition: Fragment): Promise<RowBits> {
    const set = await matchingNumbers(context.index, condition, { table, column: own, end });
    return bitsFromBytes(set?.bytes ?? new Uint8Array(1), end);
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
