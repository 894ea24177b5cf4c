/** Queries of verdicts on the worked example, and on small made rows: filters, facets in both units. */
import { describe, expect, it } from 'vitest';
import { madeBlock, madeEntry, queriedSample, type QueriedSample } from './entry-fixtures';
import { predictedBoatPicture, predictedWalkingSample } from './example-fixtures';
import { boxRates, precisionOf, recallOf, verdictMatrix } from './plain-matrix';
import {
  meetsQuery,
  meetsVerdict,
  verdictFacet,
  type FacetField,
  type Unit,
  type VerdictQuery,
  type Word,
} from './plain-verdict-query';

type Query = VerdictQuery<QueriedSample>;

const walking = queriedSample(predictedWalkingSample);
const boats = queriedSample(predictedBoatPicture);
const example = [walking, boats];

const matching = (query: Query, samples: readonly QueriedSample[] = example) =>
  samples.filter((sample) => meetsQuery(sample, query)).map(({ sampleId }) => sampleId);

function rowsMeeting(query: Query) {
  return example.flatMap((sample) =>
    sample.verdicts
      .filter((verdict) => meetsVerdict(verdict, query))
      .map(({ window, said, score }) => [sample.sampleId, window, said, score]),
  );
}

function facet(field: FacetField<QueriedSample>, unit: Unit, query: Query = {}, samples = example) {
  const values = verdictFacet(samples, query, field, unit);
  return new Map(values.map(({ value, ...counts }) => [value, counts]));
}
const countsOf = (...parameters: Parameters<typeof facet>) =>
  new Map([...facet(...parameters)].map(([value, { count }]) => [value, count]));

describe('the queries of the example', () => {
  it('asks one single verdict for all of expected, said and verdict', () => {
    expect(matching({ words: { expected: ['walking'], said: ['walking'], verdict: ['incorrect'] } })).toEqual(
      [],
    );
    expect(matching({ words: { expected: ['walking'], said: ['walking'] } })).toEqual([7]);
  });

  it('asks the same verdict for its result and its score', () => {
    const query: Query = { words: { verdict: ['incorrect'] }, ranges: { score: { min: 0.65 } } };
    expect(matching(query)).toEqual([7, 8]);
    expect(rowsMeeting(query)).toEqual([
      [7, 2, 'anomaly', 0.7],
      [8, 0, 'boat', 0.8],
      [8, 0, 'boat', 0.7],
    ]);
  });

  it('tells nothing said from the word missed', () => {
    expect(matching({ words: { said: [null] } })).toEqual([8]);
    expect(matching({ words: { said: ['missed'] } })).toEqual([]);
    expect(matching({ words: { said: ['null'] } })).toEqual([]);
  });

  it('leaves a sample out for what any verdict of it says', () => {
    expect(matching({ words: { expected: ['boat'] }, not: { said: ['boat'] } })).toEqual([]);
    expect(matching({ words: { expected: ['boat'] }, not: { said: ['bird'] } })).toEqual([8]);
  });

  it('counts what was said, in samples and in verdicts', () => {
    const said = [
      ['walking', 1],
      ['uncertain', 1],
      ['anomaly', 1],
    ] as const;
    expect(countsOf({ verdict: 'said' }, 'samples')).toEqual(
      new Map<Word, number>([...said, ['boat', 1], [null, 1]]),
    );
    expect(countsOf({ verdict: 'said' }, 'verdicts')).toEqual(
      new Map<Word, number>([...said, ['boat', 4], [null, 1]]),
    );
  });
});

describe('filters of verdicts', () => {
  it('take results for all their kinds, and kinds for themselves', () => {
    expect(rowsMeeting({ words: { verdict: ['correct'] } })).toHaveLength(2);
    expect(rowsMeeting({ words: { verdict: ['incorrect'] } })).toHaveLength(6);
    expect(rowsMeeting({ words: { verdict: ['missed', 'uncertain'] } })).toHaveLength(2);
    expect(rowsMeeting({ words: { boxError: ['duplicate', 'class'] } })).toHaveLength(2);
    expect(rowsMeeting({ words: { block: ['4'] } })).toEqual([]);
  });

  it('never let a verdict without the number pass a range', () => {
    expect(rowsMeeting({ ranges: { score: { min: -10 } } })).toHaveLength(7);
    expect(rowsMeeting({ ranges: { score: { max: 10 } } })).toHaveLength(7);
    expect(rowsMeeting({ ranges: { margin: { max: 0 } } })).toEqual([[7, 1, 'uncertain', 0.55]]);
    expect(rowsMeeting({ ranges: { overlap: { min: 0.4, max: 0.5 } } })).toEqual([[8, 0, 'boat', 0.6]]);
    expect(rowsMeeting({ ranges: { error: { min: 0 } } })).toEqual([]);
  });

  it('take the lower end of a range and not the upper', () => {
    expect(rowsMeeting({ ranges: { score: { min: 0.55, max: 0.7 } } })).toEqual([
      [7, 1, 'uncertain', 0.55],
      [8, 0, 'boat', 0.6],
    ]);
  });
});

