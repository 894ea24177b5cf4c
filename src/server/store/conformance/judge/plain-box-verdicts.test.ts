/** Boxes: reported pictures without predictions, and edge cases of matching. */
import { describe, expect, it } from 'vitest';
import type { SampleEntry } from '../../../../contract/schemas/result-page';
import { fixtureEntries, madeBlock, madeEntry } from '../fixtures/entry-fixtures';
import { plainSampleValues } from './plain-sample-values';
import { plainVerdicts } from './plain-verdicts';

const rowsOf = (entry: SampleEntry) =>
  plainVerdicts(entry).map(({ expected, said, result, kind }) => [expected, said, kind ?? result]);

describe('detection without predictions', () => {
  const entries = fixtureEntries('detection-computed');
  function entryOf(id: number) {
    const entry = entries.find(({ result }) => result.sampleId === id);
    if (entry === undefined) throw new Error(`There is no sample ${id}`);
    return entry;
  }
  const pair = ['a', 'a', 'correct'];
  const missed = ['a', null, 'missed'];
  const isFalse = [null, 'a', 'false'];

  it.each([
    ['the same box', 91, [pair], 'correct'],
    ['an overlap of one half', 92, [pair], 'correct'],
    ['an overlap of one half but for the last digits', 93, [pair], 'correct'],
    ['another overlap of one half', 94, [pair], 'correct'],
    ['an overlap below one half', 95, [missed, isFalse], 'incorrect'],
    ['another label', 96, [['a', 'b', 'confused']], 'incorrect'],
    ['no box on either side', 97, [], 'correct'],
    ['no said box', 98, [missed], 'incorrect'],
    ['no true box', 99, [isFalse], 'incorrect'],
    ['a score at the threshold', 100, [pair], 'correct'],
    ['a score below the threshold', 101, [], 'correct'],
    ['the same box twice', 102, [pair, isFalse], 'incorrect'],
    ['two truths and one box between them', 103, [pair, missed], 'incorrect'],
    ['a truth without area', 106, [missed], 'incorrect'],
    ['a said box without area', 107, [missed, isFalse], 'incorrect'],
    ['a picture that is not square', 108, [pair], 'correct'],
    ['a picture of unknown size', 111, [[null, 'a', 'unknown']], 'unknown'],
    ['no threshold', 113, [pair], 'correct'],
    ['no result', 114, [], 'unknown'],
    ['two near truths, the best score first', 115, [pair, pair], 'correct'],
    ['thresholds of pixels and of boxes', 116, [pair], 'correct'],
  ])('%s', (_, id, rows, outcome) => {
    const entry = entryOf(id);
    expect(rowsOf(entry)).toEqual(rows);
    expect(plainSampleValues(entry, plainVerdicts(entry)).outcome).toBe(outcome);
  });

  it('classifies the error of a false box', () => {
    const errors = [95, 99, 102, 107].map((id) => {
      return plainVerdicts(entryOf(id)).find(({ kind }) => kind === 'false')?.boxError;
    });
    expect(errors).toEqual(['localisation', 'background', 'duplicate', 'background']);
  });
});

type Placed = [label: string, x: number, y: number, width: number, height: number];

/** A picture of 100 × 100 pixels with boxes in pixels; predicted ones have a score. */
function picture(lastLayer: string, truths: Placed[], said: [...Placed, score: number][]) {
  const entry = madeEntry(
    {
      id: 1,
      label: truths.map(([label]) => label).join(', ') || '-',
      imageDimensions: { width: 100, height: 100 },
      boundingBoxes: truths.map(([label, x, y, width, height]) => ({ label, x, y, width, height })),
    },
    [
      madeBlock(3, 'keras-object-detection', {
        objectDetectionLastLayer: lastLayer,
        structuredResult: [
          {
            boxes: said.map(([, ...box]) => box.slice(0, 4).map((pixels) => pixels / 100)),
            labels: said.map(([label]) => label),
            scores: said.map((box) => box[5]),
          },
        ],
      }),
    ],
  );
  return plainVerdicts(entry).map(({ expected, said: word, kind, score, boxError, overlap, distance }) => ({
    row: [expected, word, kind, score],
    boxError,
    overlap,
    distance,
  }));
}
const rowsOfPicture = (...parameters: Parameters<typeof picture>) =>
  picture(...parameters).map(({ row }) => row);

