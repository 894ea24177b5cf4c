/** The quick reading against the slow one: what it takes means the same, and nothing that is wrong is taken. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sampleFacts } from '../../../domain/sample-values';
import { jsonFault } from '../json-fault';
import { assertPredictionRecords, assertResultRecord } from '../record-checks';
import { shapeOf } from '../record-shape';
import { z } from 'zod';
import { predictionOf, resultOf } from '../source-fixtures';
import { LineBytes, readSampleBytes } from './sample-bytes';

const members = (value: unknown) => shapeOf(z.unknown()).count(value);

/** What both records say by JSON.parse and the checks; `undefined` where either is refused. */
function readSlowly(result: Buffer, predictions: Buffer) {
  const list = Buffer.concat([Buffer.from('['), predictions, Buffer.from(']')]);
  if (jsonFault(result) !== undefined || jsonFault(list) !== undefined) return undefined;
  const record: unknown = JSON.parse(result.toString());
  const windows: unknown = JSON.parse(list.toString());
  try {
    assertResultRecord(record, members(record), '');
    assertPredictionRecords(windows, members(windows));
    return sampleFacts({ result: record, predictions: windows });
  } catch {
    return undefined;
  }
}

function readQuickly(result: Buffer, predictions: Buffer) {
  const entry = readSampleBytes(result, predictions);
  return entry === undefined ? undefined : sampleFacts(entry);
}

const word = fc.constantFrom('idle', 'walk', 'é\u2028', '"\\', '{}[]:,', '\ud83d\ude00', '', '7');
const score = fc.oneof(
  fc.constantFrom(0, 0.1, 1, -0, 1e-7, 5e-324, 0.30000000000000004, 123456789012345680, 1.7e308),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
/** Few members, many, and names that come in another order or twice in a file. */
const scores = fc.oneof(
  fc.dictionary(word, score, { maxKeys: 5 }),
  fc.dictionary(fc.stringMatching(/^[a-z0-9]{1,2}$/), score, { minKeys: 13, maxKeys: 30 }),
);
const sample = fc.record(
  {
    label: word,
    deviceName: fc.option(word),
    frequency: score,
    metadata: fc.dictionary(word, fc.oneof(word, score, fc.boolean(), fc.constant(null))),
    sensors: fc.constantFrom([], [{ name: 'audio' }], [{ name: 'accX', units: 'g' }]),
    added: fc.constantFrom('2024-01-12T14:04:59.414Z', 'never'),
    // Of few names: thousands at one place, or one that objects are made after, are left to the slow reading.
    datastreams: fc.anything({ key: word, maxDepth: 4 }),
  },
  { requiredKeys: [] },
);

const records = fc
  .record({ sample, scores, windows: fc.nat(3), indent: fc.constantFrom(undefined, 1) })
  .map(({ sample: ofSample, scores: ofWindow, windows, indent }) => ({
    result: JSON.stringify(resultOf(7, ofSample, ofWindow), null, indent),
    predictions: Array.from({ length: windows }, (_window, at) =>
      JSON.stringify(predictionOf(7, at * 1000), null, indent),
    ).join(','),
  }));

it('means the same as JSON.parse, and reads what writers write', () => {
  fc.assert(
    fc.property(records, ({ result, predictions }) => {
      const bytes = [Buffer.from(result), Buffer.from(predictions)] as const;
      const quick = readQuickly(...bytes);
      expect(quick).toEqual(readSlowly(...bytes));
      expect(quick).toBeDefined();
    }),
    { numRuns: 500 },
  );
});

it('takes nothing that is wrong, whatever byte is changed, left out or put in', () => {
  let taken = 0;
  fc.assert(
    fc.property(
      records,
      fc.nat(),
      fc.constantFrom('', '{', '}', '[', ']', '"', ',', ':', '\\', '9', '0', '-', 'e', '.', ' ', '\u0000'),
      fc.boolean(),
      ({ result, predictions }, place, put, isPutIn) => {
        const at = place % result.length;
        const changed = result.slice(0, at) + put + result.slice(isPutIn ? at : at + 1);
        const bytes = [Buffer.from(changed), Buffer.from(predictions)] as const;
        const quick = readQuickly(...bytes);
        if (quick === undefined) return;
        taken += 1;
        expect(quick).toEqual(readSlowly(...bytes));
      },
    ),
    { numRuns: 1500 },
  );
  expect(taken).toBeGreaterThan(100);
});

it.each([
  ['a name that stands twice', '"label":"idle"', '"label":"idle","label":"idle"'],
  ['a name that stands twice, once escaped', '"label":"idle"', '"label":"idle","l\\u0061bel":"x"'],
  ['a name that stands twice where nobody looks', '"dsp":[27]', '"dsp":[{"a":1,"b":2,"a":3}]'],
  ['a number that fits no 64 bits', '"value":0.6', '"value":1e999'],
  ['a number that fits no 64 bits where nobody looks', '"dsp":[27]', '"dsp":[1e999]'],
  ['what has the wrong type', '"label":"idle"', '"label":7'],
  ['what is missing', '"id":7,', ''],
  ['what is nested deeply', '"dsp":[27]', `"dsp":${'['.repeat(150)}${']'.repeat(150)}`],
  ['a name that an object is made after', '"label":"idle"', '"__proto__":{"label":"x"}'],
  ['a name that an object is made after where nobody looks', '"dsp":[27]', '"dsp":[{"__proto__":1}]'],
])('leaves to the slow reading: %s', (_what, found, put) => {
  const text = JSON.stringify(resultOf(7));
  expect(text).toContain(found);
  expect(readSampleBytes(Buffer.from(text), Buffer.alloc(0))).toBeDefined();
  expect(readSampleBytes(Buffer.from(text.replace(found, put)), Buffer.alloc(0))).toBeUndefined();
});

it('reads lines, and says where their records lie', () => {
  const result = JSON.stringify(resultOf(7));
  const predictions = [predictionOf(7), predictionOf(7, 1000)].map((one) => JSON.stringify(one));
  const bytes = Buffer.from(`{"result":${result}, "predictions" :[${predictions.join(' ,')}]}`);
  const lines = new LineBytes(bytes);
  expect(lines.read(0, bytes.length)?.predictions).toHaveLength(2);
  expect(bytes.toString('utf8', lines.resultStart, lines.resultEnd)).toBe(result);
  expect(bytes.toString('utf8', lines.spans[2], lines.spans[3])).toBe(predictions[1]);
  expect(lines.isTight).toBe(false);
  const other = Buffer.from(
    bytes.toString().replace('"sampleId":7,"startMs":1000', '"sampleId":8,"startMs":1'),
  );
  expect(new LineBytes(other).read(0, other.length)).toBeUndefined();
});
