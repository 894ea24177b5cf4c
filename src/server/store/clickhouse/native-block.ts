/** Encodes columns in ClickHouse's Native format, which keeps numbers and bytes exact. */

/** A column with its type in ClickHouse. */
export type NativeColumn = { name: string } & (
  | { type: 'Int32'; values: Int32Array }
  /** Whole numbers. */
  | { type: 'Int64'; values: Float64Array }
  /** NaN is NULL. */
  | { type: 'Nullable(Float64)'; values: Float64Array }
  | { type: 'Nullable(String)'; values: readonly (string | null)[] }
  | { type: 'String'; values: readonly Uint8Array[] }
);

const encoder = new TextEncoder();

/** A length, seven bits per byte, the lowest first. */
function lengthBytes(length: number): Uint8Array {
  const bytes: number[] = [];
  let rest = length;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.of(...bytes, rest);
}

const sized = (bytes: Uint8Array): Uint8Array[] => [lengthBytes(bytes.length), bytes];
const text = (value: string): Uint8Array[] => sized(encoder.encode(value));
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
const nulls = (areNull: readonly boolean[]): Uint8Array => Uint8Array.from(areNull, Number);

function valueBytes(column: NativeColumn): Uint8Array[] {
  switch (column.type) {
    case 'Int32':
      return [bytesOf(column.values)];
    case 'Int64':
      return [bytesOf(BigInt64Array.from(Array.from(column.values, BigInt)))];
    case 'Nullable(Float64)':
      return [nulls(Array.from(column.values, Number.isNaN)), bytesOf(column.values)];
    case 'Nullable(String)':
      return [
        nulls(column.values.map((value) => value === null)),
        ...column.values.flatMap((value) => text(value ?? '')),
      ];
    case 'String':
      return column.values.flatMap(sized);
  }
}

/** A block with the columns, all of which have the same number of values. Its bytes are a copy. */
export function nativeBlock(columns: readonly NativeColumn[]): Buffer {
  const rows = columns[0]?.values.length ?? 0;
  return Buffer.concat([
    lengthBytes(columns.length),
    lengthBytes(rows),
    ...columns.flatMap((column) => [...text(column.name), ...text(column.type), ...valueBytes(column)]),
  ]);
}
