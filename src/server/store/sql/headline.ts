/** The headline: how many samples and verdicts are right, with sums by group that their intervals are made of. */
import type { Headline } from '../../../contract/summary';
import { verdictKinds, type VerdictKind } from '../../../contract/verdict-words';
import { groupedInterval, type GroupSums } from '../../../domain/grouped-interval';
import type { CountedRows } from './count-parts';
import type { Dictionary } from './dictionary';
import {
  column,
  firstRareOwner,
  keyColumn,
  outcomeOrder,
  tables,
  verdictColumn,
  verdictCountColumns,
} from './schema';
import { ask, type SqlIndex } from './sql-index';
import type { Fragment } from './statement';

/** Of verdicts: those of blocks that find boxes, which alone have a size. */
export const isBox = `${verdictColumn('boxSize')} IS NOT NULL`;

/** What is counted in each group: of how many, and how many of these are right. */
const rates = {
  samples: { right: 'samples_right', of: 'samples_judged' },
  verdicts: { right: 'verdicts_right', of: 'verdicts_judged' },
  precision: { right: 'hits + surplus', of: 'hits + surplus + false_alarms' },
  recall: { right: 'hits', of: 'hits + misses' },
  f1: { right: '2 * (hits + surplus)', of: '2 * (hits + surplus) + false_alarms + misses' },
} as const;
type RateName = keyof typeof rates;

const ofSamples = ['samples', 'verdicts'] as const;
const ofBoxes = ['precision', 'recall', 'f1'] as const;
const counts = ['samples_right', 'samples_judged', 'verdicts_right', 'verdicts_judged'] as const;
const boxCounts = ['hits', 'surplus', 'false_alarms', 'misses'] as const;

/** Conditions on single verdicts. */
const hasKind = (...kinds: VerdictKind[]) =>
  `${verdictColumn('kind')} IN (${kinds.map((kind) => verdictKinds.indexOf(kind) + 1).join(', ')})`;
const isCorrect = `${verdictColumn('result')} = ${outcomeOrder.indexOf('correct')} AND NOT ${hasKind('surplus')}`;
const isJudged = `${verdictColumn('result')} <> ${outcomeOrder.indexOf('unknown')} AND NOT ${hasKind('surplus')}`;

const verdictCounts = {
  verdicts_right: isCorrect,
  verdicts_judged: isJudged,
  hits: `${isBox} AND ${isCorrect}`,
  surplus: `${isBox} AND ${hasKind('surplus')}`,
  false_alarms: `${isBox} AND ${hasKind('confused', 'false')}`,
  misses: `${isBox} AND ${hasKind('confused', 'missed')}`,
} as const;
type VerdictCount = keyof typeof verdictCounts;

/** Counts of the verdicts of each sample, from the table of verdicts. */
const countedVerdicts =
  (names: readonly VerdictCount[], { verdictsAndSurplus }: CountedRows): Fragment =>
  (bind) => {
    const counted = names.map((name) => `count(*) FILTER (WHERE ${verdictCounts[name]}) AS ${name}`);
    return (
      `(SELECT ${column.row}, ${counted.join(', ')} FROM ${tables.verdicts} ` +
      `WHERE ${verdictsAndSurplus(bind)} GROUP BY ${column.row})`
    );
  };

/** The group of a sample as a number: the code of its value; one of its own where it has none. */
function groupNumber(owner: number): { sql: string; join: Fragment } {
  const isRare = owner >= firstRareOwner;
  const code = isRare ? `coalesce(group_code, 0)` : keyColumn(owner);
  return {
    sql: `CASE ${code} WHEN 0 THEN -1 - ${column.row} ELSE ${code} END`,
    join: (bind) =>
      isRare
        ? ` LEFT JOIN (SELECT ${column.row}, ${column.code} AS group_code FROM ${tables.metadata} ` +
          `WHERE ${column.owner} = ${bind(owner)}) USING (${column.row})`
        : '',
  };
}

