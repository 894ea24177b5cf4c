/** The registry of all controls; a kind without an entry does not compile. */
import type { KindName } from '../../../contract/kinds/kind';
import { ChoiceControl } from './choice';
import { DateControl } from './date';
import type { FilterControl } from './filter-control';
import { FlagControl } from './flag';
import { MetadataControl } from './metadata';
import { RangeControl } from './range';
import { TextControl } from './text';

export const filterControls: { readonly [K in KindName]: FilterControl<K> } = {
  choice: ChoiceControl,
  date: DateControl,
  flag: FlagControl,
  metadata: MetadataControl,
  range: RangeControl,
  text: TextControl,
} satisfies Record<KindName, unknown>;
