/** What the panel and the overlay of each learn block say and draw, rendered to text. */
import { createElement, Fragment } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { Classification } from '../../contract/schemas/result-page';
import { classificationOf, entryOf, predictionOf, thresholdOf } from '../../domain/fixtures/entry-fixtures';
import { defaultOutcomeRules } from '../../domain/outcome-rules';
import { shownWindows } from '../../domain/windows';
import { displayOf } from './registry';

type Entry = ReturnType<typeof entryOf>;

/** The result of the first block on the first window, as the sample panel passes it on. */
function resultOf(entry: Entry) {
  const [block = classificationOf('keras')] = entry.result.classifications;
  const [window] = shownWindows(entry);
  if (window === undefined) throw new Error('The entry has no window');
  const part = window.parts.find(({ at }) => at.block === block);
  return { entry, block, part, window, index: 0, anomalyScale: null, rules: defaultOutcomeRules };
}

const drawing = { colours: () => '#000', highlight: { id: null, set: () => undefined } };

/** The words of the panel, without its markup. */
function panelWords(entry: Entry): string {
  const result = resultOf(entry);
  const markup = renderToStaticMarkup(
    createElement(displayOf(result.block).panel, { ...result, ...drawing }),
  );
  return markup
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/[\u2068\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const overlayOf = (entry: Entry) => {
  const result = resultOf(entry);
  return displayOf(result.block).overlay?.(result) ?? null;
};

/** The SVG of an overlay with only some of its layers. */
const drawn = (entry: Entry, ...hidden: string[]) =>
  renderToStaticMarkup(
    createElement(
      Fragment,
      null,
      overlayOf(entry)?.draw({ ...drawing, isShown: (layer) => !hidden.includes(layer) }),
    ),
  );

const count = (markup: string, element: string) => markup.split(`<${element} `).length - 1;
const blockOf = (type: string, more: Partial<Classification> = {}) => classificationOf(type, more);

test('classification lists the classes by score, with the expected one and the minimum', () => {
  const block = blockOf('keras', {
    result: [{ idle: 0.2, wave: 0.7, run: 0.1 }],
    thresholds: [thresholdOf('min_score', 0.6)],
  });
  expect(panelWords(entryOf({ label: 'wave' }, [block]))).toBe(
    'minimum 0.60 wave expected 0.70 idle 0.20 run 0.10',
  );
  expect(panelWords(entryOf({ label: 'skip' }, [block]))).toContain(
    'Expected skip , which is none of these classes.',
  );
  expect(panelWords(entryOf({}, [blockOf('keras', { result: [{}] })]))).toBe(
    'The run has no scores of this window.',
  );
});

test('regression states how far it is off, and what is allowed', () => {
  const block = blockOf('keras-regression', {
    result: [{ value: 23.4 }],
    thresholds: [thresholdOf('max_error', 2, 'Maximum error')],
  });
  expect(panelWords(entryOf({ label: '21' }, [block]))).toMatch(/Off by 2\.4; 2 either way is allowed\.$/);
  expect(panelWords(entryOf({ label: 'warm' }, [block]))).toContain('The label is no number');
});

test('anomaly states the score and its threshold', () => {
  const block = blockOf('anomaly', {
    result: [{ anomaly: 0.45 }],
    thresholds: [thresholdOf('min_anomaly_score', 0.3)],
  });
  expect(panelWords(entryOf({ label: 'no anomaly' }, [block]))).toBe(
    'anomaly score 0.45 anomaly, since the threshold is 0.30',
  );
  expect(displayOf(block).overlay).toBeNull();
});

test('freeform lists its keys, with what was expected', () => {
  const block = blockOf('vlm', { labelMapResult: [{ light: 'on', door: 'open' }] });
  const entry = entryOf({ labelMap: { labels: { light: 'on', door: 'shut' } } }, [block]);
  expect(panelWords(entry)).toBe(
    'Key Said Expected light ✓ as expected: on on door ✕ not as expected: open shut',
  );
});

describe('object detection', () => {
  const truth = { label: 'bolt', x: 10, y: 10, width: 20, height: 20 };
  const said = { label: 'bolt', x: 0.1, y: 0.1, width: 0.2, height: 0.2, score: 0.9 };
  const pictureOf = (truths: (typeof truth)[], boxes: (typeof said)[]) =>
    entryOf(
      { boundingBoxes: truths, imageDimensions: { width: 100, height: 100 } },
      [blockOf('keras-object-detection')],
      [predictionOf({ boundingBoxes: boxes })],
    );
  const missed = { ...truth, label: 'nut', x: 60 };

  test('lists predicted and missed boxes', () => {
    expect(panelWords(pictureOf([truth, missed], [said]))).toBe(
      'bolt ✓ matches overlap 1.00 0.90 nut ○ missed – 1 of 2 found, 1 missed, 0 false',
    );
    expect(panelWords(pictureOf([], []))).toContain('No boxes were expected, and none were said.');
  });

  test('draws each layer that it has, and nothing without boxes', () => {
    const picture = pictureOf([truth, missed], [said]);
    expect(overlayOf(picture)?.layers.map(({ name }) => name)).toEqual(['Expected', 'Said']);
    // Each box has an outline and a dark line below it.
    expect(count(drawn(picture), 'rect')).toBe(6);
    expect(count(drawn(picture, 'Expected'), 'rect')).toBe(2);
    expect(count(drawn(picture, 'Said'), 'rect')).toBe(4);
    expect(overlayOf(pictureOf([truth], []))?.layers.map(({ name }) => name)).toEqual(['Expected']);
    expect(overlayOf(pictureOf([], []))).toBeNull();
  });

  test('draws a limited number of boxes, and says so', () => {
    const many = pictureOf(
      [],
      Array.from({ length: 501 }, () => said),
    );
    expect(count(drawn(many), 'rect')).toBe(1000);
    expect(overlayOf(many)?.note).toContain('Only 500 boxes of each kind are drawn');
    expect(overlayOf(pictureOf([], [said]))?.note).toBeNull();
  });
});

describe('visual anomaly', () => {
  const scores = [
    [1, 2],
    [3, 4],
  ];
  const block = blockOf('keras-visual-anomaly', {
    anomalyResult: [{ scores }],
    thresholds: [thresholdOf('min_anomaly_score', 3)],
  });
  const entry = entryOf({ label: 'anomaly' }, [block]);

  test('states the highest cell, and how many reach the threshold', () => {
    expect(panelWords(entry)).toContain('highest cell 4.00');
    expect(panelWords(entry)).toContain('2 of 4 cells reach the threshold; they are outlined.');
  });

  test('draws its grid below lines', () => {
    expect(overlayOf(entry)).toMatchObject({ layers: [{ name: 'Grid' }], isFilled: true });
    expect(drawn(entry).match(/data-reached="true"/g)).toHaveLength(2);
    expect(drawn(entry, 'Grid')).toBe('');
    expect(
      overlayOf(entryOf({}, [blockOf('keras-visual-anomaly', { result: [{ anomaly: 1 }] })])),
    ).toBeNull();
  });
});
