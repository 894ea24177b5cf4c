/**
 * The controls of the sidebar in a document: the URL decides what they show, and using them changes the URL.
 *
 * @vitest-environment happy-dom
 */
import { MantineProvider } from '@mantine/core';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { createElement } from 'react';
import { expect, test } from 'vitest';
import { emptySummary } from '../../contract/fixtures/summary-fixtures';
import type { FieldName } from '../../contract/fields';
import type { Summary } from '../../contract/schemas/summary';
import { click, focus, isChecked, named, show, words, write } from '../fixtures/rendered';
import { leftOutOf } from '../frame/set-filters';
import { readScreen, useScreen } from '../frame/url-state';
import { FilterGroup } from './filter-group';

const facet = (...values: (readonly [value: string, count: number, of: number])[]) => ({
  values: values.map(([value, count, of]) => ({ value, count, of, judged: of, incorrect: 1 })),
  distinct: values.length,
  missing: 0,
});

const whole: Summary = {
  ...emptySummary,
  facets: {
    label: facet(['walking', 19, 59], ['idle', 4, 4], ['stairs', 2, 2]),
    dataType: facet(['image', 3, 3], ['audio', 2, 2]),
    disabled: facet(['true', 1, 1], ['false', 5, 5]),
  },
  histograms: { confidence: { low: 0, high: 1, counts: [1, 2], incorrect: [1, 0], missing: 0 } },
};

const colours = () => '#000';

/** The group of one field, as the sidebar shows it for the URL. */
function Host({ name }: { name: FieldName }) {
  const { query } = useScreen();
  const value = query.filters[name];
  const leftOut = leftOutOf(query.not, name);
  const counts = { whole, now: whole, colours, showsIncorrect: true };
  return createElement(FilterGroup, { name, value, leftOut, ...counts });
}

/** Shows a field's group at a URL; returns a function that reads the filters of the URL. */
async function showGroup(name: FieldName, search = '') {
  const component = () => createElement(MantineProvider, null, createElement(Host, { name }));
  const validateSearch = ({ text }: Record<string, unknown>) => ({
    text: typeof text === 'string' ? text : '',
  });
  const router = createRouter({
    routeTree: createRootRoute({ validateSearch, component }),
    history: createMemoryHistory({ initialEntries: [`/?${search}`] }),
    parseSearch: (text) => ({ text: text.replace(/^\?/, '') }),
    stringifySearch: (given) => `?${validateSearch(given).text}`,
  });
  await router.load();
  await show(createElement(RouterProvider, { router }));
  return () => {
    const { query } = readScreen(router.state.location.searchStr.replace(/^\?/, ''));
    return { filters: query.filters, not: query.not };
  };
}

test('a choice shows the values with their counts, and each can be selected and removed', async () => {
  const filters = await showGroup('label', 'labels=["idle"]');
  expect(words()).toContain('19 of 59');
  expect(isChecked('idle')).toBe(true);
  expect(isChecked('walking')).toBe(false);
  await click('walking');
  expect(filters().filters.label?.toSorted()).toEqual(['idle', 'walking']);
  await click('idle');
  expect(filters().filters).toEqual({ label: ['walking'] });
  await click('Clear Expected label');
  expect(filters().filters).toEqual({});
});

test('a value is excluded, and included again', async () => {
  const filters = await showGroup('label', 'labels=["idle","walking"]');
  await focus(named('idle'));
  await click('Not idle');
  expect(filters()).toEqual({ filters: { label: ['walking'] }, not: { label: ['idle'] } });
  expect(words()).toContain('left out');
  await click('Only idle');
  expect(filters()).toEqual({ filters: { label: ['idle'] }, not: {} });
});

test('a field that takes one value has no second one', async () => {
  const filters = await showGroup('dataType', 'dataType=image');
  await click('Data type');
  await click('audio');
  expect(filters().filters).toEqual({ dataType: ['audio'] });
});

test('a flag is one of its two values, or none', async () => {
  const filters = await showGroup('disabled');
  await click('Disabled');
  await click('enabled');
  expect(filters().filters).toEqual({ disabled: false });
  await click('disabled');
  expect(filters().filters).toEqual({ disabled: true });
  await click('disabled');
  expect(filters().filters).toEqual({});
});

test('a bound is written when its input is left, and invalid text stays with a message', async () => {
  const filters = await showGroup('confidence', 'minConfidence=0.2');
  await write('Confidence below', '0.7');
  expect(filters().filters).toEqual({ confidence: { min: 0.2, max: 0.7 } });
  await write('Confidence at least', 'high');
  expect(words()).toContain('Write a number such as 0');
  expect(filters().filters).toEqual({ confidence: { min: 0.2, max: 0.7 } });
  await write('Confidence at least', '');
  expect(filters().filters).toEqual({ confidence: { max: 0.7 } });
  await write('Confidence at least', '0.9');
  expect(words()).toContain('No number is on both sides of these bounds.');
});
