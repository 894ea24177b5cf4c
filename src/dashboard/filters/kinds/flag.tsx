/** The control of a flag: a checkbox for each of its two values; at most one is selected, none means both. */
import { useMemo } from 'react';
import { FacetList } from '../facets/facet-list';
import type { FacetActions } from '../facets/facet-row';
import { facetRows } from '../facets/facet-rows';
import type { FilterControlProps } from './filter-control';

const sides = ['true', 'false'] as const;

export function FlagControl({ name, field, value, change, whole, now }: FilterControlProps<'flag'>) {
  const facet = whole.facets[name];
  const current = now?.facets[name];
  const [whenTrue, whenFalse] = field.words;
  const rows = useMemo(
    () =>
      facetRows(facet, current, [], sides).map((row) => ({
        ...row,
        value: row.value === 'true' ? whenTrue : whenFalse,
      })),
    [facet, current, whenTrue, whenFalse],
  );
  const actions = useMemo<FacetActions>(
    () => ({
      toggle: (word) =>
        change((before) => {
          const side = word === whenTrue;
          return before === side ? undefined : side;
        }),
    }),
    [change, whenTrue],
  );
  return (
    <FacetList
      title={field.title}
      rows={rows}
      chosen={value === undefined ? [] : [value ? whenTrue : whenFalse]}
      leftOut={[]}
      unlisted={0}
      missing={0}
      actions={actions}
    />
  );
}
