/**
 * A fast check of parsed JSON, generated from a zod schema so that the schema is the only declaration. It keeps the
 * parsed value as it is, checks every own name (zod ignores `__proto__`), and counts members.
 */
import { z } from 'zod';

/** A place where a value does not have the required shape. */
export interface ShapeFault {
  path: (string | number)[];
  /** In words, after "should be". */
  expected: string;
  found: unknown;
}

export interface RecordShape {
  /** In words, after "should be": "a number or null". */
  words: string;
  /** The total number of members of all objects in the value; -1 if the value does not have this shape. */
  count: (value: unknown) => number;
  /** For a list or object: the shape of an item, or of the member with a name. */
  partAt?: (step: string | number) => RecordShape | undefined;
  /** For an object: the names of its required members. */
  required?: readonly string[];
  /** For a value that may have one of several shapes: these. */
  options?: readonly RecordShape[];
}

type Members = Readonly<Record<string, unknown>>;

/** Whether it is a JSON object. */
export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The items of a list; for an object, its missing members, then its members. */
function partsOf(value: unknown, required: readonly string[] = []): [step: string | number, part: unknown][] {
  if (Array.isArray(value)) return [...value.entries()];
  if (!isObject(value)) return [];
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  return [...missing.map((name): [string, unknown] => [name, undefined]), ...Object.entries(value)];
}

/** The first fault of a value; `undefined` if it has this shape. */
export function faultIn(
  { words, count, partAt, required, options }: RecordShape,
  value: unknown,
): ShapeFault | undefined {
  if (count(value) !== -1) return undefined;
  // For an object or list, report what is wrong inside it, not that it could have been null.
  const inside = options?.map((option) => faultIn(option, value)).find((fault) => fault?.path.length);
  if (inside !== undefined) return inside;
  for (const [step, part] of partAt === undefined ? [] : partsOf(value, required)) {
    const shape = partAt?.(step);
    const fault = shape && faultIn(shape, part);
    if (fault !== undefined) return { ...fault, path: [step, ...fault.path] };
  }
  return { path: [], expected: words, found: value };
}

const plainShape = (words: string, accepts: (value: unknown) => boolean): RecordShape => ({
  words,
  count: (value) => (accepts(value) ? 0 : -1),
});

/** Any JSON value, except numbers that became infinite when they were parsed. */
const anyShape: RecordShape = {
  words: 'a number that fits 64 bits',
  count: countAny,
  partAt: () => anyShape,
};

function countAny(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'number' && !Number.isFinite(value) ? -1 : 0;
  }
  return Array.isArray(value) ? countItems(value, countAny) : countMembers(value, countAny);
}

function countItems(items: readonly unknown[], count: (item: unknown) => number): number {
  let members = 0;
  for (const item of items) {
    const inside = count(item);
    if (inside === -1) return -1;
    members += inside;
  }
  return members;
}

function countMembers(value: unknown, count: (member: unknown) => number): number {
  if (!isObject(value)) return -1;
  let members = 0;
  for (const name in value) {
    const inside = count(value[name]);
    if (inside === -1) return -1;
    members += 1 + inside;
  }
  return members;
}

const listShape = (item: RecordShape): RecordShape => ({
  words: 'a list',
  count: (value) => (Array.isArray(value) ? countItems(value, item.count) : -1),
  partAt: (step) => (typeof step === 'number' ? item : undefined),
});

/** An object whose members all have one shape. */
const recordOf = (member: RecordShape): RecordShape => ({
  words: 'an object',
  count: (value) => countMembers(value, member.count),
  partAt: (step) => (typeof step === 'string' ? member : undefined),
});

/** In an object with more members than this, each name is looked up. */
const rememberedNames = 100;

interface Field {
  name: string;
  shape: RecordShape;
  isRequired: boolean;
}

function objectShape(fields: ReadonlyMap<string, Field>): RecordShape {
  const required = [...fields.values()].filter(({ isRequired }) => isRequired);
  const unknown = (name: string): Field => ({ name, shape: anyShape, isRequired: false });
  // Tools usually write fields in a fixed order, so the fields of the previous object are tried first.
  const before: Field[] = [];
  function count(value: unknown): number {
    if (!isObject(value)) return -1;
    let members = 0;
    let found = 0;
    let at = 0;
    for (const name in value) {
      let field = before[at];
      if (field === undefined || field.name !== name) {
        field = fields.get(name) ?? unknown(name);
        if (at < rememberedNames) before[at] = field;
      }
      at += 1;
      const inside = field.shape.count(value[name]);
      if (inside === -1) return -1;
      members += 1 + inside;
      if (field.isRequired) found += 1;
    }
    return found === required.length ? members : -1;
  }
  const partAt = (step: string | number) =>
    typeof step === 'string' ? (fields.get(step)?.shape ?? anyShape) : undefined;
  return { words: 'an object', count, partAt, required: required.map(({ name }) => name) };
}

/** Accepts any of several shapes, tried in order. */
const eitherShape = (options: readonly RecordShape[], words: string): RecordShape => ({
  words,
  options,
  count(value) {
    for (const option of options) {
      const members = option.count(value);
      if (members !== -1) return members;
    }
    return -1;
  },
});

function numberShape(schema: z.ZodNumber): RecordShape {
  const least = schema.minValue ?? -Infinity;
  const most = schema.maxValue ?? Infinity;
  if (!schema.isInt) {
    if (least !== -Infinity || most !== Infinity)
      throw new Error('A bound of a number is not known to record-shape');
    return plainShape('a number', Number.isFinite);
  }
  const words = `a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}`;
  return plainShape(
    words,
    (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most,
  );
}

function textShape(schema: z.ZodString): RecordShape {
  if ((schema.def.checks?.length ?? 0) > 0) throw new Error('A rule for a text is not known to record-shape');
  return plainShape('a text', (value) => typeof value === 'string');
}

/** The check for a JSON schema. Throws for kinds of schemas that no record uses. */
export function shapeOf(schema: unknown): RecordShape {
  if (schema instanceof z.ZodOptional) return shapeOf(schema.unwrap());
  if (schema instanceof z.ZodNullable) {
    const inner = shapeOf(schema.unwrap());
    return eitherShape([inner, plainShape('null', (value) => value === null)], `${inner.words} or null`);
  }
  if (schema instanceof z.ZodUnion) {
    const options = schema.options.map(shapeOf);
    return eitherShape(options, options.map(({ words }) => words).join(' or '));
  }
  if (schema instanceof z.ZodNumber) return numberShape(schema);
  if (schema instanceof z.ZodString) return textShape(schema);
  if (schema instanceof z.ZodBoolean)
    return plainShape('true or false', (value) => typeof value === 'boolean');
  if (schema instanceof z.ZodNull) return plainShape('null', (value) => value === null);
  if (schema instanceof z.ZodUnknown) return anyShape;
  if (schema instanceof z.ZodArray) return listShape(shapeOf(schema.element));
  if (schema instanceof z.ZodRecord) return recordOf(shapeOf(schema.valueType));
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape).map(([name, field]): [string, Field] => [
      name,
      { name, shape: shapeOf(field), isRequired: !(field instanceof z.ZodOptional) },
    ]);
    return objectShape(new Map(fields));
  }
  throw new Error('This kind of schema is not known to record-shape');
}
