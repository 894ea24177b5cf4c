/** What an index keeps of a field of numbers, out of its numbers row by row. */
import type { NumberField } from '../fields-by-kind';
import { isRanked } from './index-build';
import type { HistogramShape } from './index-manifest';
import { binsOf, histogramShape, rankNumbers } from './number-ranks';
import { rankColumns, type RankColumns } from './rank-columns';

export interface NumberRequest {
  name: NumberField;
  numbers: Float64Array<ArrayBuffer>;
}

export interface NumberColumns {
  /** What a range is looked up in; ids need nothing of it, since rows lie in their order. */
  ranked: (RankColumns & { different: Float64Array }) | undefined;
  histogram: { shape: HistogramShape; bins: Uint32Array } | undefined;
}

/** The columns of a field. */
export function numberColumns({ name, numbers }: NumberRequest): NumberColumns {
  const { different, ranks } = rankNumbers(numbers);
  const shape = histogramShape(name, different);
  const histogram = shape === undefined ? undefined : { shape, bins: binsOf(numbers, shape) };
  if (name === 'id') return { ranked: undefined, histogram };
  return { ranked: { different, ...rankColumns(ranks, different.length, isRanked(name)) }, histogram };
}

/** The memory of the columns, which is handed over rather than copied. */
export function buffersOfColumns({ ranked, histogram }: NumberColumns): ArrayBuffer[] {
  const { different, ranks, order } = ranked ?? {};
  const arrays = [different, ranks, order?.rows, order?.starts, histogram?.bins];
  const buffers = arrays.flatMap((array) => (array?.buffer instanceof ArrayBuffer ? [array.buffer] : []));
  return [...new Set(buffers)];
}
