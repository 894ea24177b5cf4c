/** The matrix of verdicts and its rates on small made samples. */
import { describe, expect, it } from 'vitest';
import { madeBlock, madeEntry, queriedSample, type QueriedSample } from './entry-fixtures';
import { predictedBoatPicture } from './example-fixtures';
import { balancedAccuracy, precisionOf, recallOf, verdictMatrix } from './plain-matrix';
import { headlineCounts, type VerdictQuery } from './plain-verdict-query';

type Query = VerdictQuery<QueriedSample>;

const boats = queriedSample(predictedBoatPicture);

describe('the matrix', () => {
  it('counts verdicts and samples in cells, whatever of expected and said is chosen', () => {
    const query: Query = { words: { expected: ['boat'], said: ['boat'] }, not: { said: ['boat'] } };
    expect(verdictMatrix([boats], query)).toEqual(
      expect.arrayContaining([
        { expected: 'boat', said: 'boat', count: 1, samples: 1 },
        { expected: 'bird', said: 'boat', count: 1, samples: 1 },
        { expected: null, said: 'boat', count: 2, samples: 1 },
        { expected: 'boat', said: null, count: 1, samples: 1 },
      ]),
    );
    expect(verdictMatrix([boats], query)).toHaveLength(4);
  });

  it('is of one block and of one key: the first block, the key with the most incorrect', () => {
    const keys = (id: number, said: Record<string, string>) =>
      queriedSample(
        madeEntry({ id, labelMap: { labels: { colour: 'red', size: 'big' } } }, [
          madeBlock(5, 'vlm', { labelMapResult: [said] }),
          madeBlock(6, 'vlm', { labelMapResult: [{ colour: 'green' }] }),
        ]),
      );
    const samples = [keys(1, { colour: 'red', size: 'small' }), keys(2, { colour: 'red', size: 'big' })];
    expect(verdictMatrix(samples, {})).toEqual([
      { expected: 'size: big', said: 'size: small', count: 1, samples: 1 },
      { expected: 'size: big', said: 'size: big', count: 1, samples: 1 },
    ]);
    expect(verdictMatrix(samples, {}, { block: 6, key: 'colour' })).toEqual([
      { expected: 'colour: red', said: 'colour: green', count: 2, samples: 2 },
    ]);
  });
});

describe('rates', () => {
  const answered = (id: number, label: string, said: string) =>
    queriedSample(
      madeEntry(
        { id, label },
        [madeBlock(3, 'keras', { result: [{ a: 0.5, b: 0.4, c: 0.1 }] })],
        [{ startMs: 0, prediction: said, predictionCorrect: label === 'x' ? null : label === said }],
      ),
    );
  const samples = [
    answered(1, 'a', 'a'),
    answered(2, 'a', 'b'),
    answered(3, 'b', 'b'),
    answered(4, 'x', 'b'),
  ];

  it('leave the filters on what the model answered out of their denominators', () => {
    const query: Query = { words: { verdict: ['correct'], said: ['a'] }, ranges: { score: { min: 0.9 } } };
    expect(recallOf(samples, query, 'a')).toEqual({ right: 1, of: 2 });
    expect(balancedAccuracy(samples, query)).toBe(0.75);
  });

  it('leave filters on labels out of precision, and unjudged verdicts out of all', () => {
    const isLabelled = { labels: ({ labels }: QueriedSample) => labels.includes('b') };
    const query: Query = { words: { expected: ['b'] }, samples: isLabelled };
    expect(precisionOf(samples, query, 'b')).toEqual({ right: 1, of: 2 });
    expect(recallOf(samples, query, 'a')).toEqual({ right: 0, of: 0 });
  });

  it('have a headline that the result does not narrow', () => {
    const query: Query = {
      words: { verdict: ['confused'] },
      samples: { outcome: ({ outcome }) => outcome === 'incorrect' },
    };
    expect(headlineCounts(samples, query)).toEqual({
      samples: { correct: 2, incorrect: 1, unknown: 1 },
      verdicts: { correct: 2, incorrect: 1, unknown: 1 },
    });
  });
});
