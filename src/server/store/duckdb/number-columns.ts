/** What an index keeps of a field of numbers, out of its numbers row by row. */
import type { NumberField } from '../fields-by-kind';
import type { Codes } from './column-file';
import { isRanked } from './index-build';
import type { HistogramShape } from './index-manifest';
import { binsOf, differentNumbers, histogramShape, ranksOf } from './number-ranks';
import type { KeyOrder } from './order';
import { rankColumns } from './rank-columns';

export interface NumberRequest {
  name: NumberField;
  numbers: Float64Array<ArrayBuffer>;
}

export interface NumberColumns {
  /** In rising order: what a range is looked up in. */
  different: Float64Array;
  /** Each row's place among them, and the rows in that order, where there are many. */
  ranks: Codes;
  order: KeyOrder | undefined;
  histogram: { shape: HistogramShape; bins: Uint32Array } | undefined;
}

/** The columns of a field. */
export function numberColumns({ name, numbers }: NumberRequest): NumberColumns {
  const different = differentNumbers(numbers);
  const shape = histogramShape(name, different);
  const histogram = shape === undefined ? undefined : { shape, bins: binsOf(numbers, shape) };
  const ranks = ranksOf(numbers, different);
  return { different, histogram, ...rankColumns(ranks, different.length, isRanked(name)) };
}

/** The memory of the columns, which is handed over rather than copied. */
export function buffersOfColumns({ different, ranks, order, histogram }: NumberColumns): ArrayBuffer[] {
  const arrays = [different, ranks, order?.rows, order?.starts, histogram?.bins];
  const buffers = arrays.flatMap((array) => (array?.buffer instanceof ArrayBuffer ? [array.buffer] : []));
  return [...new Set(buffers)];
}
