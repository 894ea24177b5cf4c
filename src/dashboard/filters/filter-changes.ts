/** Changes to the active filters and to a selection of values. Pure functions. */
import type { FieldName } from '../../contract/fields';
import type { ChoiceValue, FilterValues, KindName, RangeValue } from '../../contract/kinds/kind';
import type { Filters } from '../../contract/query';
import { withoutFilter, type Choice } from '../frame/set-filters';

/** The filters with one of them set, or cleared if the value is `undefined`. */
export function withFilter(
  filters: Filters,
  name: FieldName,
  value: FilterValues[KindName] | undefined,
): Filters {
  const others = withoutFilter(filters, name);
  return value === undefined ? others : Object.fromEntries([...Object.entries(others), [name, value]]);
}

/**
 * The selection after a click on a value's checkbox: removes its exclusion if there is one; otherwise toggles it,
 * replacing any other value if only one is allowed.
 */
export function toggled({ chosen, leftOut }: Choice, value: ChoiceValue, allowsOneOnly: boolean): Choice {
  if (leftOut.includes(value)) return { chosen, leftOut: leftOut.filter((other) => other !== value) };
  if (chosen.includes(value)) return { chosen: chosen.filter((other) => other !== value), leftOut };
  return { chosen: allowsOneOnly ? [value] : [...chosen, value], leftOut };
}

/**
 * The selection with a value excluded and therefore not selected, or without its exclusion if it already was
 * excluded.
 */
export function excluded({ chosen, leftOut }: Choice, value: ChoiceValue): Choice {
  const isLeftOut = leftOut.includes(value);
  return {
    chosen: chosen.filter((other) => other !== value),
    leftOut: isLeftOut ? leftOut.filter((other) => other !== value) : [...leftOut, value],
  };
}

/** The bounds, or `undefined` if both are open. */
export function boundsOrNothing({ min, max }: RangeValue): RangeValue | undefined {
  if (min === undefined && max === undefined) return undefined;
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}
