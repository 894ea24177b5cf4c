/** Which rule a type follows, which blocks decide, and the times of windows. */
import { describe, expect, test } from 'vitest';
import { learnBlockTypes } from '../../contract/schemas/studio-result-page';
import { classificationOf, entryOf, predictionOf } from '../fixtures/entry-fixtures';
import { defaultOutcomeRules } from '../outcome-rules';
import { entryWindows } from '../windows';
import {
  learnBlockFor,
  learnBlockNameOf,
  learnBlockNames,
  learnBlocks,
  mainClassification,
  mainLearnBlockName,
} from './registry';

const nameOf = (type: string) => learnBlockNameOf(classificationOf(type));

test('every type of the API has exactly one rule', () => {
  for (const type of learnBlockTypes) {
    const owners = learnBlockNames.filter((name) => learnBlocks[name].types.includes(type));
    expect(owners).toEqual([nameOf(type)]);
    expect(learnBlockFor(type)).toBe(learnBlocks[nameOf(type)]);
  }
});

test('an unknown type is freeform', () => {
  expect(nameOf('keras-next-year')).toBe('freeform');
  expect(nameOf('__proto__')).toBe('freeform');
  expect(nameOf('keras-akida-object-detection')).toBe('object-detection');
});

test('label maps are freeform whatever the type, and predictions without a block are those of classes', () => {
  const maps = classificationOf('keras', { labelMapResult: [{ light: 'on' }] });
  expect(learnBlockNameOf(maps)).toBe('freeform');
  expect(mainLearnBlockName(entryOf({}, [maps]))).toBe('freeform');
  expect(mainLearnBlockName(entryOf({}, [], [predictionOf()]))).toBe('classification');
});

test.each([
  [['anomaly', 'keras'], 'keras'],
  [['keras-freeform', 'anomaly', 'keras-regression'], 'keras-freeform'],
  [['anomaly', 'keras-freeform'], 'keras-freeform'],
  [['anomaly-gmm', 'anomaly'], 'anomaly-gmm'],
  [['keras', 'keras-object-detection'], 'keras'],
  [['vlm', 'keras-freeform'], 'vlm'],
  [['keras-visual-anomaly'], 'keras-visual-anomaly'],
])('of %j, %s decides', (types, main) => {
  const blocks = types.map((type) => classificationOf(type));
  expect(mainClassification(entryOf({}, blocks))?.learnBlock.type).toBe(main);
});

describe('the times of windows', () => {
  const block = (windows: number, intervalMs?: number) =>
    classificationOf('keras', { result: Array.from({ length: windows }, () => ({ wave: 1 })), intervalMs });
  const spans = (...entry: Parameters<typeof entryOf>) =>
    entryWindows(entryOf(...entry), defaultOutcomeRules).map(({ startMs, endMs }) => [startMs, endMs]);

  test('are those of the predictions, if there is one for each', () => {
    const predictions = [predictionOf({}, 0), predictionOf({}, 1)];
    expect(spans({}, [block(2)], predictions)).toEqual([
      [0, 1000],
      [1000, 2000],
    ]);
  });

  test('otherwise follow from their stride, or cover the whole sample', () => {
    expect(spans({ totalLengthMs: 2000 }, [block(3, 500)])).toEqual([
      [0, 1000],
      [500, 1500],
      [1000, 2000],
    ]);
    expect(spans({ totalLengthMs: 2000 }, [block(1, 500)])).toEqual([[0, 2000]]);
  });

  test('otherwise are unknown', () => {
    expect(spans({ totalLengthMs: 2000 }, [block(2)])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(spans({ totalLengthMs: 900 }, [block(3, 500)])[0]).toEqual([null, null]);
  });
});

test('expected labels may be ranges of windows', () => {
  const block = classificationOf('keras', {
    result: [{ a: 1 }, { a: 1 }, { a: 1 }],
    expectedLabels: [
      { startIndex: 0, endIndex: 1, label: 'a' },
      { startIndex: 2, endIndex: 2, label: 'b' },
    ],
  });
  const windows = entryWindows(entryOf({ label: 'c' }, [block]), defaultOutcomeRules);
  expect(windows.map(({ expected }) => expected)).toEqual(['a', 'a', 'b']);
  const indexed = { ...block, expectedLabels: [{ startIndex: 0, endIndex: 119, label: 'a' }] };
  const other = entryWindows(entryOf({ label: 'c' }, [indexed]), defaultOutcomeRules);
  expect(other.map(({ expected }) => expected)).toEqual(['c', 'c', 'c']);
});
