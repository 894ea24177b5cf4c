/** Changes to the set filters and to a choice among values; pure. */
import type { FieldName } from '../../contract/fields';
import type { FilterValues, KindName, RangeValue } from '../../contract/kinds/kind';
import type { Filters } from '../../contract/query';
import { withoutFilter } from '../url-state';

/** The filters with one of them set, or cleared where the value is `undefined`. */
export function withFilter(
  filters: Filters,
  name: FieldName,
  value: FilterValues[KindName] | undefined,
): Filters {
  const others = withoutFilter(filters, name);
  return value === undefined ? others : Object.fromEntries([...Object.entries(others), [name, value]]);
}

/** The chosen values with one of them ticked or unticked; where only one may be, it takes the other's place. */
export function toggled(
  chosen: readonly string[] | undefined,
  value: string,
  allowsOneOnly: boolean,
): readonly string[] | undefined {
  const before = chosen ?? [];
  if (!before.includes(value)) return allowsOneOnly ? [value] : [...before, value];
  const rest = before.filter((other) => other !== value);
  return rest.length === 0 ? undefined : rest;
}

/**
 * The chosen values without one of them; where nothing or nothing else is chosen, all values but it. So "not" said of
 * one value after another leaves out each of them.
 */
export function excluded(
  chosen: readonly string[] | undefined,
  value: string,
  all: readonly string[],
): readonly string[] {
  const rest = (chosen ?? []).filter((other) => other !== value);
  return rest.length > 0 ? rest : all.filter((other) => other !== value);
}

/** The bounds that are there, or `undefined` where both are open. */
export function boundsOrNothing({ min, max }: RangeValue): RangeValue | undefined {
  if (min === undefined && max === undefined) return undefined;
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}
