/** The sentence says how much was compared, and never rounds up to all. */
import { expect, test } from 'vitest';
import { agreementWords } from './agreement-words';

test('all windows of a small run', () => {
  expect(agreementWords({ samples: 2, compared: 9, agreeing: 9 }, 2)).toMatch(
    /100\.0\s?% of 9 windows come out/,
  );
});

test('some windows of a large run, nearly all the same', () => {
  const words = agreementWords({ samples: 2000, compared: 100_000, agreeing: 99_999 }, 1_000_000);
  expect(words).toMatch(/99\.9\s?% of 100,000 windows in 2,000 samples spread over the run/);
});

test('a job without verdicts', () => {
  expect(agreementWords({ samples: 2, compared: 0, agreeing: 0 }, 2)).toMatch(/no verdicts/);
});
