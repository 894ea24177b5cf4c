/** Changes to the set filters and to a choice among values; pure. */
import type { FieldName } from '../../contract/fields';
import type { ChoiceValue, FilterValues, KindName, RangeValue } from '../../contract/kinds/kind';
import type { Filters } from '../../contract/query';
import { withoutFilter, type Choice } from '../set-filters';

/** The filters with one of them set, or cleared where the value is `undefined`. */
export function withFilter(
  filters: Filters,
  name: FieldName,
  value: FilterValues[KindName] | undefined,
): Filters {
  const others = withoutFilter(filters, name);
  return value === undefined ? others : Object.fromEntries([...Object.entries(others), [name, value]]);
}

/**
 * The choice after a click on a value's box: a value that is left out is so no longer; any other one is ticked or
 * unticked, where only one may be in place of the other.
 */
export function toggled({ chosen, leftOut }: Choice, value: ChoiceValue, allowsOneOnly: boolean): Choice {
  if (leftOut.includes(value)) return { chosen, leftOut: leftOut.filter((other) => other !== value) };
  if (chosen.includes(value)) return { chosen: chosen.filter((other) => other !== value), leftOut };
  return { chosen: allowsOneOnly ? [value] : [...chosen, value], leftOut };
}

/** The choice with a value left out, which is then not chosen, or no longer left out where it was. */
export function excluded({ chosen, leftOut }: Choice, value: ChoiceValue): Choice {
  const isLeftOut = leftOut.includes(value);
  return {
    chosen: chosen.filter((other) => other !== value),
    leftOut: isLeftOut ? leftOut.filter((other) => other !== value) : [...leftOut, value],
  };
}

/** The bounds that are there, or `undefined` where both are open. */
export function boundsOrNothing({ min, max }: RangeValue): RangeValue | undefined {
  if (min === undefined && max === undefined) return undefined;
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}
