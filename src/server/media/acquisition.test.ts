/** The data acquisition format: rows, single values, gaps, and what is refused. */
import { describe, expect, it } from 'vitest';
import { parseAcquisition } from './acquisition';

const file = (payload: object) =>
  JSON.stringify({
    protected: { ver: 'v1' },
    signature: '0'.repeat(64),
    payload: { interval_ms: 10, ...payload },
  });
const accelerometer = [{ name: 'accX', units: 'm/s2' }, { name: 'accY' }];

describe('an acquisition file', () => {
  it('has its values by sensor', () => {
    const read = parseAcquisition(
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

  it('of one sensor may have its values without rows', () => {
    const { values } = parseAcquisition(
      file({ sensors: [{ name: 'audio', units: 'wav' }], values: [1, -2, 3] }),
    );
    expect(values.map((list) => [...list])).toEqual([[1, -2, 3]]);
  });

  it.each([
    ['no JSON', 'nothing'],
    ['"payload"', '{}'],
    ['"payload.values"', file({ sensors: accelerometer, values: { 0: [1, 2] } })],
    ['"payload.sensors"', file({ sensors: [], values: [] })],
    ['"payload.interval_ms"', file({ interval_ms: 0, sensors: accelerometer, values: [] })],
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
  ])('that is none says so: %s', (words, text) => {
    expect(() => parseAcquisition(text)).toThrow(words);
  });
});
