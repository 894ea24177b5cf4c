/** The headline: how many samples and verdicts are right, with the sums by group for their intervals. */
import type { Headline, Summary } from '../../../contract/schemas/summary';
import { groupedInterval, type GroupSums } from '../../../domain/metrics/grouped-interval';
import type { CountedRows } from './count-parts';
import type { Dictionary } from './dictionary';
import { outcomes, type Counts } from './packs';
import {
  column,
  firstRareOwner,
  keyColumn,
  outcomeOrder,
  tables,
  tallyNames,
  type TallyName,
} from './schema';
import { ask, type SqlIndex } from './sql-index';
import type { Fragment } from './statement';
import { tallyCounts } from './tally';

/** The counts from a sample's outcome, each of which is 1 or 0. */
const outcomeNames = ['samplesRight', 'samplesJudged'] as const;
type CountName = (typeof outcomeNames)[number] | TallyName;
const countNames: readonly CountName[] = [...outcomeNames, ...tallyNames];

/** The definition of a rate: the sum of the first counts is right, of the sum of the second ones. */
interface Rate {
  right: readonly CountName[];
  of: readonly CountName[];
}
const hits: readonly CountName[] = ['hits', 'surplus'];
const rates = {
  samples: { right: ['samplesRight'], of: ['samplesJudged'] },
  verdicts: { right: ['correct'], of: ['correct', 'incorrect'] },
  precision: { right: hits, of: [...hits, 'falseAlarms'] },
  recall: { right: ['hits'], of: ['hits', 'misses'] },
  f1: { right: [...hits, ...hits], of: [...hits, ...hits, 'falseAlarms', 'misses'] },
} satisfies Record<string, Rate>;

/** The counts of groups; groups with equal counts are combined. */
interface GroupCounts {
  numbers: ReadonlyMap<CountName, ArrayLike<number>>;
  /** The number of groups with these counts. */
  times: ArrayLike<number>;
}

/** The counts of samples, one group each, from the number of samples with each tally and outcome. */
function countsOfSamples({ tallies }: SqlIndex, totals: Counts, names: readonly CountName[]): GroupCounts {
  const places = [...totals.keys()].filter((at) => (totals[at] ?? 0) > 0);
  const isOutcome = (name: (typeof outcomeOrder)[number]) =>
    places.map((at) => (at % outcomes === outcomeOrder.indexOf(name) ? 1 : 0));
  const ofTally = (name: TallyName) => {
    const numbers = tallies.get(name) ?? [];
    return [name, places.map((at) => numbers[Math.floor(at / outcomes)] ?? 0)] as const;
  };
  const numbers: (readonly [CountName, number[]])[] = [
    ['samplesRight', isOutcome('correct')],
    ['samplesJudged', isOutcome('unknown').map((isUnknown) => 1 - isUnknown)],
    ...tallyNames.map(ofTally),
  ];
  return {
    numbers: new Map(numbers.filter(([name]) => names.includes(name))),
    times: places.map((at) => totals[at] ?? 0),
  };
}

const samplesRight = `(${column.outcome} = ${outcomeOrder.indexOf('correct')})::INTEGER AS "samplesRight"`;
const samplesJudged = `(${column.outcome} <> ${outcomeOrder.indexOf('unknown')})::INTEGER AS "samplesJudged"`;

/** Rows with counts of samples, or of some of their verdicts. */
interface CountedPart {
  names: readonly CountName[];
  select: Fragment;
}
const from = (columns: string, table: string) => `SELECT ${columns} FROM ${table} WHERE `;
const ofSample = [column.row, samplesRight, samplesJudged].join(', ');
const samplesPart = (rows: CountedRows): CountedPart => ({
  names: outcomeNames,
  select: (bind) => from(ofSample, tables.samples) + rows.samples(bind),
});
const verdictsPart = (rows: CountedRows): CountedPart => ({
  names: tallyNames,
  select: (bind) =>
    from(`${column.row}, ${tallyCounts}`, tables.verdicts) +
    `${rows.verdictsAndSurplus(bind)} GROUP BY ${column.row}`,
});
const storedPart = (rows: CountedRows): CountedPart => ({
  names: countNames,
  select: (bind) =>
    from(
      `${ofSample}, ${tallyNames.map((name) => `"${name}"`).join(', ')}`,
      `${tables.samples} JOIN ${tables.tallies} ON ${column.tally} = ${column.code}`,
    ) + rows.samples(bind),
});

/** The group of each sample as a number: the code of its value, or a unique number if it has none. */
function groupNumbers(owner: number): Fragment {
  const isRare = owner >= firstRareOwner;
  const code = isRare ? `coalesce(m.${column.code}, 0)` : keyColumn(owner);
  return (bind) =>
    `SELECT s.${column.row} AS ${column.row}, CASE ${code} WHEN 0 THEN -1 - s.${column.row} ELSE ${code} END AS number ` +
    `FROM ${tables.samples} s` +
    (isRare
      ? ` LEFT JOIN ${tables.metadata} m ON m.${column.row} = s.${column.row} AND m.${column.owner} = ${bind(owner)}`
      : '');
}

