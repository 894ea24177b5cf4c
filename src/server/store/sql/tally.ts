/** How the verdicts of a sample are counted: by result, and for boxes by their contribution to a detector's rates. */
import { verdictKinds, type VerdictKind } from '../../../contract/verdict-words';
import { outcomes, type Counts } from './packs';
import { outcomeOrder, tallyNames, verdictColumn, type TallyName } from './schema';

/** Condition on verdicts of blocks that find boxes, which are the only ones with a size. */
export const isBox = `${verdictColumn('boxSize')} IS NOT NULL`;

const hasKind = (...kinds: VerdictKind[]) =>
  `${verdictColumn('kind')} IN (${kinds.map((kind) => verdictKinds.indexOf(kind) + 1).join(', ')})`;
/** Surplus verdicts are not counted in a result. */
const hasResult = (name: (typeof outcomeOrder)[number]) =>
  `${verdictColumn('result')} = ${outcomeOrder.indexOf(name)} AND NOT ${hasKind('surplus')}`;

/** The verdicts that each name counts; a confused box is a false alarm and a miss. */
const conditions: Readonly<Record<TallyName, string>> = {
  correct: hasResult('correct'),
  incorrect: hasResult('incorrect'),
  unknown: hasResult('unknown'),
  hits: `${isBox} AND ${hasResult('correct')}`,
  surplus: `${isBox} AND ${hasKind('surplus')}`,
  falseAlarms: `${isBox} AND ${hasKind('confused', 'false')}`,
  misses: `${isBox} AND ${hasKind('confused', 'missed')}`,
};

const kinds = verdictKinds.length + 1;
/** The class of a verdict as a number: its lowest digit is the result, then its kind and whether it is on a box. */
export const tallyClass = {
  sql: `(CASE WHEN ${isBox} THEN ${kinds} ELSE 0 END + ${verdictColumn('kind')}) * ${outcomes} + ${verdictColumn('result')}`,
  end: 2 * kinds * outcomes,
};
/** Whether verdicts of this class are surplus. */
export const isSurplusClass = (number: number): boolean =>
  Math.floor(number / outcomes) % kinds === verdictKinds.indexOf('surplus') + 1;

/** The counts of grouped verdicts as columns with their names. */
export const tallyCounts = tallyNames
  .map((name) => `(count(*) FILTER (WHERE ${conditions[name]}))::INTEGER AS "${name}"`)
  .join(', ');

/** The tallies of the samples of an index: for each name, a number per code. */
export type Tallies = ReadonlyMap<TallyName, ArrayLike<number>>;

/** The tallies of groups of verdicts, and the number of groups that have them. */
export interface TalliedGroups {
  numbers: Tallies;
  times: ArrayLike<number>;
}

/** The total number of verdicts of the samples that are counted by tally and outcome. */
export function verdictsOf(tallies: Tallies, totals: Counts): number {
  let verdicts = 0;
  for (const name of outcomeOrder) {
    const numbers = tallies.get(name) ?? [];
    totals.forEach((samples, at) => {
      verdicts += samples * (numbers[Math.floor(at / outcomes)] ?? 0);
    });
  }
  return verdicts;
}
