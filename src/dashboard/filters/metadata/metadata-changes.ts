/** User edits of a metadata filter, by key and in plain words. Pure functions. */
import type { MetadataFilter, MetadataItem } from '../../../contract/kinds/kind';

/** The conditions that an item can put on its key. */
export const metadataOperators = {
  'one-of': 'is one of',
  'none-of': 'is none of',
  except: 'has any value except',
  present: 'has any value',
  missing: 'is missing',
} as const;

export type MetadataOperator = keyof typeof metadataOperators;

/** The operators that take a list of values; without values such an item would have another meaning. */
export type ListOperator = Exclude<MetadataOperator, 'present' | 'missing'>;

/** How several items combine, in words; `any` is the meaning of an absent combinator. */
export const combinators = {
  any: 'any of these',
  and: 'all of these',
  or: 'any, or none of these keys',
} as const;

export type CombinatorName = keyof typeof combinators;

type Edit = MetadataFilter | undefined;

const empty: MetadataFilter = { items: [], noMetadata: false };

/** The operator of an item. */
export function operatorOf({ op, values, exclude }: MetadataItem): MetadataOperator {
  if (op === 'neq') return values === undefined ? 'missing' : 'none-of';
  if (values !== undefined) return 'one-of';
  return exclude === undefined ? 'present' : 'except';
}

/** The operator, if it takes a list of values. */
export const listOperator = (operator: MetadataOperator): ListOperator | undefined =>
  operator === 'present' || operator === 'missing' ? undefined : operator;

/** The values that an item lists: the required or the excluded ones. */
export const valuesOf = ({ values, exclude }: MetadataItem): readonly string[] => values ?? exclude ?? [];

/** The item that the sidebar edits: the first one of the key. */
export const itemOf = (filter: MetadataFilter | undefined, key: string): MetadataItem | undefined =>
  filter?.items.find((item) => item.key === key);

/** An item, or `undefined` if a list operator has no values left. */
function makeItem(
  key: string,
  operator: MetadataOperator,
  values: readonly string[],
): MetadataItem | undefined {
  if (operator === 'present') return { key, op: 'eq' };
  if (operator === 'missing') return { key, op: 'neq' };
  if (values.length === 0) return undefined;
  if (operator === 'none-of') return { key, op: 'neq', values };
  return operator === 'except' ? { key, op: 'eq', exclude: values } : { key, op: 'eq', values };
}

/** Removes a combinator that is no longer needed; an empty filter becomes no filter. */
function tidied(filter: MetadataFilter): Edit {
  const parts = filter.items.length + (filter.noMetadata ? 1 : 0);
  if (parts === 0) return undefined;
  const { combinator, ...rest } = filter;
  return parts === 1 && combinator === 'and' ? rest : filter;
}

/**
 * The filter with the key's item at the position of its first one, or at the end. Adding a second item by a click
 * sets "all of these": a user who selects "boot" for the shoe and "gravel" for the surface means both. A combinator
 * from the URL is kept, and so is OR if samples without any metadata were requested, since such a sample cannot
 * match an item as well.
 */
function withItem(filter: MetadataFilter, key: string, item: MetadataItem | undefined): Edit {
  const at = filter.items.findIndex((other) => other.key === key);
  if (item === undefined) {
    return at < 0 ? tidied(filter) : tidied({ ...filter, items: filter.items.toSpliced(at, 1) });
  }
  if (at >= 0) return { ...filter, items: filter.items.with(at, item) };
  const items = [...filter.items, item];
  const isSecond = items.length === 2 && !filter.noMetadata && filter.combinator === undefined;
  return isSecond ? { ...filter, items, combinator: 'and' } : { ...filter, items };
}

/**
 * Toggles a value of a key. A key without a list uses the operator `fresh`; removing its last value removes the
 * item.
 */
export function toggleValue(
  filter: MetadataFilter | undefined,
  key: string,
  value: string,
  fresh: ListOperator = 'one-of',
): Edit {
  const before = filter ?? empty;
  const item = itemOf(before, key);
  const operator = item === undefined ? fresh : operatorOf(item);
  if (item === undefined || operator === 'present' || operator === 'missing') {
    return withItem(before, key, makeItem(key, fresh, [value]));
  }
  const listed = valuesOf(item);
  const rest = listed.filter((other) => other !== value);
  const values = rest.length < listed.length ? rest : [...listed, value];
  if (item.values !== undefined && item.exclude !== undefined && values.length > 0) {
    return withItem(before, key, { ...item, values });
  }
  return withItem(before, key, makeItem(key, operator, values));
}

/**
 * Sets the operator of a key; its listed values are kept if the operator takes a list, and without values the item
 * is removed.
 */
export function setOperator(
  filter: MetadataFilter | undefined,
  key: string,
  operator: MetadataOperator,
): Edit {
  const before = filter ?? empty;
  const item = itemOf(before, key);
  return withItem(before, key, makeItem(key, operator, item === undefined ? [] : valuesOf(item)));
}

/** Makes one value of a key the only required one. */
export const setOnly = (filter: MetadataFilter | undefined, key: string, value: string): Edit =>
  withItem(filter ?? empty, key, makeItem(key, 'one-of', [value]));

/** Excludes a value of a key, in addition to those already excluded. */
export function withExcluded(filter: MetadataFilter | undefined, key: string, value: string): Edit {
  const before = filter ?? empty;
  const item = itemOf(before, key);
  const operator = item === undefined ? 'none-of' : operatorOf(item);
  const isList = item !== undefined && (operator === 'none-of' || operator === 'except');
  const others = isList ? valuesOf(item).filter((other) => other !== value) : [];
  return withItem(before, key, makeItem(key, isList ? operator : 'none-of', [...others, value]));
}

/** Removes all conditions on a key. */
export function clearKey(filter: MetadataFilter | undefined, key: string): Edit {
  const before = filter ?? empty;
  return tidied({ ...before, items: before.items.filter((item) => item.key !== key) });
}

/** Removes one item by its index. */
export function removeItem(filter: MetadataFilter | undefined, index: number): Edit {
  const before = filter ?? empty;
  return tidied({ ...before, items: before.items.filter((_item, at) => at !== index) });
}

/** Includes samples without any metadata, or no longer. */
export const setNoMetadata = (filter: MetadataFilter | undefined, noMetadata: boolean): Edit =>
  tidied({ ...(filter ?? empty), noMetadata });

/** Sets how the items combine. */
export function setCombinator(filter: MetadataFilter | undefined, name: CombinatorName): Edit {
  const { combinator: _dropped, ...rest } = filter ?? empty;
  return name === 'any' ? tidied(rest) : tidied({ ...rest, combinator: name });
}

/** The combinator's name; `any` if it is not set. */
export const combinatorOf = (filter: MetadataFilter | undefined): CombinatorName =>
  filter?.combinator ?? 'any';

/** Whether it matters how the parts combine. */
export const hasCombinator = (filter: MetadataFilter | undefined): boolean =>
  filter !== undefined &&
  (filter.combinator !== undefined || filter.items.length + (filter.noMetadata ? 1 : 0) > 1);
