/** Progress texts, the same in the terminal and in the dashboard. */
import { describe, expect, it } from 'vitest';
import { paceOf, progressWords } from './progress-words';

describe('progressWords', () => {
  it.each([
    [{ samples: 0, share: 0 }, 0, '0 %'],
    [{ samples: 0, share: 0.2 }, 2, '20 % · 8 s left'],
    [{ samples: 45_000, share: 0.5 }, 1.5, '50 % · 45,000 samples · 30,000/s · 2 s left'],
    [{ samples: 45_000, share: 0.5 }, 0.5, '50 % · 45,000 samples · 90,000/s'],
    [{ samples: 100, share: 0.5 }, 59.4, '50 % · 100 samples · 2/s · 1 min 0 s left'],
    [{ samples: 100, share: 0.1 }, 30, '10 % · 100 samples · 3/s · 4 min 30 s left'],
    [{ samples: 100, share: 0.1 }, 3000, '10 % · 100 samples · 0/s · 7 h 30 min left'],
    [
      { samples: 0, samplesRead: 45_000, share: 0.1 },
      1.5,
      '10 % · 45,000 samples read · 30,000/s · 14 s left',
    ],
    [{ samples: 100, samplesRead: 45_000, share: 0.5 }, 0.5, '50 % · 100 samples · 200/s'],
    [{ samples: 100, share: 1 }, 10, '100 % · 100 samples · 10/s'],
  ])('says %j after %d s', (progress, seconds, words) => {
    expect(progressWords({ ...progress, ...paceOf(progress, seconds) })).toBe(words);
  });
});
