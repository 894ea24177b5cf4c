/** One metadata key as a sub-group that opens and closes; its values exist only while it is open. */
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { useId } from 'react';
import groupClasses from './filter-group.module.css';
import { clearKey, itemOf } from './metadata-changes';
import classes from './metadata-key.module.css';
import { MetadataValues, type MetadataValuesProps } from './metadata-values';
import { useOpenGroup } from './open-groups';

type MetadataKeyProps = Omit<MetadataValuesProps, 'name'> & { openAtFirst: boolean };

export function MetadataKey({ openAtFirst, ...props }: MetadataKeyProps) {
  const { metadataKey, filter, change } = props;
  const id = useId();
  const [isOpen, toggle] = useOpenGroup(`metadata:${metadataKey}`, openAtFirst);
  const name = metadataKey === '' ? '(empty)' : metadataKey;
  return (
    <div className={classes['key']} role="group" aria-labelledby={`${id}-name`}>
      <div className={groupClasses['head']}>
        <h4 className={classes['heading']}>
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
        </h4>
        {itemOf(filter, metadataKey) !== undefined && (
          <button
            type="button"
            className={groupClasses['clear']}
            aria-label={`Clear ${name}`}
            title={`Clear ${name}`}
            onClick={() => change((before) => clearKey(before, metadataKey))}
          >
            <IconX size={13} aria-hidden />
          </button>
        )}
      </div>
      {isOpen && (
        <div id={`${id}-body`} className={classes['values']}>
          <MetadataValues {...props} name={name} />
        </div>
      )}
    </div>
  );
}
