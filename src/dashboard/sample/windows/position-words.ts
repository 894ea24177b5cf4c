/** A sample's position in words. */
import { formatCount } from '../../ui/numbers-in-words';

/** The sample's position among the matches, in words. */
export function positionWords(position: number | null, matching: number | undefined): string {
  if (position === null) return 'not among the samples that match';
  const row = `row ${formatCount(position + 1)}`;
  return matching === undefined ? row : `${row} of ${formatCount(matching)}`;
}
