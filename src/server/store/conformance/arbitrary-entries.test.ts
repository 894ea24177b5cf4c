/** Random records are valid by the contract, cover every kind, and are judged consistently. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { predictionRecordSchema, resultRecordSchema, type SampleEntry } from '../../../contract/result-page';
import { errorKinds, type BoxError } from '../../../contract/verdict-words';
import type { Verdict } from '../../../domain/verdict';
import { arbitraryEntry } from './arbitrary-entries';
import { trueBoxes, saidBoxes } from './plain-box-verdicts';
import { plainSampleValues } from './plain-sample-values';
import { comparableVerdict, plainVerdicts, verdictsAt } from './plain-verdicts';
import { placesOf } from './plain-windows';

const boxErrors: BoxError[] = ['class', 'localisation', 'both', 'duplicate', 'background'];
const cases = { numRuns: 600 };
const withKind = (verdicts: readonly Verdict[], ...kinds: (Verdict['kind'] | 'pair')[]) =>
  verdicts.filter(({ kind }) => kinds.includes(kind ?? 'pair')).length;

describe('random records', () => {
  it('are valid by the schema of records', () => {
    fc.assert(
      fc.property(arbitraryEntry, ({ result, predictions }) => {
        resultRecordSchema.parse(result);
        z.array(predictionRecordSchema).parse(predictions);
      }),
      cases,
    );
  });

  it('reach every result, kind and error of boxes, and every value of a sample', () => {
    const entries = fc.sample(arbitraryEntry, { numRuns: 2000, seed: 7 });
    const verdicts = entries.flatMap(plainVerdicts);
    const kinds = new Set(verdicts.map(({ kind, result }) => kind ?? result));
    expect(kinds).toEqual(new Set(['correct', 'unknown', 'surplus', ...errorKinds]));
    expect(new Set(verdicts.map(({ boxError }) => boxError))).toEqual(new Set([null, ...boxErrors]));
    const values = entries.map((entry) => plainSampleValues(entry, plainVerdicts(entry)));
    for (const name of [
      'prediction',
      'wrong',
      'margin',
      'error',
      'worst',
      'confidence',
      'anomaly',
      'f1',
    ] as const) {
      const given = values.filter((value) => value[name] !== null).length;
      expect([name, given > 50 && given < 1950]).toEqual([name, true]);
    }
    expect(new Set(values.map(({ outcome }) => outcome)).size).toBe(3);
  });
});

describe('the reference on random records', () => {
  it('gives a kind to every incorrect verdict and a reason to every unknown one', () => {
    fc.assert(
      fc.property(arbitraryEntry, (entry) => {
        for (const { result, kind, unknownReason } of plainVerdicts(entry)) {
          if (result === 'incorrect') expect(errorKinds).toContain(kind);
          else expect(['surplus', null]).toContain(kind);
          expect(unknownReason !== null).toBe(result === 'unknown');
        }
      }),
      cases,
    );
  });

  it('counts each true box and each predicted box once', () => {
    fc.assert(
      fc.property(arbitraryEntry, (entry) => {
        for (const place of placesOf(entry).filter(({ kind }) => kind === 'boxes')) {
          const said = saidBoxes(place);
          const truths = trueBoxes(place);
          if (said === null || truths === null) continue;
          const verdicts = verdictsAt(place);
          expect(withKind(verdicts, 'pair', 'confused', 'missed')).toBe(truths.length);
          expect(withKind(verdicts, 'pair', 'confused', 'surplus', 'false')).toBe(said.length);
        }
      }),
      cases,
    );
  });

  it('does not depend on the order of predictions that start at different times', () => {
    fc.assert(
      fc.property(arbitraryEntry, (entry) => {
        const starts = entry.predictions.map(({ startMs }) => startMs);
        fc.pre(starts.length > 1 && new Set(starts).size === starts.length);
        const reversed: SampleEntry = { ...entry, predictions: [...entry.predictions].reverse() };
        expect(comparableVerdict(plainVerdicts(reversed))).toEqual(comparableVerdict(plainVerdicts(entry)));
        const valuesOf = (one: SampleEntry) => plainSampleValues(one, plainVerdicts(one));
        expect(valuesOf(reversed)).toEqual(valuesOf(entry));
      }),
      { numRuns: 100 },
    );
  });

  it('gives boxes the same verdicts at any size of the picture', () => {
    fc.assert(
      fc.property(arbitraryEntry, (entry) => {
        const { sample } = entry.result;
        fc.pre((sample.boundingBoxes ?? []).length > 0 && Boolean(sample.imageDimensions));
        const { width = 0, height = 0 } = sample.imageDimensions ?? {};
        const larger = {
          ...sample,
          imageDimensions: { width: width * 2, height: height * 4 },
          boundingBoxes: (sample.boundingBoxes ?? []).map((box) => ({
            ...box,
            x: box.x * 2,
            width: box.width * 2,
            y: box.y * 4,
            height: box.height * 4,
          })),
        };
        const scaled = { ...entry, result: { ...entry.result, sample: larger } };
        expect(plainVerdicts(scaled)).toEqual(plainVerdicts(entry));
      }),
      { numRuns: 200 },
    );
  });
});
