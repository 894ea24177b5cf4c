/** One field of the sidebar: its title, what it means, clear, and its kind's control. */
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { createElement, memo, Suspense, useCallback, useId, useRef } from 'react';
import { fields, type FieldName } from '../../contract/fields';
import type { Field } from '../../contract/field';
import type { FilterValues, KindName } from '../../contract/kinds/kind';
import type { Summary } from '../../contract/summary';
import type { LabelColours } from '../charts/label-colours';
import { useChangeFilters } from '../url-state';
import { lazyPart } from '../lazy-part';
import { withFilter } from './filter-changes';
import classes from './filter-group.module.css';
import type { ChangeValue, FilterControlProps } from './kinds/filter-control';
import { filterControls } from './kinds/registry';
import { useOpenGroup } from './open-groups';

// What places the tip is a good deal of code, and nobody needs it before the first paint.
const HelpTip = lazyPart(async () => (await import('./help-tip')).HelpTip);

interface FilterGroupProps {
  name: FieldName;
  value: FilterValues[KindName] | undefined;
  whole: Summary;
  now: Summary | undefined;
  colours: LabelColours;
  showsIncorrect: boolean;
}

export const FilterGroup = memo(function FilterGroup({ name, value, ...rest }: FilterGroupProps) {
  const id = useId();
  const toggleButton = useRef<HTMLButtonElement>(null);
  const field: Field = fields[name];
  const [isOpen, toggle] = useOpenGroup(name, field.sidebar === 'open');
  const changeFilters = useChangeFilters();
  const change = useCallback<ChangeValue<KindName>>(
    (edit, options) => changeFilters((filters) => withFilter(filters, name, edit(filters[name])), options),
    [changeFilters, name],
  );
  return (
    <section className={classes['group']} role="group" aria-labelledby={`${id}-title`}>
      <div className={classes['head']}>
        <h2 className={classes['heading']}>
          <button
            ref={toggleButton}
            type="button"
            className={classes['toggle']}
            aria-expanded={isOpen}
            aria-controls={isOpen ? `${id}-body` : undefined}
            onClick={toggle}
          >
            <span id={`${id}-title`}>{field.title}</span>
            <IconChevronDown className={classes['chevron']} size={13} aria-hidden />
          </button>
          <Suspense>
            <HelpTip target={toggleButton} help={field.help} />
          </Suspense>
        </h2>
        {value !== undefined && (
          <button
            type="button"
            className={classes['clear']}
            aria-label={`Clear ${field.title}`}
            title={`Clear ${field.title}`}
            onClick={() => change(() => undefined)}
          >
            <IconX size={13} aria-hidden />
          </button>
        )}
      </div>
      {isOpen && (
        <div id={`${id}-body`}>{controlOf(field.kind, { name, field, value, change, ...rest })}</div>
      )}
    </section>
  );
});

// The kind is the field's own, passed beside it so that the two types stay paired.
const controlOf = <K extends KindName>(kind: K, props: FilterControlProps<K>) =>
  createElement(filterControls[kind], props);
