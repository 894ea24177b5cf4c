/** The headline shows both rates with unit and interval ends, and explains why an interval may be missing. */
import { expect, test } from 'vitest';
import type { Headline } from '../../contract/schemas/summary';
import { blockOf } from '../../contract/fixtures/run-fixtures';
import { verdictNouns } from '../ui/verdict-nouns';
import { headlineFigures } from './headline-words';

const nounsOf = (type: string) => verdictNouns([{ ...blockOf(1, ''), type }], { block: null, key: null });
const interval = { low: 0.4981, high: 0.6871 };
const samples = { judged: 104, correct: 62, groups: 104, interval };
const windows = { judged: 1044, correct: 919, groups: 104, interval: { low: 0.8341, high: 0.9162 } };
const headline: Headline = { group: null, samples, verdicts: windows, boxes: null };
const words = (of: Headline, type = 'keras') =>
  headlineFigures(of, nounsOf(type)).map(({ number, words: more }) => `${number} ${more}`);
const titles = (of: Headline) => headlineFigures(of, nounsOf('keras')).map(({ title }) => title);

test('both rates, the second with its share', () => {
  expect(words(headline)).toEqual([
    '62 of 104 samples right (49 to 69\u202f%)',
    '919 of 1,044 windows right, 88.0\u202f% (83 to 92\u202f%)',
  ]);
});

test('one rate with its share if the verdicts equal the samples', () => {
  expect(words({ ...headline, verdicts: samples })).toEqual([
    '62 of 104 samples right, 59.6\u202f% (49 to 69\u202f%)',
  ]);
});

test('F1 over boxes instead of a share of boxes', () => {
  const rate = (value: number) => ({ value, interval: { low: value - 0.04, high: value + 0.03 } });
  const boxes = {
    hits: 663,
    surplus: 6,
    falseAlarms: 225,
    misses: 394,
    groups: 450,
    precision: rate(0.748),
    recall: rate(0.627),
    f1: rate(0.684),
  };
  expect(words({ ...headline, boxes }, 'keras-object-detection')).toEqual([
    '62 of 104 samples right (49 to 69\u202f%)',
    'F1 0.684 (0.64 to 0.72) over boxes',
  ]);
});

test('why there is no interval, with a bidirectional key that must not reorder the sentence', () => {
  const none = { ...samples, interval: null };
  const grouped = (group: string | null, groups: number): Headline => ({
    ...headline,
    group,
    samples: { ...none, groups },
    verdicts: { ...none, groups },
  });
  expect(words(grouped('recording', 3))).toEqual(['62 of 104 samples right, 59.6\u202f%']);
  expect(titles(grouped('recording', 3))[0]).toContain('Too few values of "recording" for an interval');
  expect(titles(grouped('gone', 0))[0]).toContain('No sample has the metadata key "gone"');
  expect(titles(grouped(null, 3))[0]).toContain('Too few samples for an interval');
  expect(titles(grouped('\u202egnidrocer', 3))[0]).toContain('"\u2068\u202egnidrocer\u202c\u2069"');
});

test('nothing about what cannot be judged', () => {
  const none = { judged: 0, correct: 0, groups: 0, interval: null };
  expect(words({ ...headline, samples: none, verdicts: none })).toEqual([]);
});