describe('facets', () => {
  it('leave out their own filter and their own exclusion, and keep the others', () => {
    const query: Query = { words: { said: ['uncertain'], verdict: ['incorrect'] }, not: { said: ['boat'] } };
    expect(countsOf({ verdict: 'said' }, 'verdicts', query)).toEqual(
      new Map<Word, number>([
        ['uncertain', 1],
        ['anomaly', 1],
        ['boat', 3],
        [null, 1],
      ]),
    );
  });

  it('keep the exclusion of another field', () => {
    expect(countsOf({ verdict: 'said' }, 'verdicts', { not: { expected: ['bird'] } })).toEqual(
      new Map<Word, number>([
        ['walking', 1],
        ['uncertain', 1],
        ['anomaly', 1],
      ]),
    );
  });

  it('rate each value without the filters that are like an outcome', () => {
    const query: Query = {
      words: { verdict: ['incorrect'] },
      samples: { outcome: ({ outcome }) => outcome === 'incorrect' },
    };
    expect(facet({ verdict: 'expected' }, 'verdicts', query).get('walking')).toEqual({
      count: 2,
      of: 3,
      judged: 3,
      incorrect: 2,
    });
    expect(facet({ verdict: 'expected' }, 'samples', query).get('boat')).toEqual({
      count: 1,
      of: 1,
      judged: 1,
      incorrect: 1,
    });
    const rightOnes: Query = { samples: { outcome: ({ outcome }) => outcome === 'correct' } };
    expect(facet({ verdict: 'expected' }, 'verdicts', rightOnes)).toEqual(new Map());
  });

  it('count verdicts by the value of their sample', () => {
    const labels: FacetField<QueriedSample> = { sample: 'labels', valuesOf: ({ labels: own }) => own };
    const query: Query = { words: { verdict: ['incorrect'] } };
    expect(countsOf(labels, 'verdicts', query)).toEqual(
      new Map([
        ['walking', 2],
        ['bird, boat, boat', 4],
      ]),
    );
    expect(countsOf(labels, 'samples', query)).toEqual(
      new Map([
        ['walking', 1],
        ['bird, boat, boat', 1],
      ]),
    );
  });

  it('have no words of a regression', () => {
    const degrees = queriedSample(
      madeEntry({ id: 1, label: '20' }, [
        madeBlock(5, 'keras-regression', {
          thresholds: [{ key: 'max_absolute_error', value: 1 }],
          result: [{ value: 24 }],
        }),
      ]),
    );
    expect(countsOf({ verdict: 'said' }, 'verdicts', {}, [degrees])).toEqual(new Map());
    expect(matching({ words: { expected: [null] } }, [degrees])).toEqual([]);
    expect(matching({ words: { verdict: ['outside'] }, ranges: { error: { min: 4 } } }, [degrees])).toEqual([
      1,
    ]);
    expect(verdictMatrix([degrees], {})).toEqual([]);
  });
});

/** One truth that three FOMO boxes hit, and a false one. */
const crowded = queriedSample(
  madeEntry(
    {
      id: 9,
      label: 'cup',
      boundingBoxes: [{ label: 'cup', x: 40, y: 40, width: 20, height: 20 }],
      imageDimensions: { width: 100, height: 100 },
    },
    [
      madeBlock(3, 'keras-object-detection', {
        objectDetectionLastLayer: 'fomo',
        structuredResult: [
          {
            boxes: [
              [0.4, 0.4, 0.1, 0.1],
              [0.5, 0.5, 0.1, 0.1],
              [0.4, 0.5, 0.1, 0.1],
              [0, 0, 0.1, 0.1],
            ],
            labels: ['cup', 'cup', 'cup', 'cup'],
            scores: [0.6, 0.9, 0.7, 0.8],
          },
        ],
      }),
    ],
  ),
);

describe('surplus boxes', () => {
  it('count only where they are asked for', () => {
    const [first] = crowded.verdicts;
    expect(first).toMatchObject({ result: 'correct', kind: null, score: 0.9, overlap: null });
    expect(countsOf({ verdict: 'said' }, 'verdicts', {}, [crowded])).toEqual(
      new Map<Word, number>([['cup', 2]]),
    );
    const query: Query = { words: { verdict: ['surplus'] } };
    expect(countsOf({ verdict: 'said' }, 'verdicts', query, [crowded])).toEqual(
      new Map<Word, number>([['cup', 2]]),
    );
    expect(
      matching({ words: { verdict: ['surplus'] }, ranges: { score: { max: 0.65 } } }, [crowded]),
    ).toEqual([9]);
    expect(
      matching({ words: { verdict: ['correct'] }, ranges: { score: { max: 0.65 } } }, [crowded]),
    ).toEqual([]);
  });

  it('are right ones in precision and F1, and none in recall', () => {
    expect(recallOf([crowded], {}, 'cup')).toEqual({ right: 1, of: 1 });
    expect(precisionOf([crowded], {}, 'cup')).toEqual({ right: 3, of: 4 });
    expect(boxRates([crowded], {})).toEqual({ precision: 0.75, recall: 1, f1: 6 / 7 });
  });
});
