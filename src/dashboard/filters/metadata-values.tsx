/** The values of one metadata key to tick, and what ticking them asks for. */
import { useMemo, useState } from 'react';
import type { MetadataFilter, MetadataItem } from '../../contract/kinds/kind';
import type { Facet } from '../../contract/summary';
import { FacetList } from './facet-list';
import type { FacetActions } from './facet-row';
import { facetRows, unlistedCount } from './facet-rows';
import type { ChangeValue } from './kinds/filter-control';
import {
  itemOf,
  operatorOf,
  setOnly,
  setOperator,
  toggleValue,
  valuesOf,
  type ListOperator,
  type MetadataOperator,
} from './metadata-changes';
import classes from './metadata-key.module.css';
import { OperatorMenu } from './operator-menu';

export interface MetadataValuesProps {
  metadataKey: string;
  /** The key as it is shown. */
  name: string;
  filter: MetadataFilter | undefined;
  change: ChangeValue<'metadata'>;
  facet: Facet | undefined;
  current: Facet | undefined;
}

const none: readonly string[] = [];
const chosenOf = (item: MetadataItem | undefined) => (item === undefined ? none : valuesOf(item));

/** The operator, where it goes with a list of values. */
const listOperator = (operator: MetadataOperator): ListOperator | undefined =>
  operator === 'present' || operator === 'missing' ? undefined : operator;

export function MetadataValues({ metadataKey, name, filter, change, facet, current }: MetadataValuesProps) {
  // An operator with a list needs a value before it can stand in the URL: until then it waits here.
  const [waiting, setWaiting] = useState<ListOperator>('one-of');
  const item = itemOf(filter, metadataKey);
  const operator = item === undefined ? waiting : operatorOf(item);
  const fresh = listOperator(operator) ?? 'one-of';
  const rows = useMemo(() => facetRows(facet, current, chosenOf(item)), [facet, current, item]);
  const actions = useMemo<FacetActions>(
    () => ({
      toggle(value) {
        setWaiting(fresh);
        change((before) => toggleValue(before, metadataKey, value, fresh));
      },
      only: (value) => change((before) => setOnly(before, metadataKey, value, 'one-of')),
      not: (value) => change((before) => setOnly(before, metadataKey, value, 'none-of')),
    }),
    [change, metadataKey, fresh],
  );
  const choose = (chosen: MetadataOperator) => {
    setWaiting(listOperator(chosen) ?? 'one-of');
    change((before) => setOperator(before, metadataKey, chosen));
  };
  return (
    <>
      <OperatorMenu name={name} operator={operator} isWaiting={item === undefined} onChoose={choose} />
      <FacetList
        title={name}
        rows={rows}
        chosen={chosenOf(item)}
        excludes={operator === 'none-of' || operator === 'except'}
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

/** What a URL may say of the key beyond what the rows can show. */
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
