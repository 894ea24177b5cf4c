/** The control of a choice: its values as rows to tick. */
import { useCallback, useMemo } from 'react';
import { FacetList } from '../facet-list';
import type { FacetActions } from '../facet-row';
import { facetRows, unlistedCount } from '../facet-rows';
import { excluded, toggled } from '../filter-changes';
import { ValueMark } from '../value-mark';
import type { FilterControlProps } from './filter-control';

/** A "not" that would write more values than this into the URL is not offered. */
const mostForNot = 100;
const nothing: readonly string[] = [];

export function ChoiceControl(props: FilterControlProps<'choice'>) {
  const { name, field, value = nothing, change, whole, now, colours } = props;
  const facet = whole.facets[name];
  const current = now?.facets[name];
  const rows = useMemo(
    () => facetRows(facet, current, value, field.options),
    [facet, current, value, field.options],
  );
  const allowsOneOnly = field.form === 'one';
  const unlisted = unlistedCount(facet);
  const values = useMemo(
    () => facetRows(facet, undefined, nothing, field.options).map((row) => row.value),
    [facet, field.options],
  );
  const canNot = !allowsOneOnly && unlisted === 0 && values.length > 1 && values.length <= mostForNot;
  const actions = useMemo<FacetActions>(
    () => ({
      toggle: (ticked) => change((before) => toggled(before, ticked, allowsOneOnly)),
      ...(!allowsOneOnly && { only: (ticked) => change(() => [ticked]) }),
      ...(canNot && { not: (ticked) => change((before) => excluded(before, ticked, values)) }),
    }),
    [change, allowsOneOnly, canNot, values],
  );
  const markOf = useCallback(
    (shown: string) => <ValueMark field={name} value={shown} colours={colours} />,
    [name, colours],
  );
  return (
    <FacetList
      title={field.title}
      rows={rows}
      chosen={value}
      unlisted={unlisted}
      missing={current?.missing ?? 0}
      markOf={markOf}
      actions={actions}
    />
  );
}
