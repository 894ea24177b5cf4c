/**
 * A quick check of parsed JSON that is made from a zod schema, so that the schema stays the only declaration. It keeps
 * the value as it was parsed, looks at every own name (zod passes over `__proto__`), and counts as it goes.
 */
import { z } from 'zod';

/** Where a value is not as it should be. */
export interface ShapeFault {
  path: (string | number)[];
  /** In words, after "should be". */
  expected: string;
  found: unknown;
}

export interface RecordShape {
  /** In words, after "should be": "a number or null". */
  words: string;
  /** How many members all objects in the value have together; -1 where the value is not as it should be. */
  count: (value: unknown) => number;
  /** The first thing that is wrong with a value that `count` refuses. */
  fault: (value: unknown) => ShapeFault | undefined;
}

type Members = Readonly<Record<string, unknown>>;

/** Whether it is an object of JSON. */
export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const below = (step: string | number, fault: ShapeFault | undefined): ShapeFault | undefined =>
  fault === undefined ? undefined : { ...fault, path: [step, ...fault.path] };

function plainShape(words: string, accepts: (value: unknown) => boolean): RecordShape {
  return {
    words,
    count: (value) => (accepts(value) ? 0 : -1),
    fault: (value) => (accepts(value) ? undefined : { path: [], expected: words, found: value }),
  };
}

const finiteNumber = 'a number that fits 64 bits';

/** Anything that JSON can say, but no number that only became infinite when it was read. */
const anyShape: RecordShape = {
  words: 'anything',
  count: countAny,
  fault(value) {
    if (Array.isArray(value)) return firstItemFault(value, anyShape);
    if (isObject(value)) return firstMemberFault(value, () => anyShape);
    return countAny(value) === -1 ? { path: [], expected: finiteNumber, found: value } : undefined;
  },
};

function countAny(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'number' && !Number.isFinite(value) ? -1 : 0;
  }
  if (Array.isArray(value)) return countItems(value, anyShape);
  let members = 0;
  for (const name in value) {
    if (!isObject(value)) return -1;
    const inside = countAny(value[name]);
    if (inside === -1) return -1;
    members += 1 + inside;
  }
  return members;
}

function countItems(items: readonly unknown[], shape: RecordShape): number {
  let members = 0;
  for (const item of items) {
    const inside = shape.count(item);
    if (inside === -1) return -1;
    members += inside;
  }
  return members;
}

function firstItemFault(items: readonly unknown[], shape: RecordShape): ShapeFault | undefined {
  const index = items.findIndex((item) => shape.count(item) === -1);
  return index === -1 ? undefined : below(index, shape.fault(items[index]));
}

function firstMemberFault(value: Members, shapeAt: (name: string) => RecordShape): ShapeFault | undefined {
  const wrong = Object.entries(value).find(([name, member]) => shapeAt(name).count(member) === -1);
  return wrong === undefined ? undefined : below(wrong[0], shapeAt(wrong[0]).fault(wrong[1]));
}

function listShape(item: RecordShape): RecordShape {
  const words = 'a list';
  return {
    words,
    count: (value) => (Array.isArray(value) ? countItems(value, item) : -1),
    fault: (value) =>
      Array.isArray(value) ? firstItemFault(value, item) : { path: [], expected: words, found: value },
  };
}

/** An object whose members all have one shape. */
function recordOf(member: RecordShape): RecordShape {
  const words = 'an object';
  return {
    words,
    count(value) {
      if (!isObject(value)) return -1;
      let members = 0;
      for (const name in value) {
        const inside = member.count(value[name]);
        if (inside === -1) return -1;
        members += 1 + inside;
      }
      return members;
    },
    fault: (value) =>
      isObject(value) ? firstMemberFault(value, () => member) : { path: [], expected: words, found: value },
  };
}

/** An object with more members than these is looked up name by name. */
const rememberedNames = 100;

interface Field {
  name: string;
  shape: RecordShape;
  isRequired: boolean;
}

function objectShape(fields: ReadonlyMap<string, Field>): RecordShape {
  const words = 'an object';
  const required = [...fields.values()].filter(({ isRequired }) => isRequired);
  const shapeAt = (name: string) => fields.get(name)?.shape ?? anyShape;
  const unknown = (name: string): Field => ({ name, shape: anyShape, isRequired: false });
  // Writers keep an order of names: the fields as they stood in the object before are mostly those of this one.
  const before: Field[] = [];
  return {
    words,
    count(value) {
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
    },
    fault(value) {
      if (!isObject(value)) return { path: [], expected: words, found: value };
      const missing = required.find(({ name }) => !Object.hasOwn(value, name));
      if (missing !== undefined)
        return { path: [missing.name], expected: missing.shape.words, found: undefined };
      return firstMemberFault(value, shapeAt);
    },
  };
}

/** What one of several shapes takes, in their order. */
function eitherShape(options: readonly RecordShape[], words: string): RecordShape {
  const count = (value: unknown) => {
    for (const option of options) {
      const members = option.count(value);
      if (members !== -1) return members;
    }
    return -1;
  };
  return {
    words,
    count,
    fault(value) {
      if (count(value) !== -1) return undefined;
      // An object or list is told what is wrong inside of it, rather than that it might have been null.
      const inside = options
        .map((option) => option.fault(value))
        .find((fault) => fault !== undefined && fault.path.length > 0);
      return inside ?? { path: [], expected: words, found: value };
    },
  };
}

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

/** The check that a schema of JSON stands for. Throws for kinds of schemas that no record uses. */
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
