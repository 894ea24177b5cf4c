/** Reading `debugInfoJson`: orientation, the format for empty images, and unreadable input. */
import { describe, expect, test } from 'vitest';
import { boxesOfCentroids, parseFomoDebugInfo } from './fomo-debug-info';

// The example in Studio's own documentation, where x is the row.
const example = {
  y_trues: [
    { x: 0.854, y: 0.453125, label: 1 },
    { x: 0.197, y: 0.53125, label: 2 },
  ],
  y_preds: [
    { x: 0.916, y: 0.875, label: 1 },
    { x: 0.25, y: 0.541, label: 2 },
  ],
  assignments: [{ yp: 1, yt: 1, label: 2, distance: 0.053 }],
  normalised_min_distance: 0.2,
  all_pairwise_distances: [
    [0, 0, 0.426],
    [1, 1, 0.053],
  ],
  unassigned_y_true_idxs: [0],
  unassigned_y_pred_idxs: [0],
};

describe('parseFomoDebugInfo', () => {
  test('converts rows and columns to x from the left and y from the top', () => {
    expect(parseFomoDebugInfo(JSON.stringify(example))).toEqual({
      truths: [
        { x: 0.453125, y: 0.854, label: 1 },
        { x: 0.53125, y: 0.197, label: 2 },
      ],
      predictions: [
        { x: 0.875, y: 0.916, label: 1 },
        { x: 0.541, y: 0.25, label: 2 },
      ],
      assignments: [{ truth: 1, prediction: 1, distance: 0.053 }],
      maxDistance: 0.2,
    });
  });

  test('keeps x and y if the found boxes require it', () => {
    const upright = parseFomoDebugInfo(JSON.stringify(example), [
      { x: 0.25, y: 0.54 },
      { x: 0.91, y: 0.88 },
    ]);
    expect(upright?.predictions).toEqual(example.y_preds);
    expect(upright?.truths).toEqual(example.y_trues);
    const turned = parseFomoDebugInfo(JSON.stringify(example), [
      { x: 0.54, y: 0.25 },
      { x: 0.88, y: 0.91 },
    ]);
    expect(turned?.predictions[0]).toEqual({ x: 0.875, y: 0.916, label: 1 });
  });

  test('an image with nothing to find and nothing found has three keys', () => {
    const text = '{"assignments":[],"unassigned_y_true_idxs":[],"unassigned_y_pred_idxs":[]}';
    expect(parseFomoDebugInfo(text)).toEqual({
      truths: [],
      predictions: [],
      assignments: [],
      maxDistance: 0.2,
    });
  });

  test.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['another shape', '{"assignments":{}}'],
    ['text for a number', JSON.stringify({ ...example, y_preds: [{ x: '0', y: 0, label: 1 }] })],
    [
      'an index beyond its list',
      JSON.stringify({ ...example, assignments: [{ yp: 9, yt: 0, distance: 0.1 }] }),
    ],
    ['a negative index', JSON.stringify({ ...example, assignments: [{ yp: 0, yt: -1, distance: 0.1 }] })],
    ['an index between', JSON.stringify({ ...example, assignments: [{ yp: 0, yt: 0.5, distance: 0.1 }] })],
    ['a list of null', JSON.stringify({ ...example, y_trues: [null, null] })],
  ])('%s cannot be read', (_, text) => expect(parseFomoDebugInfo(text)).toBeNull());
});

describe('boxesOfCentroids', () => {
  const boxes = [
    { x: 0.5, y: 0.5 },
    { x: 0.1, y: 0.1 },
  ];

  test('finds the box of each centroid, in any order', () => {
    expect(
      boxesOfCentroids(
        [
          { x: 0.11, y: 0.1 },
          { x: 0.5, y: 0.49 },
        ],
        boxes,
      ),
    ).toEqual([1, 0]);
    expect(boxesOfCentroids([], [])).toEqual([]);
  });

  test('gives up if numbers differ, two share a box, or one is too far away', () => {
    expect(boxesOfCentroids([{ x: 0.5, y: 0.5 }], boxes)).toBeNull();
    const both = { x: 0.5, y: 0.5 };
    expect(boxesOfCentroids([both, both], boxes)).toBeNull();
    expect(boxesOfCentroids([both, { x: 0.3, y: 0.1 }], boxes)).toBeNull();
  });
});