/** The counts of each group, a row each: of each sample where that is the group. */
function groupCounts(index: SqlIndex, rows: CountedRows, owner: number | undefined): Fragment {
  const [correct, incorrect] = verdictCountColumns;
  const stored = rows.hasEveryVerdict ? ['verdicts_right', 'verdicts_judged'] : [];
  const read: VerdictCount[] = [
    ...(rows.hasEveryVerdict ? [] : (['verdicts_right', 'verdicts_judged'] as const)),
    ...(index.hasBoxes ? boxCounts : []),
  ];
  const samples = [
    `(${column.outcome} = ${outcomeOrder.indexOf('correct')})::INTEGER AS samples_right`,
    `(${column.outcome} <> ${outcomeOrder.indexOf('unknown')})::INTEGER AS samples_judged`,
    ...(stored.length > 0
      ? [`${correct} AS verdicts_right`, `${correct} + ${incorrect} AS verdicts_judged`]
      : []),
    ...read.map((name) => `coalesce(${name}, 0) AS ${name}`),
  ];
  const group = owner === undefined ? undefined : groupNumber(owner);
  const counted = read.length === 0 ? undefined : countedVerdicts(read, rows);
  const each: Fragment = (bind) =>
    `SELECT ${group === undefined ? '' : `${group.sql} AS number, `}${samples.join(', ')} FROM ${tables.samples}` +
    (counted === undefined ? '' : ` LEFT JOIN ${counted(bind)} USING (${column.row})`) +
    (group?.join(bind) ?? '') +
    ` WHERE ${rows.samples(bind)}`;
  if (group === undefined) return each;
  const names = index.hasBoxes ? [...counts, ...boxCounts] : counts;
  const sums = names.map((name) => `sum(${name}) AS ${name}`);
  return (bind) => `SELECT ${sums.join(', ')} FROM (${each(bind)}) GROUP BY number`;
}

const sumsOf = ({ right, of }: (typeof rates)[RateName]): string[] => {
  // Whole numbers, which add up exactly as floating-point ones and much faster than as large integers.
  const [c, n] = [`(${right})::DOUBLE`, `(${of})::DOUBLE`];
  return [
    `count(*) FILTER (WHERE ${of} > 0)::DOUBLE`,
    ...[c, n, `${c} * ${c}`, `${c} * ${n}`, `${n} * ${n}`].map((term) => `coalesce(sum(${term}), 0)`),
  ];
};

/** The headline of the rows, by the values of a metadata key where one is given. Throws the signal's reason. */
export async function headlineOf(
  index: SqlIndex,
  dictionary: Dictionary,
  rows: CountedRows,
  group: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Headline> {
  const owner = group === undefined ? undefined : await dictionary.ownerOfKey(group);
  // The rates are those of any key; a key that no sample has makes no groups.
  const hasGroups = group === undefined || owner !== undefined;
  const names: RateName[] = index.hasBoxes ? [...ofSamples, ...ofBoxes] : [...ofSamples];
  const columns = names.flatMap((name) => sumsOf(rates[name]));
  const boxSums = index.hasBoxes ? boxCounts.map((name) => `coalesce(sum(${name}::DOUBLE), 0)`) : [];
  const perGroup = groupCounts(index, rows, owner);
  const answer = await ask(
    index,
    (bind) => `SELECT ${[...columns, ...boxSums].join(', ')} FROM (${perGroup(bind)})`,
    'long',
    signal,
  );
  const numberAt = (at: number) => answer.numbers(at)[0] ?? 0;
  const found = (name: RateName): GroupSums => {
    const first = names.indexOf(name) * 6;
    const [groups = 0, right = 0, of = 0, rightRight = 0, rightOf = 0, ofOf = 0] = [0, 1, 2, 3, 4, 5].map(
      (at) => numberAt(first + at),
    );
    return { groups: hasGroups ? groups : 0, right, of, rightRight, rightOf, ofOf };
  };
  const grouped = (name: (typeof ofSamples)[number]) => {
    const sums = found(name);
    return { judged: sums.of, correct: sums.right, groups: sums.groups, interval: groupedInterval(sums) };
  };
  const headline = { group: group ?? null, samples: grouped('samples'), verdicts: grouped('verdicts') };
  if (!index.hasBoxes) return { ...headline, boxes: null };
  const [hits = 0, surplus = 0, falseAlarms = 0, misses = 0] = boxCounts.map((_name, at) =>
    numberAt(columns.length + at),
  );
  const rateOf = (name: (typeof ofBoxes)[number], most?: number) => {
    const sums = found(name);
    return { value: sums.of === 0 ? null : sums.right / sums.of, interval: groupedInterval(sums, most) };
  };
  return {
    ...headline,
    boxes: {
      hits,
      surplus,
      falseAlarms,
      misses,
      groups: found('f1').groups,
      precision: rateOf('precision'),
      recall: rateOf('recall'),
      // Each hit is in its sums twice.
      f1: rateOf('f1', hits + surplus + falseAlarms + misses),
    },
  };
}
