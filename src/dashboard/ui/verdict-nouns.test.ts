/** Verdicts are named after what they judge: a window, a box or a key. */
import { expect, it } from 'vitest';
import type { RunLearnBlock } from '../../contract/schemas/runs';
import { verdictNouns, verdictsInWords } from './verdict-nouns';

const block = (id: number, type: string): RunLearnBlock => ({
  id,
  type,
  title: type,
  lastLayer: null,
  thresholds: [],
});
const classifier = block(3, 'keras');
const detector = block(4, 'keras-object-detection');
const words = (blocks: readonly RunLearnBlock[], id: string | null, key: string | null = null) =>
  verdictsInWords(verdictNouns(blocks, { block: id, key }), 2, 2);

it('follows the learn block', () => {
  expect(words([classifier, block(5, 'anomaly')], '3')).toBe('2 windows');
  expect(words([block(5, 'keras-visual-anomaly')], '5')).toBe('2 windows');
  expect(words([detector], '4')).toBe('2 boxes');
  expect(words([classifier, detector], '4')).toBe('2 boxes');
  expect(words([block(6, 'keras-freeform')], '6')).toBe('2 keys');
  expect(words([block(6, 'a type of tomorrow')], '6')).toBe('2 keys');
});

it('uses "keys" for the verdicts of a key, whatever the type of the block', () => {
  expect(words([classifier], '3', 'colour')).toBe('2 keys');
});

it('uses a general noun if blocks differ or are not known', () => {
  expect(words([classifier, block(5, 'anomaly')], null)).toBe('2 windows');
  expect(words([classifier, detector], null)).toBe('2 verdicts');
  expect(words([], '3')).toBe('2 verdicts');
});

it('gives the number of samples if it differs', () => {
  const boxes = verdictNouns([detector], { block: '4', key: null });
  expect(verdictsInWords(boxes, 19, 17)).toBe('19 boxes in 17 pictures');
  expect(verdictsInWords(boxes, 2, 1)).toBe('2 boxes in 1 picture');
  expect(verdictsInWords(boxes, 1, 1)).toBe('1 box');
  expect(verdictsInWords(boxes, 1200)).toBe('1,200 boxes');
});
