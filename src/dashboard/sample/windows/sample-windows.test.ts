/** Tests of the windows that the panel shows, and of the selected one. */
import { expect, test } from 'vitest';
import { classificationOf, entryOf, predictionOf } from '../../../domain/fixtures/entry-fixtures';
import { shownWindows } from '../../../domain/windows';
import { chosenWindow } from './sample-windows';

test('windows with scores but without a prediction come after the others, not judged', () => {
  const entry = entryOf(
    { totalLengthMs: 3000 },
    [
      classificationOf('keras', {
        intervalMs: 1000,
        result: [{ a: 0.9 }, { a: 0.4 }, { a: 0.7 }],
        expectedLabels: [0, 1, 2].map((at) => ({ startIndex: at, endIndex: at, label: 'a' })),
      }),
    ],
    [predictionOf({ prediction: 'a', predictionCorrect: true })],
  );
  const windows = shownWindows(entry);
  expect(windows.map(({ prediction, correct }) => [prediction, correct])).toEqual([
    ['a', true],
    [null, null],
    [null, null],
  ]);
  expect(windows[2]).toMatchObject({ confidence: 0.7, startMs: 2000 });
});

test('predictions without scores are all included', () => {
  const entry = entryOf(
    {},
    [
      classificationOf('keras', {
        intervalMs: 1000,
        result: [{ a: 1 }],
        expectedLabels: [{ startIndex: 0, endIndex: 0, label: 'a' }],
      }),
    ],
    [predictionOf({ prediction: 'a' }), predictionOf({ prediction: 'b' }, 1)],
  );
  expect(shownWindows(entry).map(({ prediction }) => prediction)).toEqual(['a', 'b']);
});

test('windows whose times overflow have no position', () => {
  const far = (intervalMs: number, totalLengthMs?: number) =>
    shownWindows(
      entryOf({ totalLengthMs }, [
        classificationOf('keras', { intervalMs, result: [{ a: 1 }, { a: 1 }, { a: 1 }] }),
      ]),
    ).map(({ startMs, endMs }) => [startMs, endMs]);
  const unknown = [null, null];
  expect(far(1e308)).toEqual([unknown, unknown, unknown]);
  expect(far(1e308, 1.7e308)).toEqual([unknown, unknown, unknown]);
  expect(far(8e307, 1.7e308).flat().every(Number.isFinite)).toBe(true);
});

test('the selected window is the requested one, otherwise the first wrong one, otherwise the first', () => {
  const windows = shownWindows(
    entryOf(
      {},
      [],
      [
        predictionOf({ prediction: 'a', predictionCorrect: true }),
        predictionOf({ prediction: 'b', predictionCorrect: false }, 1),
        predictionOf({ prediction: 'b', predictionCorrect: false }, 2),
      ],
    ),
  );
  expect(chosenWindow(windows, 2)).toBe(2);
  expect(chosenWindow(windows, undefined)).toBe(1);
  expect(chosenWindow(windows, 99)).toBe(1);
  expect(chosenWindow(windows.slice(0, 1), undefined)).toBe(0);
  expect(chosenWindow([], undefined)).toBe(0);
});