describe('matching boxes', () => {
  it('lets the highest score choose first, whatever the order of the list', () => {
    const truths: Placed[] = [['a', 0, 0, 20, 20]];
    expect(
      rowsOfPicture('yolov5', truths, [
        ['a', 0, 0, 20, 20, 0.6],
        ['a', 2, 0, 20, 20, 0.9],
      ]),
    ).toEqual([
      ['a', 'a', null, 0.9],
      [null, 'a', 'false', 0.6],
    ]);
  });

  it('pairs remaining boxes closest first, and of equally close boxes the one with the higher score', () => {
    const truths: Placed[] = [['a', 0, 0, 20, 20]];
    const closest = rowsOfPicture('yolov5', truths, [
      ['b', 4, 0, 20, 20, 0.9],
      ['c', 1, 0, 20, 20, 0.6],
    ]);
    expect(closest).toEqual([
      ['a', 'c', 'confused', 0.6],
      [null, 'b', 'false', 0.9],
    ]);
    const tied = rowsOfPicture('yolov5', truths, [
      ['b', 1, 0, 20, 20, 0.6],
      ['c', 0, 1, 20, 20, 0.9],
    ]);
    expect(tied).toEqual([
      ['a', 'c', 'confused', 0.9],
      [null, 'b', 'false', 0.6],
    ]);
  });

  it('classifies errors in the order of the tests, over matched truths too', () => {
    const truths: Placed[] = [
      ['a', 0, 0, 20, 20],
      ['b', 0, 18, 20, 20],
    ];
    const boxes = picture('yolov5', truths, [
      ['a', 0, 0, 20, 20, 0.9],
      ['b', 0, 18, 20, 20, 0.9],
      ['b', 0, 0, 20, 20, 0.5],
      ['c', 10, 0, 20, 20, 0.5],
      ['c', 60, 60, 20, 20, 0.5],
      // Its own truth is near enough to be meant, so the other truth that it covers does not count.
      ['b', 0, 2, 20, 20, 0.4],
    ]);
    expect(boxes.filter(({ row }) => row[2] === 'false').map(({ boxError }) => boxError)).toEqual([
      'class',
      'both',
      'background',
      'localisation',
    ]);
    expect(boxes.at(-2)?.overlap).toBe(0);
    expect(picture('yolov5', [], [['a', 0, 0, 20, 20, 0.9]])[0]).toMatchObject({
      overlap: null,
      boxError: 'background',
    });
  });
});

describe('matching centroids', () => {
  it('extends to 0.2 of the picture and no further, for any labels', () => {
    const truths: Placed[] = [['a', 40, 40, 20, 20]];
    const [at] = picture('fomo', truths, [['a', 65, 45, 10, 10, 0.9]]);
    expect(at).toMatchObject({ row: ['a', 'a', null, 0.9], overlap: null, boxError: null });
    expect(at?.distance).toBeCloseTo(0.2, 12);
    expect(rowsOfPicture('fomo', truths, [['b', 65, 45, 10, 10, 0.9]])).toEqual([
      ['a', 'b', 'confused', 0.9],
    ]);
    expect(rowsOfPicture('fomo', truths, [['a', 66, 45, 10, 10, 0.9]])).toEqual([
      ['a', null, 'missed', null],
      [null, 'a', 'false', 0.9],
    ]);
  });

  it('gives several boxes one truth: the highest score is the pair, the others are surplus', () => {
    const truths: Placed[] = [
      ['a', 40, 40, 20, 20],
      ['a', 0, 0, 0, 10],
    ];
    expect(
      rowsOfPicture('fomo', truths, [
        ['a', 45, 45, 10, 10, 0.6],
        ['a', 50, 45, 10, 10, 0.8],
      ]),
    ).toEqual([
      ['a', 'a', null, 0.8],
      ['a', 'a', 'surplus', 0.6],
    ]);
  });
});
