/** Edits of a metadata filter: what a click writes into the URL. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetadataFilter } from '../../../contract/kinds/kind';
import { parseQuery, printFilter } from '../../../contract/query';
import {
  clearKey,
  withExcluded,
  itemOf,
  operatorOf,
  removeItem,
  setCombinator,
  setNoMetadata,
  setOnly,
  setOperator,
  toggleValue,
  valuesOf,
  type ListOperator,
} from './metadata-changes';

const boot = toggleValue(undefined, 'shoe', 'boot');
const written = (filter: MetadataFilter | undefined) =>
  filter === undefined ? undefined : printFilter('metadata', filter)[0]?.[1];

describe('a click on a value', () => {
  it('requires the value, then either of two, then nothing', () => {
    expect(written(boot)).toBe('[{"key":"shoe","op":"eq","values":["boot"]}]');
    const both = toggleValue(boot, 'shoe', 'none');
    expect(written(both)).toBe('[{"key":"shoe","op":"eq","values":["boot","none"]}]');
    expect(toggleValue(toggleValue(both, 'shoe', 'boot'), 'shoe', 'none')).toBeUndefined();
  });

  it('under a second key requires both, explicitly', () => {
    expect(written(toggleValue(boot, 'surface', 'gravel'))).toBe(
      '[{"key":"shoe","op":"eq","values":["boot"]},{"key":"surface","op":"eq","values":["gravel"]},{"filters_combinator":"and"}]',
    );
  });

  it('does not change how a URL combines its items', () => {
    const either: MetadataFilter = {
      items: [
        { key: 'a', op: 'eq', values: ['1'] },
        { key: 'b', op: 'eq', values: ['2'] },
      ],
      noMetadata: false,
    };
    expect(toggleValue(either, 'c', '3')?.combinator).toBeUndefined();
    const saidOutright: MetadataFilter = {
      items: either.items.slice(0, 1),
      noMetadata: false,
      combinator: 'or',
    };
    expect(toggleValue(saidOutright, 'c', '3')?.combinator).toBe('or');
  });

  it('does not require metadata and no metadata at once', () => {
    const none = setNoMetadata(boot, true);
    expect(toggleValue(none, 'surface', 'gravel')?.combinator).toBeUndefined();
  });

  it('never turns "is none of" into "is missing" when its last value is removed', () => {
    const not = toggleValue(undefined, 'shoe', 'boot', 'none-of');
    expect(written(not)).toBe('[{"key":"shoe","op":"neq","values":["boot"]}]');
    expect(toggleValue(not, 'shoe', 'boot')).toBeUndefined();
  });

  it('replaces "has any value" and "is missing"', () => {
    for (const operator of ['present', 'missing'] as const) {
      const filter = toggleValue(setOperator(undefined, 'shoe', operator), 'shoe', 'boot');
      expect(written(filter)).toBe(written(boot));
    }
  });

  it('keeps the exclusions in addition to the values', () => {
    const filter: MetadataFilter = {
      items: [{ key: 'a', op: 'eq', values: ['1'], exclude: ['2'] }],
      noMetadata: false,
    };
    expect(toggleValue(filter, 'a', '3')?.items).toEqual([
      { key: 'a', op: 'eq', values: ['1', '3'], exclude: ['2'] },
    ]);
  });
});

describe('the other edits', () => {
  it('keeps the values if the new operator takes a list', () => {
    expect(written(setOperator(boot, 'shoe', 'except'))).toBe(
      '[{"key":"shoe","op":"eq","exclude":["boot"]}]',
    );
    expect(written(setOperator(boot, 'shoe', 'none-of'))).toBe(
      '[{"key":"shoe","op":"neq","values":["boot"]}]',
    );
    expect(written(setOperator(boot, 'shoe', 'present'))).toBe('[{"key":"shoe","op":"eq"}]');
    expect(written(setOperator(boot, 'shoe', 'missing'))).toBe('[{"key":"shoe","op":"neq"}]');
    expect(setOperator(undefined, 'shoe', 'none-of')).toBeUndefined();
  });

  it('drops "all of these" once one item is left, and keeps an explicit "or", which has another meaning', () => {
    const both = toggleValue(boot, 'surface', 'gravel');
    expect(written(clearKey(both, 'surface'))).toBe(written(boot));
    expect(written(removeItem(setCombinator(both, 'or'), 1))).toBe(
      '[{"key":"shoe","op":"eq","values":["boot"]},{"filters_combinator":"or"}]',
    );
    expect(clearKey(setCombinator(boot, 'or'), 'shoe')).toBeUndefined();
    expect(setCombinator(setCombinator(boot, 'or'), 'any')).toEqual(boot);
  });

  it('makes one value the only one, at the same position', () => {
    const both = toggleValue(boot, 'surface', 'gravel');
    expect(setOnly(both, 'shoe', 'none')?.items).toEqual([
      { key: 'shoe', op: 'eq', values: ['none'] },
      { key: 'surface', op: 'eq', values: ['gravel'] },
    ]);
  });

  it('excludes one value after another', () => {
    const one = withExcluded(boot, 'shoe', 'boot');
    expect(one?.items).toEqual([{ key: 'shoe', op: 'neq', values: ['boot'] }]);
    expect(withExcluded(one, 'shoe', 'none')?.items).toEqual([
      { key: 'shoe', op: 'neq', values: ['boot', 'none'] },
    ]);
    const except = setOperator(one, 'shoe', 'except');
    expect(withExcluded(except, 'shoe', 'none')?.items).toEqual([
      { key: 'shoe', op: 'eq', exclude: ['boot', 'none'] },
    ]);
  });
});

const keys = fc.constantFrom('shoe', 'surface', '__proto__');
const values = fc.constantFrom('boot', '', 'none', 'é');
const listOperators = fc.constantFrom<ListOperator>('one-of', 'none-of', 'except');
type Change = (filter: MetadataFilter | undefined) => MetadataFilter | undefined;
const changes = fc.oneof(
  fc.tuple(keys, values, listOperators).map(
    ([key, value, fresh]): Change =>
      (filter) =>
        toggleValue(filter, key, value, fresh),
  ),
  fc.tuple(keys, listOperators).map(
    ([key, operator]): Change =>
      (filter) =>
        setOperator(filter, key, operator),
  ),
  fc.constantFrom<Change>(
    (filter) => setOperator(filter, 'shoe', 'missing'),
    (filter) => setNoMetadata(filter, filter?.noMetadata !== true),
    (filter) => setCombinator(filter, 'or'),
    (filter) => setCombinator(filter, 'and'),
    (filter) => removeItem(filter, 0),
  ),
);

describe('any sequence of edits', () => {
  it('gives a filter that the API accepts and that reads back the same', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 20 }), (sequence) => {
        const filter = sequence.reduce<MetadataFilter | undefined>(
          (before, change) => change(before),
          undefined,
        );
        const text = written(filter);
        const { filters } = parseQuery(new URLSearchParams(text === undefined ? [] : [['metadata', text]]));
        expect(filters.metadata).toEqual(filter);
      }),
    );
  });

  it('a value ticked twice leaves the key unchanged', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 10 }), keys, values, (sequence, key, value) => {
        const before = sequence.reduce<MetadataFilter | undefined>(
          (filter, change) => change(filter),
          undefined,
        );
        const item = itemOf(before, key);
        const operator = item === undefined ? 'one-of' : operatorOf(item);
        fc.pre(operator !== 'present' && operator !== 'missing');
        // The screen remembers the operator of a key after its last value was removed.
        const after = toggleValue(toggleValue(before, key, value, operator), key, value, operator);
        const now = itemOf(after, key);
        expect(now === undefined).toBe(item === undefined);
        if (item === undefined || now === undefined) return;
        expect(operatorOf(now)).toBe(operator);
        expect([...valuesOf(now)].sort()).toEqual([...valuesOf(item)].sort());
      }),
    );
  });
});
