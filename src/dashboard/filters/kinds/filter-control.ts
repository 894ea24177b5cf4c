/** The properties of every kind's control: field, current value, counts, and the change callback. */
import type { ComponentType } from 'react';
import type { FieldName } from '../../../contract/fields';
import type { ChoiceValue, FieldsByKind, FilterValues, KindName } from '../../../contract/kinds/kind';
import type { Summary } from '../../../contract/schemas/summary';
import type { LabelColours } from '../../charts/label-colours';
import type { ChangeOptions } from '../../frame/url-state';

/** Changes a filter's value, given its latest value, so that no quick click is lost. `undefined`: no filter. */
export type ChangeValue<K extends KindName> = (
  edit: (before: FilterValues[K] | undefined) => FilterValues[K] | undefined,
  options?: ChangeOptions,
) => void;

export interface FilterControlProps<K extends KindName> {
  name: FieldName;
  field: FieldsByKind[K];
  value: FilterValues[K] | undefined;
  change: ChangeValue<K>;
  /** The excluded values; only choices have them. */
  leftOut: readonly ChoiceValue[];
  /** For the whole run: what can be selected, in an order that filters do not change. */
  whole: Summary;
  /** Under the screen's filters; absent until it is first loaded. */
  now: Summary | undefined;
  colours: LabelColours;
  /** Whether incorrect samples are among the matches; the outcome filter may exclude them. */
  showsIncorrect: boolean;
}

export type FilterControl<K extends KindName> = ComponentType<FilterControlProps<K>>;
