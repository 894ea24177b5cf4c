/** The data acquisition format: rows, single values, gaps, refusals, and the memory that a file can take. */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../http/fixtures/app-under-test';
import { readAcquisition } from './acquisition';

const file = (payload: object) =>
  JSON.stringify({
    protected: { ver: 'v1' },
    signature: '0'.repeat(64),
    payload: { interval_ms: 10, ...payload },
  });
const accelerometer = [{ name: 'accX', units: 'm/s2' }, { name: 'accY' }];

function parse(text: string) {
  const path = join(newFolder(), 'a.json');
  writeFileSync(path, text);
  const fd = openSync(path, 'r');
  try {
    return readAcquisition({ fd, size: Buffer.byteLength(text) });
  } finally {
    closeSync(fd);
  }
}

const valuesOf = (text: string) => parse(text).values.map((list) => [...list]);

describe('an acquisition file', () => {
  it('has its values by sensor', () => {
    const read = parse(
      `\uFEFF${file({ device_name: 'arm', device_type: 'X', sensors: accelerometer, values: [[1, 2], [3, null], [], [5]] })}`,
    );
    expect(read).toMatchObject({ deviceName: 'arm', deviceType: 'X', intervalMs: 10, length: 4 });
    expect(read.sensors).toEqual([
      { name: 'accX', units: 'm/s2' },
      { name: 'accY', units: '' },
    ]);
    expect(read.values.map((list) => [...list])).toEqual([
      [1, 3, Number.NaN, 5],
      [2, Number.NaN, Number.NaN, Number.NaN],
    ]);
  });

  it('with one sensor may have values without rows', () => {
    const text = file({ sensors: [{ name: 'audio', units: 'wav' }], values: [1, -2, null, 3] });
    expect(valuesOf(text)).toEqual([[1, -2, Number.NaN, 3]]);
  });

  it('may have its values before its sensors, and white space anywhere', () => {
    const text =
      ' { "payload" : { "values" : [ [ 1 , 2 ] , [ 3,4 ] ] , "sensors":[{"name":"a"},{"name":"b"}],"interval_ms":1 } } ';
    expect(valuesOf(text)).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  it('has exactly the numbers in the file, wherever it is split into pieces', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1e4),
      fc.constantFrom(-0, 0.1, 123_456_789_012_345, 1e21, 5e-324, Number.MAX_SAFE_INTEGER),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number), { maxLength: 50 }),
        fc.integer({ min: 0, max: 300_000 }),
        (rows, padding) => {
          const text = file({ padding: ' '.repeat(padding), sensors: accelerometer, values: rows });
          // JSON writes -0 as 0.
          const written = (value: number) => (value === 0 ? 0 : value);
          expect(valuesOf(text)).toEqual([rows.map(([x]) => written(x)), rows.map(([, y]) => written(y))]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(['01', '1.', '.5', '+1', '-', '1e', '1 2', '0x1', 'NaN', '1,', ',1', '[1', 'tru'])(
    'with %s in a row is refused',
    (cell) => {
      const text = file({ sensors: accelerometer, values: ['here'] }).replace('"here"', `[${cell}]`);
      expect(() => parse(text)).toThrow(/cannot be shown/);
    },
  );

  it.each([
    ['no JSON', '{nothing'],
    ['"payload"', '{}'],
    ['"payload"', '[]'],
    ['"payload.values"', file({ sensors: accelerometer, values: { 0: [1, 2] } })],
    ['"payload.values"', file({ sensors: accelerometer })],
    ['"payload.sensors"', file({ sensors: [], values: [] })],
    ['"payload.interval_ms"', file({ interval_ms: 0, sensors: accelerometer, values: [] })],
    ['may be 1e-9 to 1000000000000', file({ interval_ms: 1e308, sensors: accelerometer, values: [] })],
    ['may be 1e-9 to 1000000000000', file({ interval_ms: 5e-324, sensors: accelerometer, values: [] })],
    ['no JSON', file({ sensors: accelerometer, values: [[1, 2]] }).slice(0, -1)],
    [
      'row 2',
      file({
        sensors: accelerometer,
        values: [
          [1, 2],
          [1, 2, 3],
        ],
      }),
    ],
    ['attachments', file({ sensors: [{ name: 'audio', units: 'wav' }], values: ['Ref-Binary-i16'] })],
    ['attachments', file({ sensors: accelerometer, values: [[1, 'Ref-Binary-i16']] })],
  ])('that is invalid says so: %s', (words, text) => {
    expect(() => parse(text)).toThrow(words);
  });
});

describe('an acquisition file that would need much memory', () => {
  const many = Array.from({ length: 256 }, (_, index) => ({ name: `s${index}` }));
  const lists = (count: number) => Array.from({ length: count }, () => []);
  const tooLarge = expect.objectContaining({ kind: 'too-large' });

  it('of few bytes with many sensors and empty rows is refused before memory is allocated', () => {
    const text = file({ sensors: many, values: lists(31_251) });
    expect(() => parse(text)).toThrow(tooLarge);
    expect(() => parse(text)).toThrow(
      '31,251 rows of 256 sensors; rows times sensors may be at most 8,000,000',
    );
  });

  it('just below the limit is read', () => {
    expect(parse(file({ sensors: many, values: lists(31_250) })).length).toBe(31_250);
  });

  it.each([
    ['a row', file({ sensors: accelerometer, values: [Array.from({ length: 600_000 }, () => 1)] })],
    ['a sensor', file({ sensors: [{ name: 'x'.repeat(2 ** 20) }], values: [] })],
    ['another member', file({ more: 'x'.repeat(2 ** 20), sensors: accelerometer, values: [] })],
    ['nesting', file({ sensors: accelerometer, values: [] }).replace('[]', '['.repeat(100_000))],
  ])('by %s is refused', (_, text) => {
    expect(() => parse(text)).toThrow(tooLarge);
  });
});
