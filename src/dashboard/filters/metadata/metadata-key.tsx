/** One metadata key as a collapsible sub-group; its values are rendered only while it is open. */
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { Suspense, useCallback, useId, useState } from 'react';
import { isolatedText } from '../../../contract/isolated-text';
import type { MetadataFilter } from '../../../contract/kinds/kind';
import type { Facet } from '../../../contract/schemas/summary';
import { lazyPart } from '../../ui/lazy-part';
import { shownText } from '../../ui/shortened-text';
import groupClasses from '../filter-group.module.css';
import type { ChangeValue } from '../kinds/filter-control';
import {
  clearKey,
  itemOf,
  listOperator,
  metadataOperators,
  operatorOf,
  setOperator,
  type ListOperator,
  type MetadataOperator,
} from './metadata-changes';
import classes from './metadata-key.module.css';
import { MetadataValues } from './metadata-values';
import { useOpenGroup } from '../open-groups';

// The menu code is large and not needed before the first paint.
const OperatorMenu = lazyPart(async () => (await import('../operator-menu')).OperatorMenu);

interface MetadataKeyProps {
  metadataKey: string;
  openAtFirst: boolean;
  filter: MetadataFilter | undefined;
  change: ChangeValue<'metadata'>;
  /** For the whole run, and under the filters. */
  facet: Facet | undefined;
  current: Facet | undefined;
}

export function MetadataKey({ metadataKey, openAtFirst, filter, change, facet, current }: MetadataKeyProps) {
  const id = useId();
  const [isOpen, toggle] = useOpenGroup(`metadata:${metadataKey}`, openAtFirst);
  // A list operator needs a value before it can be in the URL; until then it is kept here.
  const [waiting, setWaiting] = useState<ListOperator>('one-of');
  const item = itemOf(filter, metadataKey);
  const operator = item === undefined ? waiting : operatorOf(item);
  const name = metadataKey === '' ? '(empty)' : shownText(metadataKey);
  const choose = useCallback(
    (chosen: MetadataOperator) => {
      setWaiting(listOperator(chosen) ?? 'one-of');
      change((before) => setOperator(before, metadataKey, chosen));
    },
    [change, metadataKey],
  );
  return (
    <div className={classes['key']} role="group" aria-labelledby={`${id}-name`}>
      <div className={groupClasses['head']}>
        <h3 className={classes['heading']}>
          <button
            type="button"
            className={groupClasses['toggle']}
            aria-expanded={isOpen}
            aria-controls={isOpen ? `${id}-body` : undefined}
            onClick={toggle}
          >
            <IconChevronDown className={groupClasses['chevron']} size={12} aria-hidden />
            <span className={classes['name']} id={`${id}-name`} title={name}>
              {name}
            </span>
          </button>
        </h3>
        {isOpen && (
          <Suspense fallback={<span className={classes['operator']}>{metadataOperators[operator]}</span>}>
            <OperatorMenu name={name} operator={operator} isWaiting={item === undefined} onChoose={choose} />
          </Suspense>
        )}
        {item !== undefined && (
          <button
            type="button"
            className={groupClasses['clear']}
            aria-label={`Clear ${isolatedText(name)}`}
            title={`Clear ${isolatedText(name)}`}
            onClick={() => change((before) => clearKey(before, metadataKey))}
          >
            <IconX size={13} aria-hidden />
          </button>
        )}
      </div>
      {isOpen && (
        <div id={`${id}-body`} className={classes['values']}>
          <MetadataValues
            metadataKey={metadataKey}
            name={name}
            operator={operator}
            filter={filter}
            change={change}
            onTick={setWaiting}
            facet={facet}
            current={current}
          />
        </div>
      )}
    </div>
  );
}
