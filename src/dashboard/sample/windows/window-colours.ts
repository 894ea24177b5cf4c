/** The colours of a window's two cells: those of its labels, or that of its verdict if its labels have no colours. */
import type { SampleEntry } from '../../../contract/schemas/result-page';
import type { LabelColours } from '../../charts/label-colours';
import { mainDisplay } from '../../learn-blocks/registry';
import type { TrackCell } from './track-cells';

/** A colour, or the name of a theme colour. */
export interface CellColours {
  expected: string;
  said: string;
}

const verdictColours = ({ windows, wrong, notJudged }: TrackCell): CellColours => ({
  expected: '--bar-off',
  said: wrong > 0 ? '--bad' : notJudged === windows ? '--strong-line' : '--ok',
});

/** Returns a function from a cell of the track to its colours. */
export function windowColours(entry: SampleEntry, colours: LabelColours): (cell: TrackCell) => CellColours {
  if (mainDisplay(entry).windowColours === 'verdict') return verdictColours;
  return ({ expected, said }) => ({ expected: colours(expected), said: colours(said) });
}
