/** The colours of a window's two cells: those of its labels, or that of its verdict if the labels are values. */
import type { SampleEntry } from '../../../contract/schemas/result-page';
import { learnBlockOf, mainClassification } from '../../../domain/learn-blocks/registry';
import type { LabelColours } from '../../charts/label-colours';
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
  const main = mainClassification(entry);
  const name = main === undefined ? 'classification' : learnBlockOf(main).name;
  // A separate colour for each of a regression's values would not be meaningful.
  if (name === 'regression' || name === 'freeform') return verdictColours;
  return ({ expected, said }) => ({ expected: colours(expected), said: colours(said) });
}
