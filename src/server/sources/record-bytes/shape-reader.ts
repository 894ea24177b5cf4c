/**
 * Reads JSON from its bytes along a zod schema, so that the schema stays the only declaration: what took a scan, a parse
 * and a check is done in one pass. What the schema does not name must be JSON, but is not kept: nobody knows of it. What
 * is refused here, is read again the slow way, which says what is wrong, or that nothing is.
 */
import { z } from 'zod';
import { jsonBytes } from '../json-bytes';
import { refuse, stretchOf, type ByteCursor } from './byte-cursor';
import { objectReader } from './object-reader';
import { remembering } from './remembering';

const { quote, comma, openList, closeList, openObject } = jsonBytes;

/** Reads one kind of value. */
export interface ShapeReader {
  /** Whether a value of the kind begins with this byte. */
  begins: (byte: number) => boolean;
  /** Reads the value that begins at the cursor, and moves behind it; refuses where it is of another kind. */
  read: (cursor: ByteCursor) => unknown;
}

const trueBytes = stretchOf(Buffer.from('true'));
const falseBytes = stretchOf(Buffer.from('false'));
const nullBytes = stretchOf(Buffer.from('null'));

const isNumberStart = (byte: number) => byte === 0x2d || (byte >= 0x30 && byte <= 0x39);
const isFlagStart = (byte: number) => byte === 0x74 || byte === 0x66;
const isNullStart = (byte: number) => byte === 0x6e;

function readFlag(cursor: ByteCursor): boolean {
  if (cursor.takeAll(trueBytes)) return true;
  return cursor.takeAll(falseBytes) ? false : refuse();
}

const readNull = (cursor: ByteCursor): null => (cursor.takeAll(nullBytes) ? null : refuse());

const numbers: ShapeReader = { begins: isNumberStart, read: (cursor) => cursor.number() };
const texts: ShapeReader = { begins: (byte) => byte === quote, read: (cursor) => cursor.text() };
const flags: ShapeReader = { begins: isFlagStart, read: readFlag };
const nulls: ShapeReader = { begins: isNullStart, read: readNull };

function wholeNumbers(least: number, most: number): ShapeReader {
  return {
    begins: isNumberStart,
    read(cursor) {
      const value = cursor.number();
      return Number.isSafeInteger(value) && value >= least && value <= most ? value : refuse();
    },
  };
}

function listOf(item: ShapeReader): ShapeReader {
  return {
    begins: (byte) => byte === openList,
    read(cursor) {
      const items: unknown[] = [];
      cursor.take(openList);
      if (cursor.next() === closeList) {
        cursor.at += 1;
        return items;
      }
      for (;;) {
        cursor.next();
        items.push(item.read(cursor));
        const byte = cursor.next();
        cursor.at += 1;
        if (byte === closeList) return items;
        if (byte !== comma) refuse();
      }
    },
  };
}

/** Deeper ones are left to the slow reading, which holds the limit. */
const depthMost = 100;

/** What nobody knows of: it must be JSON, and no name may stand twice in one of its objects. */
function anything(): ShapeReader {
  let list: ShapeReader | undefined;
  let object: ShapeReader | undefined;
  function readNested(cursor: ByteCursor, reader: ShapeReader): void {
    cursor.depth += 1;
    if (cursor.depth > depthMost) refuse();
    reader.read(cursor);
    cursor.depth -= 1;
  }
  return {
    begins: () => true,
    read(cursor) {
      const byte = cursor.next();
      if (byte === quote) cursor.skipText();
      else if (byte === openList) readNested(cursor, (list ??= listOf(anything())));
      else if (byte === openObject) readNested(cursor, (object ??= objectReader(unknownMember, 0)));
      else if (isNumberStart(byte)) cursor.number();
      else if (isNullStart(byte)) readNull(cursor);
      else readFlag(cursor);
      return undefined;
    },
  };
}

const unknownMember = () => ({ reader: anything(), isKept: false, isRequired: false });

function eitherOf(options: readonly ShapeReader[]): ShapeReader {
  return {
    begins: (byte) => options.some((option) => option.begins(byte)),
    read(cursor) {
      const byte = cursor.next();
      for (const option of options) if (option.begins(byte)) return option.read(cursor);
      return refuse();
    },
  };
}

function orNull(reader: ShapeReader): ShapeReader {
  return {
    begins: (byte) => isNullStart(byte) || reader.begins(byte),
    read: (cursor) => (isNullStart(cursor.next()) ? readNull(cursor) : reader.read(cursor)),
  };
}

function objectOf(shape: object): ShapeReader {
  const members = new Map(
    Object.entries(shape).map(([name, schema]: [string, unknown]) => [
      name,
      { reader: readerOf(schema), isKept: true, isRequired: !(schema instanceof z.ZodOptional) },
    ]),
  );
  const required = [...members.values()].filter(({ isRequired }) => isRequired).length;
  return objectReader((name) => members.get(name) ?? unknownMember(), required);
}

function recordOf(values: unknown): ShapeReader {
  const reader = readerOf(values);
  return objectReader(() => ({ reader, isKept: true, isRequired: false }), 0);
}

/** The reader that a schema of JSON stands for. Throws for kinds of schemas that no record uses. */
export function readerOf(schema: unknown): ShapeReader {
  if (schema instanceof z.ZodOptional) return readerOf(schema.unwrap());
  if (schema instanceof z.ZodNullable) return orNull(readerOf(schema.unwrap()));
  if (schema instanceof z.ZodUnion) return eitherOf(schema.options.map(readerOf));
  if (schema instanceof z.ZodNumber) {
    return schema.isInt ? wholeNumbers(schema.minValue ?? -Infinity, schema.maxValue ?? Infinity) : numbers;
  }
  if (schema instanceof z.ZodString) return texts;
  if (schema instanceof z.ZodBoolean) return flags;
  if (schema instanceof z.ZodNull) return nulls;
  if (schema instanceof z.ZodUnknown) return anything();
  if (schema instanceof z.ZodArray) return remembering(listOf(readerOf(schema.element)));
  if (schema instanceof z.ZodRecord) return recordOf(schema.valueType);
  if (schema instanceof z.ZodObject) return remembering(objectOf(schema.shape));
  throw new Error('This kind of schema is not known to shape-reader');
}
