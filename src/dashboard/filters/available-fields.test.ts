/** The sidebar shows fields with something to select, and never hides an active filter. */
import { expect, it } from 'vitest';
import { fieldNames, fields } from '../../contract/fields';
import { emptySummary } from '../../contract/fixtures/summary-fixtures';
import { parametersOf } from '../../contract/query';
import type { Summary } from '../../contract/schemas/summary';
import { availableFields } from './available-fields';

const summary: Summary = {
  ...emptySummary,
  fieldsWithValues: ['outcome', 'label', 'disabled', 'confidence', 'id'],
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
