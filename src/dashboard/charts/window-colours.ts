/** The colours of a window's two cells: those of its labels, or that of its verdict if it has values, not labels. */
import type { SampleEntry } from '../../contract/schemas/result-page';
import { mainLearnBlock } from '../../domain/learn-blocks/registry';
import type { LabelColours } from './label-colours';
import type { WindowCell } from './window-cells';

/** A colour, or the name of a theme colour. */
export interface CellColours {
  expected: string;
  said: string;
}

/** Windows that were not judged are pale, so that they are not mistaken for correct ones. */
export const notJudgedOpacity = 0.45;

const verdictColours = ({ windows, wrong, notJudged }: WindowCell): CellColours => ({
  expected: '--bar-off',
  said: wrong > 0 ? '--bad' : notJudged === windows ? '--strong-line' : '--ok',
});

/** Returns a function from a cell to its colours. */
export function windowColours(entry: SampleEntry, colours: LabelColours): (cell: WindowCell) => CellColours {
  if (!mainLearnBlock(entry).saysLabels) return verdictColours;
  return ({ expected, said }) => ({ expected: colours(expected), said: colours(said) });
}
