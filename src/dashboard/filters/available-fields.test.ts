/** The sidebar shows fields with something to select, and never hides an active filter. */
import { expect, it } from 'vitest';
import { fieldNames, fields } from '../../contract/fields';
import { parametersOf } from '../../contract/query';
import type { Summary } from '../../contract/schemas/summary';
import { availableFields } from './available-fields';

const summary: Summary = {
  success: true,
  run: 'run',
  unit: 'samples',
  total: 1,
  fieldsWithValues: ['outcome', 'label', 'disabled', 'confidence', 'id'],
  matching: 1,
  outcomes: { correct: 1, incorrect: 0, unknown: 0 },
  judgedWithoutOutcomeFilter: { correct: 1, incorrect: 0, unknown: 0 },
  verdicts: { matching: 1, judgedWithoutOutcomeFilter: { correct: 1, incorrect: 0, unknown: 0 } },
  headline: {
    group: null,
    samples: { judged: 1, correct: 1, groups: 1, interval: null },
    verdicts: { judged: 1, correct: 1, groups: 1, interval: null },
    boxes: null,
  },
  unknownReasons: [],
  facets: {},
  metadata: [],
  metadataKeys: 0,
  withoutMetadata: 1,
  histograms: {},
  matrix: [],
  matrixOther: { labels: 0, cells: [] },
  matrixOf: { block: null, key: null },
};

it('hides fields without values', () => {
  expect(availableFields(summary, { filters: {}, not: {} })).toEqual({
    open: ['outcome', 'label', 'confidence'],
    more: ['id', 'disabled', 'filename'],
  });
});

it('shows a field with a filter or an exclusion even without values', () => {
  const conditions = { filters: { anomaly: { min: 1 } }, not: { device: ['belt'] } };
  expect(availableFields(summary, conditions).open).toEqual([
    'outcome',
    'label',
    'confidence',
    'anomaly',
    'device',
  ]);
});

it('shows the fields of verdicts, initially closed, if the run has values for them', () => {
  const ofBoxes: Summary = {
    ...summary,
    fieldsWithValues: ['verdict', 'expected', 'said', 'block', 'score', 'overlap'],
  };
  expect(availableFields(ofBoxes, { filters: {}, not: {} })).toEqual({
    open: [],
    more: ['verdict', 'score', 'overlap', 'filename'],
  });
});

it('never shows hidden fields, but every other one if all have data', () => {
  const full: Summary = {
    ...summary,
    fieldsWithValues: [...fieldNames],
    metadata: [{ values: [], distinct: 1, missing: 0, key: 'shoe' }],
  };
  const { open, more } = availableFields(full, { filters: { search: 'belt', said: ['a'] }, not: {} });
  expect([...open, ...more].sort()).toEqual(
    fieldNames
      .filter((name) => fields[name].sidebar !== 'hidden' && parametersOf(fields[name]).length > 0)
      .sort(),
  );
});
