/** The fast check compared with zod, on records with arbitrary changes, and its messages. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { predictionRecordSchema, resultRecordSchema } from '../../contract/schemas/result-page';
import { faultIn, shapeOf } from './record-shape';
import { predictionOf, resultOf } from './fixtures/source-fixtures';

const resultShape = shapeOf(resultRecordSchema);
const predictionShape = shapeOf(predictionRecordSchema);

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, '', 'x', 0, -1, 1.5, 2 ** 53, true, [], {}, [null], [{}], [[1]], [['x']], {
    a: 1,
  }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** The paths from a value to all values in it. */
function waysIn(value: unknown, way: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [way];
  const steps = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value);
  return [way, ...steps.flatMap(([step, item]) => waysIn(item, [...way, step]))];
}

/** A value in which the value at the end of a path is replaced or removed. */
function changed(value: unknown, way: readonly (string | number)[], put: unknown): unknown {
  const [step, ...rest] = way;
  if (step === undefined || typeof value !== 'object' || value === null) return put;
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? changed(item, rest, put) : item));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) =>
      name !== step
        ? [[name, item]]
        : rest.length === 0 && put === undefined
          ? []
          : [[name, changed(item, rest, put)]],
    ),
  );
}

const fullResult = {
  ...resultOf(7, {
    sensors: [{ name: 'accX', units: 'g' }],
    boundingBoxes: [{ label: 'a', x: 1, y: 2, width: 3, height: 4 }],
    metadata: { site: 'b', count: 3, flag: true, none: null },
    structuredLabels: [{ startIndex: 0, endIndex: 3, label: 'idle' }],
    structuredLabelsList: ['idle'],
    imageDimensions: { width: 96, height: 96 },
    labelMap: { labels: { a: 'b' } },
    totalLengthMs: 1000,
    isDisabled: false,
  }),
  extra: { anything: [1, 'x'] },
};
const fullPrediction = {
  ...predictionOf(7),
  f1Score: 0.5,
  anomalyScores: [[1, 2]],
  boundingBoxes: [{ label: 'a', x: 0, y: 0, width: 1, height: 1, score: 0.5 }],
  labelMapPredictions: { a: 'b' },
};

describe('shapeOf', () => {
  it.each([
    ['result entries', resultRecordSchema, resultShape, fullResult],
    ['predictions', predictionRecordSchema, predictionShape, fullPrediction],
  ] as const)('agrees with zod on %s with anything changed or left out', (_name, schema, shape, full) => {
    const ways = waysIn(full);
    fc.assert(
      fc.property(fc.constantFrom(...ways), fc.option(odd, { nil: undefined, freq: 8 }), (way, put) => {
        const value = changed(full, way, put);
        const accepted = shape.count(value) !== -1;
        expect(accepted).toBe(schema.safeParse(value).success);
        expect(faultIn(shape, value) === undefined).toBe(accepted);
      }),
      { numRuns: 2000 },
    );
  });

  it('counts the members of all objects', () => {
    expect(
      resultShape.count(JSON.parse('{"sampleId":1,"sample":{"id":1,"x":[{"y":{}}]},"classifications":[]}')),
    ).toBe(6);
  });

  it('says where a value is wrong and what it should be', () => {
    const wrong = (way: (string | number)[], put: unknown) =>
      faultIn(resultShape, changed(fullResult, way, put));
    expect(wrong(['classifications', 0, 'result', 0, 'idle'], 'high')).toEqual({
      path: ['classifications', 0, 'result', 0, 'idle'],
      expected: 'a number or null',
      found: 'high',
    });
    expect(wrong(['sample', 'metadata', 'site'], [])).toMatchObject({
      path: ['sample', 'metadata', 'site'],
      expected: 'a text or a number or true or false or null',
    });
    expect(wrong(['classifications', 0, 'learnBlock', 'type'], undefined)).toMatchObject({
      path: ['classifications', 0, 'learnBlock', 'type'],
      found: undefined,
    });
    expect(wrong(['sampleId'], -1)?.expected).toBe('a whole number from 0 to 9,007,199,254,740,991');
  });

  it('refuses numbers that became infinite, also in undeclared fields', () => {
    const text = '{"sampleId":1,"sample":{"id":1},"classifications":[],"more":{"deep":[1e400]}}';
    expect(faultIn(resultShape, JSON.parse(text))?.path).toEqual(['more', 'deep', 0]);
  });

  it('checks members named __proto__, and keeps them', () => {
    const value: unknown = JSON.parse(
      '{"sampleId":1,"sample":{"id":1,"metadata":{"__proto__":["no"]}},"classifications":[]}',
    );
    expect(faultIn(resultShape, value)?.path).toEqual(['sample', 'metadata', '__proto__']);
    expect(
      resultShape.count(
        JSON.parse('{"sampleId":1,"sample":{"id":1},"classifications":[],"__proto__":{"a":1}}'),
      ),
    ).toBe(6);
  });

  it('throws for an unsupported schema, so that no declaration is ignored', () => {
    expect(() => shapeOf(z.date())).toThrow();
    expect(() => shapeOf(z.number().min(3))).toThrow();
    expect(() => shapeOf(z.string().max(3))).toThrow();
  });
});
