/** The rows that filters keep: each filter's own set is found once and remembered, a query's is what all of them keep. */
import {
  choiceFieldNames,
  isVerdictField,
  sampleFieldNames,
  verdictFieldNames,
  type SampleFieldName,
} from '../../../contract/fields';
import type { Query } from '../../../contract/query';
import { conditionOf, exclusionOf, verdictCondition, type ConditionContext } from '../sql/conditions';
import { matchingRows } from '../sql/page';
import { tables } from '../sql/schema';
import type { Fragment } from '../sql/statement';
import { createLruCache } from './lru-cache';
import { allRows, bitsFromBytes, both, type RowBits } from './row-bits';

/** What says which samples match. */
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

/** The sets whose common rows match. `but`: names of fields, and `not.` and a name, that are left out. */
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
  // One single verdict must meet all of these, so they are one set.
  const ofVerdicts = verdictFieldNames.filter((name) => filters[name] !== undefined && !but.includes(name));
  if (ofVerdicts.length > 0) {
    const takesSurplus = filters.verdict?.includes('surplus') === true && !but.includes('surplus');
    sets.push({
      key: JSON.stringify(['verdicts', takesSurplus, ...ofVerdicts.map((name) => [name, filters[name]])]),
      async find(context) {
        const { condition } = await verdictCondition(context, filters, but);
        return { table: tables.verdicts, condition };
      },
    });
  }
  return sets;
}

export interface FilterRows {
  /** What a selection without filters keeps: this very object. */
  everyRow: RowBits;
  /** Whether the rows of a selection can be had without a statement. */
  isKnown: (selection: Selection) => boolean;
  /** The rows that the selection keeps, without the filters named in `but`. Not to be written into. */
  rows: (selection: Selection, but?: readonly string[], signal?: AbortSignal) => Promise<RowBits>;
}

/** The filters of an index, with the sets that were found kept in `cachedBytes`. */
export function createFilterRows(context: ConditionContext, cachedBytes: number): FilterRows {
  const { rows } = context.index.built;
  const cached = createLruCache<Promise<RowBits>>(cachedBytes, () => Math.ceil(rows / 8));
  const everyRow = allRows(rows);

  async function find({ find: conditionOfSet }: RowSet): Promise<RowBits> {
    const found = await conditionOfSet(context);
    if (found === undefined) return everyRow;
    const set = await matchingRows(context.index, found.condition, found.table);
    return bitsFromBytes(set?.bytes ?? new Uint8Array(1), rows);
  }
  /** A page and its summary ask for the same set at once, and the second waits for the first. */
  function rowsOfSet(set: RowSet): Promise<RowBits> {
    const known = cached.get(set.key);
    if (known !== undefined) return known;
    const finding = find(set);
    cached.set(set.key, finding);
    finding.catch(() => cached.delete(set.key));
    return finding;
  }

  return {
    everyRow,
    isKnown: (selection) => setsOf(selection, []).every(({ key }) => cached.has(key)),
    async rows(selection, but = [], signal) {
      let kept = everyRow;
      for (const set of setsOf(selection, but)) {
        signal?.throwIfAborted();
        const found = await rowsOfSet(set);
        kept = kept === everyRow ? found : both(kept, found);
      }
      return kept;
    },
  };
}
