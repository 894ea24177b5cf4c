/** Which metadata keys the sidebar shows, in which order; pure. */
import type { MetadataFilter } from '../../contract/kinds/kind';
import type { Summary } from '../../contract/summary';
import { containsText } from '../../domain/text-match';

type KeyFacet = Summary['metadata'][number];

export interface MetadataKeyRow {
  key: string;
  /** Of the whole run; absent for a key that is only named by the filter. */
  facet: KeyFacet | undefined;
  /** Under the filters. */
  current: KeyFacet | undefined;
}

/** A row for each key of the whole run, most used first; then those that only the filter names. */
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

/** So many keys are shown before "Show all". */
export const shortKeys = 10;

/** The rows to show: those whose key contains the text; without one the first and every filtered one, or all. */
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
