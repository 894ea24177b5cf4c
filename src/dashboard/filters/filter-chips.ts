/** The chips of the set filters: each a sentence and what removes it; pure. */
import { fieldNames, fields } from '../../contract/fields';
import type { Field } from '../../contract/field';
import type { MetadataFilter } from '../../contract/kinds/kind';
import { filterSentence, type Filters } from '../../contract/query';
import { withoutFilter } from '../url-state';
import { removeItem, setCombinator, setNoMetadata } from './metadata-changes';

export interface FilterChip {
  /** The same for the same filter as long as it is set. */
  key: string;
  sentence: string;
  /** How it combines with the chip before it, where that is not the usual "and" of filters. */
  joint?: 'and' | 'or';
  remove: (filters: Filters) => Filters;
}

const withMetadata = (filters: Filters, metadata: MetadataFilter | undefined): Filters =>
  metadata === undefined ? withoutFilter(filters, 'metadata') : { ...filters, metadata };

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
      remove: (filters) => {
        const at = filters.metadata?.items.findIndex((other) => JSON.stringify(other) === text) ?? -1;
        return at < 0 ? filters : withMetadata(filters, removeItem(filters.metadata, at));
      },
    };
  });
  if (noMetadata) {
    chips.push({
      key: 'metadata none',
      sentence: sentenceOf({ items: [], noMetadata }),
      remove: (filters) => withMetadata(filters, setNoMetadata(filters.metadata, false)),
    });
  }
  if (combinator === 'or' || chips.length === 0) {
    chips.push({
      key: 'metadata others',
      sentence: chips.length === 0 ? 'has metadata' : 'has metadata but none of these keys',
      remove: (filters) => withMetadata(filters, setCombinator(filters.metadata, 'any')),
    });
  }
  return chips.map((chip, at) => (at === 0 ? chip : { ...chip, joint: combinator === 'and' ? 'and' : 'or' }));
}

/** The chips of all set filters, in the order of the fields. */
export function filterChips(filters: Filters): FilterChip[] {
  return fieldNames.flatMap((name): FilterChip[] => {
    const field: Field = fields[name];
    if (field.kind === 'metadata') {
      return filters.metadata === undefined ? [] : metadataChips(filters.metadata);
    }
    const value = filters[name];
    if (value === undefined) return [];
    return [
      { key: name, sentence: filterSentence(name, value), remove: (before) => withoutFilter(before, name) },
    ];
  });
}
