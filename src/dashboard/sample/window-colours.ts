/** The colours of a window's two cells: its labels' own, or its verdict's where the labels are values. */
import type { SampleEntry } from '../../contract/result-page';
import { learnBlockOf, mainClassification } from '../../domain/learn-blocks/registry';
import type { LabelColours } from '../charts/label-colours';
import type { TrackCell } from './track-cells';

/** A colour, or the name of one of the theme's. */
export interface CellColours {
  expected: string;
  said: string;
}

const verdictColours = ({ windows, wrong, notJudged }: TrackCell): CellColours => ({
  expected: '--bar-off',
  said: wrong > 0 ? '--bad' : notJudged === windows ? '--strong-line' : '--ok',
});

/** A function from a cell of the track to its colours. */
export function windowColours(entry: SampleEntry, colours: LabelColours): (cell: TrackCell) => CellColours {
  const main = mainClassification(entry);
  const name = main === undefined ? 'classification' : learnBlockOf(main).name;
  // A colour for each of a regression's values would be a rainbow that says nothing.
  if (name === 'regression' || name === 'freeform') return verdictColours;
  return ({ expected, said }) => ({ expected: colours(expected), said: colours(said) });
}
