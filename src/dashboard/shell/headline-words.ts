/** The headline in words: how many samples and verdicts are right, and how certain that is. */
import { isolatedText } from '../../contract/isolated-text';
import type { Headline } from '../../contract/schemas/summary';
import {
  formatCount,
  formatRate,
  formatRateInterval,
  formatShare,
  formatShareInterval,
} from '../ui/numbers-in-words';
import { shortened } from '../ui/shortened-text';
import type { VerdictNouns } from '../ui/verdict-nouns';

/** One figure: its number, the words after it, and its full description. */
export interface HeadlineFigure {
  name: string;
  number: string;
  words: string;
  title: string;
}

type Counted = Pick<Headline['samples'], 'groups' | 'interval'>;

/** A metadata key may contain any characters and be long. */
const quoted = (key: string) => `"${isolatedText(shortened(key))}"`;

/** What the groups are: samples, or samples with equal values of a key. */
const groupWords = (group: string | null) => (group === null ? 'sample' : `values of ${quoted(group)}`);

/** Why there is an interval, or none. */
function intervalTitle({ groups, interval }: Counted, group: string | null, ends: string): string {
  if (interval !== null) {
    return `95 % interval: ${ends}, by ${groupWords(group)} (${formatCount(groups)} independent groups)`;
  }
  if (group !== null && groups === 0) return `No sample has the metadata key ${quoted(group)}`;
  return group === null
    ? 'Too few samples for an interval'
    : `Too few values of ${quoted(group)} for an interval`;
}

function rightFigure(
  name: string,
  { judged, correct, groups, interval }: Headline['samples'],
  noun: string,
  group: string | null,
  hasShare: boolean,
): HeadlineFigure {
  const ends = interval === null ? '' : formatShareInterval(interval);
  const share = formatShare(correct / judged);
  const shown = [hasShare ? `, ${share}` : '', ends === '' ? '' : ` (${ends})`].join('');
  return {
    name,
    number: formatCount(correct),
    words: `of ${formatCount(judged)} ${noun} right${shown}`,
    title: `${share} of the ${noun} that can be judged are right. ${intervalTitle({ groups, interval }, group, ends)}.`,
  };
}

function boxFigure(boxes: NonNullable<Headline['boxes']>, group: string | null): HeadlineFigure {
  const { f1, precision, recall, groups } = boxes;
  const withEnds = ({ value, interval }: typeof f1) =>
    `${formatRate(value)}${interval === null ? '' : ` (${formatRateInterval(interval)})`}`;
  const ends = f1.interval === null ? '' : formatRateInterval(f1.interval);
  const [number = '', ...interval] = withEnds(f1).split(' ');
  return {
    name: 'boxes',
    number: `F1 ${number}`,
    words: [...interval, 'over boxes'].join(' '),
    title:
      `Precision ${withEnds(precision)}, recall ${withEnds(recall)}. ` +
      `${intervalTitle({ groups, interval: f1.interval }, group, ends)}.`,
  };
}

/**
 * The figures of a headline. Verdicts are left out if they equal the samples, which have one each, and if all of
 * them are boxes, which have their own rates.
 */
export function headlineFigures(
  { group, samples, verdicts, boxes }: Headline,
  nouns: VerdictNouns,
): HeadlineFigure[] {
  const isSame = samples.judged === verdicts.judged && samples.correct === verdicts.correct;
  const [, manyVerdicts] = nouns.verdict;
  const hasVerdicts = verdicts.judged > 0 && !isSame && manyVerdicts !== 'boxes';
  const hasBoxes = boxes !== null && boxes.f1.value !== null;
  const isAlone = !hasVerdicts && !hasBoxes;
  return [
    ...(samples.judged > 0 ? [rightFigure('samples', samples, 'samples', group, isAlone)] : []),
    ...(hasVerdicts ? [rightFigure('verdicts', verdicts, manyVerdicts, group, true)] : []),
    ...(hasBoxes ? [boxFigure(boxes, group)] : []),
  ];
}
