/** The rates of the matrix on small constructed samples. */
import { expect, it } from 'vitest';
import { queryOf } from '../store-door';
import { crowdedEntries } from '../store-verdict-cases';
import { judgedSample, madeBlock, madeEntry } from '../fixtures/entry-fixtures';
import { plainSample } from './plain-loop-values';
import { balancedAccuracy, boxRates, precisionOf, recallOf } from './plain-rates';

const answered = (id: number, label: string, said: string) =>
  judgedSample(
    madeEntry(
      { id, label },
      [madeBlock(3, 'keras', { result: [{ a: 0.5, b: 0.4, c: 0.1 }] })],
      [{ startMs: 0, prediction: said, predictionCorrect: label === 'x' ? null : label === said }],
    ),
  );
const samples = [answered(1, 'a', 'a'), answered(2, 'a', 'b'), answered(3, 'b', 'b'), answered(4, 'x', 'b')];

it('exclude filters on the prediction from their denominators', () => {
  const query = queryOf('verdict=correct&said=a&minScore=0.9&outcome=correct');
  expect(recallOf(samples, query, 'a')).toEqual({ right: 1, of: 2 });
  expect(balancedAccuracy(samples, query)).toBe(0.75);
});

it('exclude filters on labels from precision, and unjudged verdicts from all', () => {
  const query = queryOf('expected=b&labels=["b"]');
  expect(precisionOf(samples, query, 'b')).toEqual({ right: 1, of: 2 });
  expect(recallOf(samples, query, 'a')).toEqual({ right: 0, of: 0 });
});

it('count surplus boxes as right in precision and F1, and not in recall', () => {
  const crowded = crowdedEntries.map((entry) => plainSample(entry));
  expect(recallOf(crowded, queryOf(''), 'cup')).toEqual({ right: 1, of: 1 });
  expect(precisionOf(crowded, queryOf(''), 'cup')).toEqual({ right: 3, of: 4 });
  expect(boxRates(crowded, queryOf(''))).toEqual({ precision: 0.75, recall: 1, f1: 6 / 7 });
});
