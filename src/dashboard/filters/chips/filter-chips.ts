/** The chips of the active filters and exclusions: each has a sentence and a removal function. Pure functions. */
import type { MetadataFilter } from '../../../contract/kinds/kind';
import { filterSentence, type Filters } from '../../../contract/query';
import { setFilters, withoutFilter, type Conditions, type SetFilter } from '../../frame/set-filters';
import { removeItem, setCombinator, setNoMetadata } from '../metadata/metadata-changes';

export interface FilterChip extends Omit<SetFilter, 'filterOf'> {
  /** How it combines with the previous chip, if not by the usual "and" of filters. */
  joint?: 'and' | 'or';
}

type Remove = SetFilter['remove'];

/** A removal that only changes the metadata filter. */
const fromMetadata =
  (change: (metadata: MetadataFilter | undefined) => MetadataFilter | undefined): Remove =>
  (query) => {
    const metadata = change(query.filters.metadata);
    const filters: Filters =
      metadata === undefined ? withoutFilter(query.filters, 'metadata') : { ...query.filters, metadata };
    return { ...query, filters };
  };

/** One chip per metadata item; removal finds the item by its content, since indexes may shift between quick clicks. */
function metadataChips({ items, noMetadata, combinator }: MetadataFilter): FilterChip[] {
  const sentenceOf = (filter: MetadataFilter) => filterSentence('metadata', filter);
  const texts = items.map((item) => JSON.stringify(item));
  const chips = items.map((item, place): FilterChip => {
    const text = texts[place] ?? '';
    // The same item may occur twice.
    const times = texts.slice(0, place).filter((other) => other === text).length;
    return {
      key: `metadata ${times} ${text}`,
      sentence: sentenceOf({ items: [item], noMetadata: false }),
      remove: fromMetadata((metadata) => {
        const at = metadata?.items.findIndex((other) => JSON.stringify(other) === text) ?? -1;
        return at < 0 ? metadata : removeItem(metadata, at);
      }),
    };
  });
  if (noMetadata) {
    chips.push({
      key: 'metadata none',
      sentence: sentenceOf({ items: [], noMetadata }),
      remove: fromMetadata((metadata) => setNoMetadata(metadata, false)),
    });
  }
  if (combinator === 'or' || chips.length === 0) {
    chips.push({
      key: 'metadata others',
      sentence: chips.length === 0 ? 'has metadata' : 'has metadata but none of these keys',
      remove: fromMetadata((metadata) => setCombinator(metadata, 'any')),
    });
  }
  return chips.map((chip, at) => (at === 0 ? chip : { ...chip, joint: combinator === 'and' ? 'and' : 'or' }));
}

/** The chips of everything that is active, in the order of the fields. */
export const filterChips = (query: Conditions): FilterChip[] =>
  setFilters(query).flatMap((set): FilterChip[] =>
    set.filterOf === 'metadata' && query.filters.metadata !== undefined
      ? metadataChips(query.filters.metadata)
      : [set],
  );
