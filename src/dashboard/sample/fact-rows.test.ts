/** Tests of the texts for a sample's facts. */
import { describe, expect, test } from 'vitest';
import { sampleOf } from '../../domain/fixtures/entry-fixtures';
import { factRows, signatureWords } from './fact-rows';

describe('signatureWords', () => {
  test('a signature that is absent, all zeros or without a method is unsigned, not invalid', () => {
    expect(signatureWords(sampleOf({ signatureValidate: false }))).toBe('unsigned');
    expect(signatureWords(sampleOf({ signatureValidate: true, signatureMethod: 'none' }))).toBe('unsigned');
    expect(
      signatureWords(
        sampleOf({ signatureValidate: false, signatureMethod: 'HS256', signatureKey: '0'.repeat(64) }),
      ),
    ).toBe('unsigned');
    expect(
      signatureWords(sampleOf({ signatureValidate: false, signatureMethod: 'HS256', signature: '000000' })),
    ).toBe('unsigned');
  });

  test('a real signature is valid, invalid or not checked', () => {
    const signed = { signatureMethod: 'HS256', signatureKey: 'ab12' };
    expect(signatureWords(sampleOf({ ...signed, signatureValidate: true }))).toBe('valid (HS256)');
    expect(signatureWords(sampleOf({ ...signed, signatureValidate: false }))).toBe('invalid (HS256)');
    expect(signatureWords(sampleOf(signed))).toBe('not checked (HS256)');
  });
});

describe('factRows', () => {
  const textOf = (sample: Parameters<typeof factRows>[0]) =>
    Object.fromEntries(factRows(sample).map(({ name, text }) => [name, text]));

  test('shows only what the record contains', () => {
    expect(textOf({ id: 4 })).toEqual({ signature: 'unsigned', ID: '4' });
  });

  test('shows the fields in words', () => {
    const sample = sampleOf({
      deviceName: 'belt-03',
      deviceType: 'phone',
      added: '2026-11-02T10:00:00Z',
      totalLengthMs: 14_200,
      frequency: 62.5,
      sensors: [{ name: 'accX', units: 'm/s2' }],
      isDisabled: true,
      sha256Hash: 'ff00',
    });
    expect(textOf(sample)).toMatchObject({
      label: 'wave',
      device: 'belt-03, phone',
      added: '2 Nov 2026',
      length: '14.2\u202fs',
      frequency: '62.5\u202fHz',
      sensors: 'accX (m/s²)',
      'SHA-256': 'ff00',
    });
    expect(factRows(sample).find(({ name }) => name === 'device')?.filter).toEqual({
      field: 'device',
      value: 'belt-03',
    });
  });
});
