/** Tests of the filters that a click on a sample's value sets. */
import { expect, test } from 'vitest';
import { withMetadataValue } from './filter-by';

const shoe = { key: 'shoe', op: 'eq', values: ['boot'] } as const;

test('a value creates a metadata filter, and replaces the one of its key', () => {
  const alone = { items: [shoe], noMetadata: false };
  expect(withMetadataValue(undefined, 'shoe', 'boot')).toEqual(alone);
  expect(
    withMetadataValue({ items: [{ ...shoe, values: ['trainer'] }], noMetadata: true }, 'shoe', 'boot'),
  ).toEqual(alone);
});

test('another key must match too', () => {
  const both = withMetadataValue({ items: [shoe], noMetadata: false }, 'site', 'north');
  expect(both).toEqual({
    items: [shoe, { key: 'site', op: 'eq', values: ['north'] }],
    noMetadata: false,
    combinator: 'and',
  });
  expect(withMetadataValue(both, 'site', 'south').items.map(({ values }) => values)).toEqual([
    ['boot'],
    ['south'],
  ]);
});

test('alternatives are replaced, since they cannot be narrowed', () => {
  const site = { key: 'site', op: 'eq', values: ['north'] } as const;
  const alternatives = { items: [shoe, site], noMetadata: false };
  expect(withMetadataValue(alternatives, 'hand', 'left')).toEqual({
    items: [{ key: 'hand', op: 'eq', values: ['left'] }],
    noMetadata: false,
  });
});