/** The counts of each group, which is a value of a key or a single sample; each part yields separate groups. */
async function countsOfParts(
  index: SqlIndex,
  parts: readonly CountedPart[],
  owner: number | undefined,
  signal: AbortSignal | undefined,
): Promise<GroupCounts> {
  const quotedNames = countNames.map((name) => `"${name}"`).join(', ');
  const selects = parts.map(({ names, select }): Fragment => {
    const sums = (aggregate: string) =>
      countNames
        .map((name) => `${names.includes(name) ? `${aggregate}("${name}")` : 0} AS "${name}"`)
        .join(', ');
    if (owner === undefined) return (bind) => `SELECT ${sums('')} FROM (${select(bind)})`;
    return (bind) =>
      `SELECT ${sums('sum')} FROM (${select(bind)}) ` +
      `JOIN (${groupNumbers(owner)(bind)}) USING (${column.row}) GROUP BY number`;
  });
  const answer = await ask(
    index,
    (bind) =>
      `SELECT ${countNames.map((name) => `"${name}"::DOUBLE`).join(', ')}, count(*)::DOUBLE ` +
      `FROM (${selects.map((select) => select(bind)).join(' UNION ALL ')}) GROUP BY ${quotedNames}`,
    'long',
    signal,
  );
  return {
    numbers: new Map(countNames.map((name, at) => [name, answer.numbers(at)])),
    times: answer.numbers(countNames.length),
  };
}

/** The counts of the groups of rows. `totals`: the number of samples with each tally and outcome. */
async function countsOf(
  index: SqlIndex,
  { rows, totals }: { rows: CountedRows; totals: Counts },
  owner: number | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly GroupCounts[]> {
  if (owner !== undefined) {
    const parts = rows.hasEveryVerdict ? [storedPart(rows)] : [samplesPart(rows), verdictsPart(rows)];
    return [await countsOfParts(index, parts, owner, signal)];
  }
  if (rows.hasEveryVerdict) return [countsOfSamples(index, totals, countNames)];
  const ofVerdicts =
    (await rows.tallyHeld?.()) ?? (await countsOfParts(index, [verdictsPart(rows)], owner, signal));
  return [countsOfSamples(index, totals, outcomeNames), ofVerdicts];
}

/** A sum of counts in each group. */
function summed({ numbers, times }: GroupCounts, names: readonly CountName[]): Float64Array {
  const sums = new Float64Array(times.length);
  for (const name of names) {
    const own = numbers.get(name) ?? [];
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (own[at] ?? 0);
  }
  return sums;
}

/** Only integers are added, so the sums are exact. */
function sumsOf(counts: readonly GroupCounts[], rate: Rate): GroupSums {
  const sums = { groups: 0, right: 0, of: 0, rightRight: 0, rightOf: 0, ofOf: 0 };
  for (const part of counts) {
    const [rights, ofs] = [summed(part, rate.right), summed(part, rate.of)];
    for (let at = 0; at < ofs.length; at++) {
      const [right, of, times] = [rights[at] ?? 0, ofs[at] ?? 0, part.times[at] ?? 0];
      if (of === 0) continue;
      sums.groups += times;
      sums.right += times * right;
      sums.of += times * of;
      sums.rightRight += times * right * right;
      sums.rightOf += times * right * of;
      sums.ofOf += times * of * of;
    }
  }
  return sums;
}

/**
 * The headline of rows, by the values of a metadata key if one is given, and their verdicts by result. `totals`:
 * the number of samples with each tally and outcome. Throws the signal's reason.
 */
export async function headlineOf(
  index: SqlIndex,
  dictionary: Dictionary,
  { rows, totals }: { rows: CountedRows; totals: Counts },
  group: string | undefined,
  signal: AbortSignal | undefined,
): Promise<{ headline: Headline; results: Summary['verdicts']['judgedWithoutOutcomeFilter'] }> {
  const owner = group === undefined ? undefined : await dictionary.ownerOfKey(group);
  const counts = await countsOf(index, { rows, totals }, owner, signal);
  const sums = (rate: Rate): GroupSums => {
    const found = sumsOf(counts, rate);
    // The rates do not depend on the key; a key that no sample has yields no groups.
    return group === undefined || owner !== undefined ? found : { ...found, groups: 0 };
  };
  const grouped = (rate: Rate) => {
    const found = sums(rate);
    return {
      judged: found.of,
      correct: found.right,
      groups: found.groups,
      interval: groupedInterval(found),
    };
  };
  const total = (name: CountName) => sumsOf(counts, { right: [], of: [name] }).of;
  const boxRate = (rate: Rate, most?: number) => {
    const found = sums(rate);
    return { value: found.of === 0 ? null : found.right / found.of, interval: groupedInterval(found, most) };
  };
  const boxes = {
    hits: total('hits'),
    surplus: total('surplus'),
    falseAlarms: total('falseAlarms'),
    misses: total('misses'),
  };
  const headline: Headline = {
    group: group ?? null,
    samples: grouped(rates.samples),
    verdicts: grouped(rates.verdicts),
    boxes: index.hasBoxes
      ? {
          ...boxes,
          groups: sums(rates.f1).groups,
          precision: boxRate(rates.precision),
          recall: boxRate(rates.recall),
          // Each hit is in its sums twice.
          f1: boxRate(rates.f1, boxes.hits + boxes.surplus + boxes.falseAlarms + boxes.misses),
        }
      : null,
  };
  const results = {
    correct: total('correct'),
    incorrect: total('incorrect'),
    unknown: total('unknown'),
  };
  return { headline, results };
}
