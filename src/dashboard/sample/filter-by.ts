/** The metadata filter that a click on one of the sample's own values sets. */
import type { MetadataFilter, MetadataItem } from '../../contract/kinds/kind';

/**
 * Narrows the metadata filter to samples with this value. Existing items are kept and must match too, unless they
 * are alternatives: "one of these, and this" cannot be expressed, so the new value then replaces them.
 */
export function withMetadataValue(
  filter: MetadataFilter | undefined,
  key: string,
  value: string,
): MetadataFilter {
  const item: MetadataItem = { key, op: 'eq', values: [value] };
  const others = (filter?.items ?? []).filter((other) => other.key !== key);
  const hasAlternatives =
    filter !== undefined && filter.combinator !== 'and' && (others.length > 1 || filter.noMetadata);
  if (others.length === 0 || hasAlternatives || filter?.combinator === 'or') {
    return { items: [item], noMetadata: false };
  }
  return { items: [...others, item], noMetadata: false, combinator: 'and' };
}
