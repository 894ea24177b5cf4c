/** Overlaps, scores from counts, and conversion of ground-truth boxes to ratios. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxScoresOf, iou, relativeBoxes, type Box } from './box-matching';
import { sampleOf } from '../fixtures/entry-fixtures';

const box = (x: number, y: number, width = 0.2, height = 0.2, label = 'car'): Box => ({
  label,
  x,
  y,
  width,
  height,
});
const label = fc.constantFrom('car', 'bike', '__proto__');

describe('iou', () => {
  test('of boxes that are equal, halved, touching, apart and empty', () => {
    expect(iou(box(0, 0), box(0, 0))).toBe(1);
    expect(iou(box(0, 0, 2, 2), box(0, 0, 1, 2))).toBe(0.5);
    expect(iou(box(0, 0, 1, 1), box(1, 0, 1, 1))).toBe(0);
    expect(iou(box(0, 0, 1, 1), box(5, 5, 1, 1))).toBe(0);
    expect(iou(box(0, 0, 0, 0), box(0, 0, 0, 0))).toBe(0);
  });

  test('equals the share of grid points, for boxes on a grid', () => {
    const whole = fc.integer({ min: 0, max: 8 });
    const gridBox = fc.record({ label, x: whole, y: whole, width: whole, height: whole });
    fc.assert(
      fc.property(gridBox, gridBox, (a, b) => {
        let both = 0;
        let either = 0;
        for (let x = 0; x < 16; x++) {
          for (let y = 0; y < 16; y++) {
            const isIn = (c: Box) => x >= c.x && x < c.x + c.width && y >= c.y && y < c.y + c.height;
            if (isIn(a) && isIn(b)) both += 1;
            if (isIn(a) || isIn(b)) either += 1;
          }
        }
        expect(iou(a, b)).toBeCloseTo(both === 0 ? 0 : both / either, 12);
      }),
    );
  });
});

test('scores: nothing at all is perfect, undefined is 0', () => {
  expect(boxScoresOf(0, 0, 0)).toEqual({ precision: 1, recall: 1, f1: 1 });
  expect(boxScoresOf(0, 0, 2)).toEqual({ precision: 0, recall: 0, f1: 0 });
  expect(boxScoresOf(0, 2, 0)).toEqual({ precision: 0, recall: 0, f1: 0 });
  expect(boxScoresOf(3, 0, 1)).toEqual({ precision: 1, recall: 0.75, f1: 6 / 7 });
});

describe('relativeBoxes', () => {
  const boundingBoxes = [{ label: 'car', x: 32, y: 24, width: 64, height: 48 }];

  test('divides by the size of the picture', () => {
    const sample = sampleOf({ boundingBoxes, imageDimensions: { width: 320, height: 240 } });
    expect(relativeBoxes(sample)).toEqual([{ label: 'car', x: 0.1, y: 0.1, width: 0.2, height: 0.2 }]);
  });

  test.each([
    ['no size', { boundingBoxes }],
    ['a size of 0', { boundingBoxes, imageDimensions: { width: 0, height: 240 } }],
    ['no list', { imageDimensions: { width: 320, height: 240 } }],
  ])('%s: unknown', (_, more) => expect(relativeBoxes(sampleOf(more))).toBeNull());

  test('an empty list needs no size', () => {
    expect(relativeBoxes(sampleOf({ boundingBoxes: [] }))).toEqual([]);
  });
});
