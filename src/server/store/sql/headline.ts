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
import { allOf, type Fragment } from './statement';

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

/** Conditions on single verdicts. */
const hasKind = (...kinds: VerdictKind[]) =>
  `${verdictColumn('kind')} IN (${kinds.map((kind) => verdictKinds.indexOf(kind) + 1).join(', ')})`;
const isCorrect = `${verdictColumn('result')} = ${outcomeOrder.indexOf('correct')} AND NOT ${hasKind('surplus')}`;
const isJudged = `${verdictColumn('result')} <> ${outcomeOrder.indexOf('unknown')} AND NOT ${hasKind('surplus')}`;

const [correctVerdicts, incorrectVerdicts] = verdictCountColumns;
/** What is counted of a sample: by its outcome, by its stored counts of verdicts, by the conditions on its verdicts. */
const outcomeCounts = {
  samples_right: `(${column.outcome} = ${outcomeOrder.indexOf('correct')})::INTEGER`,
  samples_judged: `(${column.outcome} <> ${outcomeOrder.indexOf('unknown')})::INTEGER`,
} as const;
const storedCounts = {
  verdicts_right: correctVerdicts,
  verdicts_judged: `${correctVerdicts} + ${incorrectVerdicts}`,
} as const;
const countedVerdicts = { verdicts_right: isCorrect, verdicts_judged: isJudged } as const;
const countedBoxes = {
  hits: `${isBox} AND ${isCorrect}`,
  surplus: `${isBox} AND ${hasKind('surplus')}`,
  false_alarms: `${isBox} AND ${hasKind('confused', 'false')}`,
  misses: `${isBox} AND ${hasKind('confused', 'missed')}`,
} as const;

const boxCounts = ['hits', 'surplus', 'false_alarms', 'misses'] as const;
const counts = [...Object.keys(outcomeCounts), ...Object.keys(storedCounts)];

type Sql = Readonly<Record<string, string>>;

const filtered = (conditions: Sql): Sql =>
  Object.fromEntries(
    Object.entries(conditions).map(([name, condition]) => [name, `count(*) FILTER (WHERE ${condition})`]),
  );

/** Rows of samples with some counts; of a table with one row a sample, or several. */
interface CountedPart {
  counts: Sql;
  table: string;
  where: Fragment;
}

/** What is read of samples, and of verdicts where that is not stored with their samples. */
function countedParts({ hasBoxes }: SqlIndex, rows: CountedRows): CountedPart[] {
  const { hasEveryVerdict: isStored, verdictsAndSurplus } = rows;
  const ofSample: CountedPart = {
    counts: { ...outcomeCounts, ...(isStored && storedCounts) },
    table: tables.samples,
    where: rows.samples,
  };
  if (isStored && !hasBoxes) return [ofSample];
  const ofVerdicts: CountedPart = {
    counts: filtered({ ...(!isStored && countedVerdicts), ...(hasBoxes && countedBoxes) }),
    table: tables.verdicts,
    where: isStored ? allOf([() => isBox, verdictsAndSurplus]) : verdictsAndSurplus,
  };
  return [ofSample, ofVerdicts];
}

/** The group of each sample as a number: the code of its value; one of its own where it has none. */
function groupNumbers(owner: number): Fragment {
  const isRare = owner >= firstRareOwner;
  const code = isRare ? `coalesce(m.${column.code}, 0)` : keyColumn(owner);
  return (bind) =>
    `SELECT s.${column.row}, CASE ${code} WHEN 0 THEN -1 - s.${column.row} ELSE ${code} END AS number ` +
    `FROM ${tables.samples} s` +
    (isRare
      ? ` LEFT JOIN ${tables.metadata} m ON m.${column.row} = s.${column.row} AND m.${column.owner} = ${bind(owner)}`
      : '');
}

/** The counts of each group: a row each for every part, of which the others have none. */
function groupCounts(index: SqlIndex, rows: CountedRows, owner: number | undefined): Fragment {
  const all = index.hasBoxes ? [...counts, ...boxCounts] : counts;
  const parts = countedParts(index, rows).map(({ counts: own, table, where }): Fragment => {
    const isOfVerdicts = table === tables.verdicts;
    const names = Object.entries(own).map(([name, sql]) => `${sql} AS ${name}`);
    const perSample: Fragment = (bind) =>
      `SELECT ${[column.row, ...names].join(', ')} FROM ${table} WHERE ${where(bind)}` +
      (isOfVerdicts ? ` GROUP BY ${column.row}` : '');
    const sums = (aggregate: string) =>
      all.map((name) => `${name in own ? `${aggregate}(${name})` : 0} AS ${name}`).join(', ');
    if (owner === undefined) return (bind) => `SELECT ${sums('')} FROM (${perSample(bind)})`;
    return (bind) =>
      `SELECT ${sums('sum')} FROM (${perSample(bind)}) ` +
      `JOIN (${groupNumbers(owner)(bind)}) USING (${column.row}) GROUP BY number`;
  });
  // Many groups have the same counts: to add up each such set once takes a third of the time.
  return (bind) =>
    `SELECT ${all.join(', ')}, count(*)::DOUBLE AS times ` +
    `FROM (${parts.map((part) => part(bind)).join(' UNION ALL ')}) GROUP BY ${all.join(', ')}`;
}

const sumsOf = ({ right, of }: (typeof rates)[RateName]): string[] => {
  // Whole numbers add up exactly in floating-point ones, much faster than in large integers.
  const [c, n] = [`(${right})::DOUBLE`, `(${of})::DOUBLE`];
  return [
    `coalesce(sum(times) FILTER (WHERE ${of} > 0), 0)`,
    ...[c, n, `${c} * ${c}`, `${c} * ${n}`, `${n} * ${n}`].map((term) => `coalesce(sum(times * ${term}), 0)`),
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
  const boxSums = index.hasBoxes ? boxCounts.map((name) => `coalesce(sum(times * ${name}::DOUBLE), 0)`) : [];
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
