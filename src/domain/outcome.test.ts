/** Computing a sample's outcome and its sentence from its windows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countWindows, sampleOutcome, windowsSentence } from './outcome';

const windowsOf = (verdicts: readonly (boolean | null)[]) =>
  verdicts.map((correct, index) => ({ index, correct }));

test.each([
  [[true, true], 'correct', '2 of 2 windows'],
  [[true, false, true], 'incorrect', '2 of 3 windows'],
  [[true, null], 'correct', '1 of 1 window, 1 not judged'],
  [[false, null, null], 'incorrect', '0 of 1 window, 2 not judged'],
  [[null], 'unknown', '1 window, not judged'],
  [[null, null], 'unknown', '2 windows, not judged'],
  [[], 'unknown', 'no windows'],
])('%j is %s: %s', (verdicts, outcome, sentence) => {
  const counts = countWindows(windowsOf(verdicts));
  expect(sampleOutcome(counts)).toBe(outcome);
  expect(windowsSentence(counts)).toBe(sentence);
});

test('the results of several blocks on one window count once: wrong if any of them is', () => {
  const parts = [true, false, true, null, null, true].map((correct, part) => ({
    index: Math.floor(part / 2),
    correct,
  }));
  expect(countWindows(parts)).toEqual({ total: 3, judged: 3, correct: 2 });
  expect(countWindows(parts.slice(3, 5).map((part) => ({ ...part, index: 0 })))).toEqual({
    total: 1,
    judged: 0,
    correct: 0,
  });
});

test('any wrong window makes a sample incorrect; one right window and no wrong one, correct', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(true, false, null)), (verdicts) => {
      const wanted = verdicts.includes(false) ? 'incorrect' : verdicts.includes(true) ? 'correct' : 'unknown';
      expect(sampleOutcome(countWindows(windowsOf(verdicts)))).toBe(wanted);
    }),
  );
});
