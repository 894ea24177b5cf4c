/** The control of a choice: its values as rows that can be selected or excluded. */
import { useCallback, useMemo } from 'react';
import { choiceFieldNames } from '../../../contract/fields';
import type { ChoiceValue } from '../../../contract/kinds/kind';
import { choiceOf, onlyValue, withChoice, type Choice } from '../../frame/set-filters';
import { useChangeQuery } from '../../frame/url-state';
import { FacetList } from '../facets/facet-list';
import type { FacetActions } from '../facets/facet-row';
import { facetRows, unlistedCount } from '../facets/facet-rows';
import { excluded, toggled } from '../filter-changes';
import { ValueMark } from '../facets/value-mark';
import type { FilterControlProps } from './filter-control';

const nothing: readonly ChoiceValue[] = [];

export function ChoiceControl(props: FilterControlProps<'choice'>) {
  const { name, field, value = nothing, leftOut, whole, now, colours } = props;
  const facet = whole.facets[name];
  const current = now?.facets[name];
  const rows = useMemo(
    () => facetRows(facet, current, [...value, ...leftOut], field.options),
    [facet, current, value, leftOut, field.options],
  );
  const changeQuery = useChangeQuery();
  const allowsOneOnly = field.form === 'one';
  const actions = useMemo<FacetActions>(() => {
    const choice = choiceFieldNames.find((known) => known === name);
    const change = (edit: (before: Choice) => Choice) =>
      choice && changeQuery((query) => withChoice(query, choice, edit(choiceOf(query, choice))));
    return {
      toggle: (ticked) => change((before) => toggled(before, ticked, allowsOneOnly)),
      ...(!allowsOneOnly && { only: (ticked) => change(() => onlyValue(ticked)) }),
      not: (ticked) => change((before) => excluded(before, ticked)),
    };
  }, [changeQuery, name, allowsOneOnly]);
  const markOf = useCallback(
    (shown: ChoiceValue) => <ValueMark field={name} value={shown} colours={colours} />,
    [name, colours],
  );
  return (
    <FacetList
      title={field.title}
      rows={rows}
      chosen={value}
      leftOut={leftOut}
      nullWords={field.nullable}
      unlisted={unlistedCount(facet)}
      missing={current?.missing ?? 0}
      markOf={markOf}
      actions={actions}
    />
  );
}
