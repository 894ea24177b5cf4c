/** Which metadata keys the sidebar shows, and in which order. Pure functions. */
import type { MetadataFilter } from '../../../contract/kinds/kind';
import type { Summary } from '../../../contract/schemas/summary';
import { containsText } from '../../../domain/text-match';

type KeyFacet = Summary['metadata'][number];

export interface MetadataKeyRow {
  key: string;
  /** For the whole run; absent for a key that only the filter names. */
  facet: KeyFacet | undefined;
  /** Under the filters. */
  current: KeyFacet | undefined;
}

/** A row for each key of the whole run, most frequent first; then those that only the filter names. */
export function metadataKeyRows(
  whole: readonly KeyFacet[],
  now: readonly KeyFacet[] | undefined,
  filter: MetadataFilter | undefined,
): MetadataKeyRow[] {
  const facets = new Map(whole.map((facet) => [facet.key, facet]));
  const currents = new Map(now?.map((facet) => [facet.key, facet]));
  const keys = new Set([...facets.keys(), ...(filter?.items ?? []).map(({ key }) => key)]);
  return [...keys].map((key) => ({ key, facet: facets.get(key), current: currents.get(key) }));
}

/** The number of keys before "Show all". */
export const shortKeys = 10;

/**
 * The rows to show: those whose key contains the text; without text, the first ones and every filtered one, or all.
 */
export function shownKeyRows(
  rows: readonly MetadataKeyRow[],
  filter: MetadataFilter | undefined,
  text: string,
  showsAll: boolean,
): MetadataKeyRow[] {
  if (text.trim() !== '') return rows.filter(({ key }) => containsText(key, text.trim()));
  if (showsAll) return [...rows];
  const filtered = new Set(filter?.items.map(({ key }) => key));
  return rows.filter(({ key }, at) => at < shortKeys || filtered.has(key));
}
