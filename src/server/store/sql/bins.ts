/** Assigns numbers to the bins of their histogram. */
import { columnOf, type HistogramShape } from './schema';
import type { FieldName } from '../../../contract/fields';

/**
 * The bin of a number, from 1; 0 for none. Values are halved, so that the difference of the two largest numbers is
 * finite. The ends come from the index, so they may be part of the SQL text.
 */
export function binOf(name: FieldName, { low, high, bins }: HistogramShape): string {
  const number = columnOf(name);
  const literal = (value: number) => `(${value}::DOUBLE)`;
  const bin =
    bins === 1
      ? '0'
      : `floor(((${number} / 2 - ${literal(low / 2)}) / ${literal(high / 2 - low / 2)}) * ${bins})`;
  return `CASE WHEN ${number} IS NULL THEN 0 ELSE least(${bins - 1}, greatest(0, ${bin}))::INTEGER + 1 END`;
}
