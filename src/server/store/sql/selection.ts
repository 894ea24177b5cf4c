/** The conditions whose conjunction selects the samples of a query, one per filter. */
import {
  choiceFieldNames,
  isVerdictField,
  sampleFieldNames,
  verdictFieldNames,
  type SampleFieldName,
} from '../../../contract/fields';
import type { Query } from '../../../contract/query';
import {
  conditionOf,
  exclusionOf,
  takesSurplus,
  verdictCondition,
  type ConditionContext,
} from './conditions';
import { tables } from './schema';
import type { Fragment } from './statement';

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
export interface RowSet {
  key: string;
  find: (context: ConditionContext) => Promise<{ table: string; condition: Fragment } | undefined>;
}

const isSampleFilter = (name: SampleFieldName): boolean => !isVerdictField(name);

/** Equal if the filters on verdicts are equal, ignoring those in `but`. */
export const verdictKey = ({ filters }: Selection, but: readonly string[]) =>
  verdictFieldNames.map((name) => (but.includes(name) ? null : (filters[name] ?? null)));

/** The sets whose intersection matches; `but`: the filters left out, as field names and `not.` plus field name. */
export function setsOf({ filters, not }: Selection, but: readonly string[]): RowSet[] {
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
