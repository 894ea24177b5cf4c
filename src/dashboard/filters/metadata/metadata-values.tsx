/** The selectable values of one metadata key, and the other conditions on it that a URL may contain. */
import { useMemo } from 'react';
import type { ChoiceValue, MetadataFilter, MetadataItem } from '../../../contract/kinds/kind';
import type { Facet } from '../../../contract/schemas/summary';
import { FacetList } from '../facets/facet-list';
import type { FacetActions } from '../facets/facet-row';
import { facetRows, unlistedCount } from '../facets/facet-rows';
import type { ChangeValue } from '../kinds/filter-control';
import {
  withExcluded,
  itemOf,
  listOperator,
  setOnly,
  toggleValue,
  valuesOf,
  type ListOperator,
  type MetadataOperator,
} from './metadata-changes';
import classes from './metadata-key.module.css';

interface MetadataValuesProps {
  metadataKey: string;
  /** The displayed key. */
  name: string;
  operator: MetadataOperator;
  filter: MetadataFilter | undefined;
  change: ChangeValue<'metadata'>;
  /** Reports the operator that a selection used, so that it is kept when the last value is removed. */
  onTick: (operator: ListOperator) => void;
  facet: Facet | undefined;
  current: Facet | undefined;
}

const none: readonly string[] = [];
const chosenOf = (item: MetadataItem | undefined) => (item === undefined ? none : valuesOf(item));

/** An action on a metadata value, which is never `null`. */
const ofText = (act: (value: string) => void) => (value: ChoiceValue) => {
  if (value !== null) act(value);
};

export function MetadataValues(props: MetadataValuesProps) {
  const { metadataKey, name, operator, filter, change, onTick, facet, current } = props;
  const item = itemOf(filter, metadataKey);
  const excludes = operator === 'none-of' || operator === 'except';
  const fresh = listOperator(operator) ?? 'one-of';
  const rows = useMemo(() => facetRows(facet, current, chosenOf(item)), [facet, current, item]);
  const actions = useMemo<FacetActions>(
    () => ({
      toggle: ofText((value) => {
        onTick(fresh);
        change((before) => toggleValue(before, metadataKey, value, fresh));
      }),
      only: ofText((value) => change((before) => setOnly(before, metadataKey, value))),
      not: ofText((value) => change((before) => withExcluded(before, metadataKey, value))),
    }),
    [change, onTick, metadataKey, fresh],
  );
  return (
    <>
      <FacetList
        title={name}
        rows={rows}
        chosen={excludes ? none : chosenOf(item)}
        leftOut={excludes ? chosenOf(item) : none}
        unlisted={unlistedCount(facet)}
        missing={current?.missing ?? 0}
        actions={actions}
      />
      <OtherConditions metadataKey={metadataKey} filter={filter} item={item} />
    </>
  );
}

interface OtherConditionsProps {
  metadataKey: string;
  filter: MetadataFilter | undefined;
  item: MetadataItem | undefined;
}

/** The conditions on the key in the URL that the rows cannot show. */
function OtherConditions({ metadataKey, filter, item }: OtherConditionsProps) {
  const others = (filter?.items.filter(({ key }) => key === metadataKey).length ?? 0) - 1;
  return (
    <>
      {item?.values !== undefined && item.exclude !== undefined && (
        <p className={classes['note']}>but not {item.exclude.join(', ')}</p>
      )}
      {others > 0 && (
        <p className={classes['note']}>
          {others === 1 ? 'One more condition' : `${others} more conditions`} on this key: see the active
          filters.
        </p>
      )}
    </>
  );
}
