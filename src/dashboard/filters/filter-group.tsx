/** One field of the sidebar: its title, its description, a clear button, and the control of its kind. */
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { createElement, memo, Suspense, useCallback, useId, useRef } from 'react';
import { fields, type FieldName } from '../../contract/fields';
import type { Field } from '../../contract/field';
import type { ChoiceValue, FilterValues, KindName } from '../../contract/kinds/kind';
import type { Summary } from '../../contract/schemas/summary';
import type { LabelColours } from '../charts/label-colours';
import { lazyPart } from '../ui/lazy-part';
import { withoutField } from '../frame/set-filters';
import { useChangeQuery } from '../frame/url-state';
import { withFilter } from './filter-changes';
import classes from './filter-group.module.css';
import type { ChangeValue, FilterControlProps } from './kinds/filter-control';
import { filterControls } from './kinds/registry';
import { useOpenGroup } from './open-groups';

// The positioning code of the tooltip is large and not needed before the first paint.
const HelpTip = lazyPart(async () => (await import('./help-tip')).HelpTip);

export interface FilterGroupProps {
  name: FieldName;
  value: FilterValues[KindName] | undefined;
  leftOut: readonly ChoiceValue[];
  whole: Summary;
  now: Summary | undefined;
  colours: LabelColours;
  showsIncorrect: boolean;
}

export const FilterGroup = memo(function FilterGroup({ name, value, leftOut, ...rest }: FilterGroupProps) {
  const id = useId();
  const toggleButton = useRef<HTMLButtonElement>(null);
  const field: Field = fields[name];
  const [isOpen, toggle] = useOpenGroup(name, field.sidebar === 'open');
  const changeQuery = useChangeQuery();
  const change = useCallback<ChangeValue<KindName>>(
    (edit, options) =>
      changeQuery(
        (query) => ({ ...query, filters: withFilter(query.filters, name, edit(query.filters[name])) }),
        options,
      ),
    [changeQuery, name],
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
        {(value !== undefined || leftOut.length > 0) && (
          <button
            type="button"
            className={classes['clear']}
            aria-label={`Clear ${field.title}`}
            title={`Clear ${field.title}`}
            onClick={() => changeQuery((query) => withoutField(query, name))}
          >
            <IconX size={13} aria-hidden />
          </button>
        )}
      </div>
      {isOpen && (
        <div id={`${id}-body`}>{controlOf(field.kind, { name, field, value, leftOut, change, ...rest })}</div>
      )}
    </section>
  );
});

// The kind is the field's own, passed separately so that the two types stay paired.
const controlOf = <K extends KindName>(kind: K, props: FilterControlProps<K>) =>
  createElement(filterControls[kind], props);
