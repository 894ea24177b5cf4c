/** Assigns numbers to the bins of a histogram, for the floor. */
import { fields, type FieldName } from '../../../src/contract/fields';
import { summaryLimits } from '../../../src/contract/schemas/summary';

export interface BinColumn {
  low: number;
  high: number;
  bins: number;
  /** From 1; 0 is none. */
  codes: Uint8Array;
}

/** The bins of a field's numbers, NaN for none; `undefined` if there is no number. */
export function binsOf(name: FieldName, numbers: Float64Array): BinColumn | undefined {
  const field = fields[name];
  let [low, high] = 'scale' in field ? field.scale : [Infinity, -Infinity];
  if (!('scale' in field)) {
    for (const number of numbers) {
      if (number < low) low = number;
      if (number > high) high = number;
    }
  }
  if (low > high || numbers.every((number) => Number.isNaN(number))) return undefined;
  const bins = low === high ? 1 : summaryLimits.bins;
  const codes = Uint8Array.from(numbers, (number) => {
    if (Number.isNaN(number)) return 0;
    const bin = bins === 1 ? 0 : Math.floor(((number / 2 - low / 2) / (high / 2 - low / 2)) * bins);
    return Math.min(bins - 1, Math.max(0, bin)) + 1;
  });
  return { low, high, bins, codes };
}
