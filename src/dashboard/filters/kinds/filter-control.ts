/** What a kind's control must take: its field, the value that is set, the counts, and how to change the value. */
import type { ComponentType } from 'react';
import type { FieldName } from '../../../contract/fields';
import type { ChoiceValue, FieldsByKind, FilterValues, KindName } from '../../../contract/kinds/kind';
import type { Summary } from '../../../contract/summary';
import type { LabelColours } from '../../charts/label-colours';
import type { ChangeOptions } from '../../url-state';

/** Changes a filter's value; gets the newest one, so that quick clicks never overtake. `undefined`: no filter. */
export type ChangeValue<K extends KindName> = (
  edit: (before: FilterValues[K] | undefined) => FilterValues[K] | undefined,
  options?: ChangeOptions,
) => void;

export interface FilterControlProps<K extends KindName> {
  name: FieldName;
  field: FieldsByKind[K];
  value: FilterValues[K] | undefined;
  change: ChangeValue<K>;
  /** The values that leave samples out; only choices have any. */
  leftOut: readonly ChoiceValue[];
  /** Of the whole run: what there is to choose, in an order that filters do not change. */
  whole: Summary;
  /** Under the screen's filters; absent until it is first there. */
  now: Summary | undefined;
  colours: LabelColours;
  /** Whether incorrect samples are among those on the screen; the outcome filter may leave them out. */
  showsIncorrect: boolean;
}

export type FilterControl<K extends KindName> = ComponentType<FilterControlProps<K>>;
