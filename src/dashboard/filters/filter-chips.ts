/** The chips of the set filters and exclusions: each a sentence and what removes it; pure. */
import type { MetadataFilter } from '../../contract/kinds/kind';
import { filterSentence, type Filters } from '../../contract/query';
import { setFilters, withoutFilter, type Conditions, type SetFilter } from '../set-filters';
import { removeItem, setCombinator, setNoMetadata } from './metadata-changes';

export interface FilterChip extends Omit<SetFilter, 'filterOf'> {
  /** How it combines with the chip before it, where that is not the usual "and" of filters. */
  joint?: 'and' | 'or';
}

type Remove = SetFilter['remove'];

/** A removal that changes the metadata filter and nothing else. */
const fromMetadata =
  (change: (metadata: MetadataFilter | undefined) => MetadataFilter | undefined): Remove =>
  (query) => {
    const metadata = change(query.filters.metadata);
    const filters: Filters =
      metadata === undefined ? withoutFilter(query.filters, 'metadata') : { ...query.filters, metadata };
    return { ...query, filters };
  };

/** One chip per metadata item; removing goes by the item itself, since places shift while clicks are on their way. */
function metadataChips({ items, noMetadata, combinator }: MetadataFilter): FilterChip[] {
  const sentenceOf = (filter: MetadataFilter) => filterSentence('metadata', filter);
  const texts = items.map((item) => JSON.stringify(item));
  const chips = items.map((item, place): FilterChip => {
    const text = texts[place] ?? '';
    // The same item may stand there twice.
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

/** The chips of all that is set, in the order of the fields. */
export const filterChips = (query: Conditions): FilterChip[] =>
  setFilters(query).flatMap((set): FilterChip[] =>
    set.filterOf === 'metadata' && query.filters.metadata !== undefined
      ? metadataChips(query.filters.metadata)
      : [set],
  );
