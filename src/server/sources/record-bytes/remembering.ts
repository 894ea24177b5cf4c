/** Values that come again and again with the same bytes, such as the learn blocks of a run, are read once. */
import { stretchOf, type Stretch } from './byte-cursor';
import type { ShapeReader } from './shape-reader';

const valuesMost = 16;
const bytesMost = 1024;
/** By so many values it shows whether they come again. */
const trials = 256;

/** A reader of objects or lists for which one that has the very bytes of an earlier one is that one. */
export function remembering(reader: ShapeReader): ShapeReader {
  const remembered: { bytes: Stretch; value: unknown }[] = [];
  let tried = 0;
  let repeated = 0;
  return {
    begins: reader.begins,
    read(cursor) {
      if (tried === trials && repeated < trials / 2) return reader.read(cursor);
      if (tried < trials) tried += 1;
      for (const { bytes, value } of remembered) {
        if (!cursor.takeAll(bytes)) continue;
        if (tried < trials) repeated += 1;
        return value;
      }
      const start = cursor.at;
      const value = reader.read(cursor);
      if (cursor.at - start > bytesMost) return value;
      if (remembered.length === valuesMost) remembered.shift();
      remembered.push({ bytes: stretchOf(cursor.since(start)), value });
      return value;
    },
  };
}
