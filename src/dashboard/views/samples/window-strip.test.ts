/** The strip of a row shows its windows on the time axis, in the same colours as the panel's track. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { emptyQuery } from '../../../contract/query';
import {
  classificationOf,
  entryOf,
  predictionOf,
  thresholdOf,
} from '../../../domain/fixtures/entry-fixtures';
import { defaultOutcomeRules } from '../../../domain/outcome-rules';
import { CellsContext } from './cell-context';
import { rowFacts } from './row-facts';
import { WindowStrip } from './window-strip';

function strip(entry: ReturnType<typeof entryOf>): string {
  const rules = defaultOutcomeRules;
  const value = { projectId: 1, run: emptyQuery, colours: (label: string | null) => `#${label}`, rules };
  const row = rowFacts(entry, rules);
  return renderToStaticMarkup(createElement(CellsContext, { value }, createElement(WindowStrip, { row })));
}

const shown = (markup: string) =>
  [...markup.matchAll(/<rect x="([\d.]+)"[^>]* y="7"[^>]* fill="([^"]+)"/g)].map(([, x, fill]) => [
    Number(x),
    fill,
  ]);

test('cells are at the time of their windows, and wrong ones are hatched', () => {
  const said = (prediction: string, second: number) =>
    predictionOf({ prediction, label: 'a', predictionCorrect: prediction === 'a' }, second);
  const markup = strip(entryOf({ totalLengthMs: 4000 }, [], [said('a', 0), said('b', 2)]));
  expect(markup).toContain('aria-label="1 of 2 windows are incorrect"');
  expect(shown(markup)).toEqual([
    [0, '#a'],
    [48, '#b'],
    [48, 'url(#wrong-window)'],
  ]);
});

test('windows with values have the colours of their verdicts', () => {
  const block = classificationOf('keras-regression', {
    result: [{ value: 20 }, { value: 25 }],
    intervalMs: 1000,
    thresholds: [thresholdOf('max_error', 2, 'Maximum error')],
  });
  const markup = strip(entryOf({ label: '21', totalLengthMs: 2000 }, [block]));
  expect(shown(markup).map(([, fill]) => fill)).toEqual(['var(--ok)', 'var(--bad)', 'url(#wrong-window)']);
});

test('windows that were not judged are pale', () => {
  const markup = strip(entryOf({ label: undefined }, [], [predictionOf({ prediction: 'a' })]));
  expect(markup).toContain('opacity="0.45"');
});
