/** What the verdicts of a sample are counted as: by result, and those of boxes by what they add to a detector's rates. */
import { verdictKinds, type VerdictKind } from '../../../contract/verdict-words';
import { outcomes, type Counts } from './packs';
import { outcomeOrder, tallyNames, verdictColumn, type TallyName } from './schema';

/** Of verdicts: those of blocks that find boxes, which alone have a size. */
export const isBox = `${verdictColumn('boxSize')} IS NOT NULL`;

const hasKind = (...kinds: VerdictKind[]) =>
  `${verdictColumn('kind')} IN (${kinds.map((kind) => verdictKinds.indexOf(kind) + 1).join(', ')})`;
/** Surplus verdicts are in no result. */
const hasResult = (name: (typeof outcomeOrder)[number]) =>
  `${verdictColumn('result')} = ${outcomeOrder.indexOf(name)} AND NOT ${hasKind('surplus')}`;

/** Which verdicts each name counts; a box that is confused is a false alarm and a miss. */
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
/** What a verdict counts as, in a number: its lowest digit is the result, the next ones its kind and whether it is of a box. */
export const tallyClass = {
  sql: `(CASE WHEN ${isBox} THEN ${kinds} ELSE 0 END + ${verdictColumn('kind')}) * ${outcomes} + ${verdictColumn('result')}`,
  end: 2 * kinds * outcomes,
};
/** Whether verdicts of this class are surplus. */
export const isSurplusClass = (number: number): boolean =>
  Math.floor(number / outcomes) % kinds === verdictKinds.indexOf('surplus') + 1;

/** The counts of grouped verdicts as columns of their names. */
export const tallyCounts = tallyNames
  .map((name) => `count(*) FILTER (WHERE ${conditions[name]})::INTEGER AS "${name}"`)
  .join(', ');

/** The tallies that the samples of an index have, by code: of each name a number a code. */
export type Tallies = ReadonlyMap<TallyName, ArrayLike<number>>;

/** The tallies of groups of verdicts, and how many groups have them. */
export interface TalliedGroups {
  numbers: Tallies;
  times: ArrayLike<number>;
}

/** How many verdicts the samples have that are counted by tally and outcome. */
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
