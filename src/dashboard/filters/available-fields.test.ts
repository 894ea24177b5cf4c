/** The sidebar shows what can be chosen, and never hides a filter that is set. */
import { expect, it } from 'vitest';
import { fieldNames, fields } from '../../contract/fields';
import { parametersOf } from '../../contract/query';
import type { Summary } from '../../contract/summary';
import { availableFields } from './available-fields';

const facet = { values: [{ value: 'a', count: 1, judged: 1, incorrect: 0 }], distinct: 1, missing: 0 };
const histogram = { low: 0, high: 1, counts: [1], incorrect: [0], missing: 0 };
const summary: Summary = {
  success: true,
  run: 'run',
  total: 1,
  matching: 1,
  outcomes: { correct: 1, incorrect: 0, unknown: 0 },
  judgedWithoutOutcomeFilter: { correct: 1, incorrect: 0, unknown: 0 },
  unknownReasons: [],
  facets: { outcome: facet, label: facet, disabled: facet, device: { ...facet, values: [], distinct: 0 } },
  metadata: [],
  metadataKeys: 0,
  withoutMetadata: 1,
  histograms: { confidence: histogram, id: histogram },
  matrix: [],
  matrixOther: { labels: 0, cells: [] },
};

it('hides fields without values', () => {
  expect(availableFields(summary, {})).toEqual({
    open: ['outcome', 'label', 'confidence'],
    more: ['id', 'disabled', 'filename'],
  });
});

it('shows a field that is filtered all the same', () => {
  expect(availableFields(summary, { device: ['belt'], anomaly: { min: 1 } }).open).toEqual([
    'outcome',
    'label',
    'confidence',
    'anomaly',
    'device',
  ]);
});

it('never shows hidden fields, and every other one where there is data for all', () => {
  const full: Summary = {
    ...summary,
    facets: Object.fromEntries(fieldNames.map((name) => [name, facet])),
    histograms: Object.fromEntries(fieldNames.map((name) => [name, histogram])),
    metadata: [{ ...facet, key: 'shoe' }],
  };
  const { open, more } = availableFields(full, { search: 'belt', said: ['a'] });
  expect([...open, ...more].sort()).toEqual(
    fieldNames
      .filter((name) => fields[name].sidebar !== 'hidden' && parametersOf(fields[name]).length > 0)
      .sort(),
  );
});
