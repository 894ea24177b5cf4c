/** What counts the columns of verdicts, in verdicts or in the samples that have them. */
import { verdictResults } from '../../../contract/verdict-words';
import type { Unit } from '../../../contract/summary';
import { verdictNumbers, type VerdictNumber } from '../fields-by-kind';
import { firstOf } from '../verdict-columns';
import { binOf } from './bins';
import { countRows, countWeights, type CountedColumn, type CountedRows, type Part } from './count-parts';
import { noCounts, outcomes, type Counts, type NumberCounts } from './packs';
import { column, tables, verdictColumn, type BuiltIndex } from './schema';
import type { SqlIndex } from './sql-index';
import { allOf, type Fragment } from './statement';

/** A code of a verdict: 0 is no value, NULL is passed over. */
interface Coding {
  sql: string;
  /** The column that it is made of. */
  column: string;
  /** The bit that is set on the first verdict of a sample with the code, where that is stored. */
  first?: number;
}

/** How a column is counted. */
interface Codings {
  codings: readonly Coding[];
  /** The bit that is set on the first verdict of a sample that has any value. */
  any: number;
}

const anyNumber = {
  score: firstOf('anyScore'),
  margin: firstOf('anyMargin'),
  error: firstOf('anyError'),
  overlap: firstOf('anyOverlap'),
} as const satisfies Record<VerdictNumber, number>;

/** The codes of words are one higher than in the table, since null is a word there, with code 0. */
export const nullWordCode = 1;

function codingsOf(name: string, { histograms }: BuiltIndex): Codings | undefined {
  const [part, field] = name.split(':');
  if (part === 'histogram') {
    const own = verdictNumbers.find((one) => one === field);
    const shape = histograms.find((one) => one.field === field);
    return (
      own &&
      shape && { codings: [{ sql: binOf(own, shape), column: verdictColumn(own) }], any: anyNumber[own] }
    );
  }
  if (part !== 'facet') return undefined;
  switch (field) {
    case 'expected':
    case 'said': {
      const own = verdictColumn(field);
      const coding = { sql: `${own} + ${nullWordCode}`, column: own, first: firstOf(field) };
      return { codings: [coding], any: firstOf('anyWord') };
    }
    case 'block':
    case 'boxError': {
      const own = verdictColumn(field);
      const any = firstOf(field === 'block' ? 'any' : 'anyBoxError');
      return { codings: [{ sql: own, column: own, first: firstOf(field) }], any };
    }
    case 'verdict': {
      const [result, kind] = [verdictColumn('result'), verdictColumn('kind')];
      const ofKind = `CASE WHEN ${kind} > 0 THEN ${kind} + ${verdictResults.length} END`;
      const codings = [
        { sql: `${result} + 1`, column: result, first: firstOf('result') },
        { sql: ofKind, column: kind, first: firstOf('kind') },
      ];
      return { codings, any: firstOf('any') };
    }
    default:
      return undefined;
  }
}

const isFirst =
  (bit: number): Fragment =>
  () =>
    `(${verdictColumn('firsts')} & ${bit}) <> 0`;

function numbersOf(coding: Coding, unit: Unit, hasEveryVerdict: boolean): Pick<Part, 'select' | 'reads'> {
  const { sql, column: own, first } = coding;
  const code = `(${sql})`;
  const reading = (...columns: string[]): Part['reads'] => ({ source: 'judged', columns: [own, ...columns] });
  if (unit === 'verdicts') {
    const result = verdictColumn('result');
    const select = countRows(`${code} * ${outcomes} + ${result}`, 'judged', () => `${code} IS NOT NULL`);
    return { select, reads: reading(result) };
  }
  const number = `${code} * ${outcomes} + ${column.outcome}`;
  if (first !== undefined && hasEveryVerdict) {
    const select = countRows(number, 'judged', allOf([() => `${code} > 0`, isFirst(first)]));
    return { select, reads: reading(column.outcome, verdictColumn('firsts')) };
  }
  const distinct = `(SELECT DISTINCT ${column.row}, ${number} AS n FROM judged WHERE ${code} > 0)`;
  return { select: countRows('n', distinct), reads: reading(column.outcome) };
}

function add(
  counted: Map<string, Counts>,
  name: string,
  { numbers, counts }: NumberCounts,
  sign: 1 | -1 = 1,
): void {
  const before = counted.get(name) ?? noCounts;
  const size = numbers.reduce((most, number) => Math.max(most, number + 1), before.length);
  const own = new Float64Array(size);
  own.set(before);
  numbers.forEach((number, at) => {
    own[number] = (own[number] ?? 0) + sign * (counts[at] ?? 0);
  });
  counted.set(name, own);
}

/** The samples that have a value, by outcome. */
function withValue({ codings, any }: Codings, hasEveryVerdict: boolean): Pick<Part, 'select' | 'reads'> {
  if (hasEveryVerdict) {
    const reads: Part['reads'] = { source: 'judged', columns: [column.outcome, verdictColumn('firsts')] };
    return { select: countRows(column.outcome, 'judged', isFirst(any)), reads };
  }
  const has = codings.map(({ sql }) => `(${sql}) > 0`).join(' OR ');
  const distinct = `(SELECT DISTINCT ${column.row}, ${column.outcome} FROM judged WHERE ${has})`;
  const columns = [column.outcome, ...codings.map((one) => one.column)];
  return { select: countRows(column.outcome, distinct), reads: { source: 'judged', columns } };
}

/** The parts that count columns of verdicts. */
export function verdictParts(
  { built }: SqlIndex,
  columns: readonly CountedColumn[],
  rows: CountedRows,
  counted: Map<string, Counts>,
): Part[] {
  const parts: Part[] = [];
  const inSamples: string[] = [];
  for (const { name, unit } of columns) {
    if (name === 'verdicts' || name === 'headline') {
      const select = countWeights(`${column.outcome} * ${outcomes}`, 'weighted');
      const reads: Part['reads'] = { source: 'weighted', columns: [column.outcome] };
      parts.push({ select, reads, take: (found) => add(counted, name, found) });
    }
    const found = codingsOf(name, built);
    if (found === undefined) continue;
    for (const coding of found.codings) {
      const counts = numbersOf(coding, unit, rows.hasEveryVerdict);
      parts.push({ ...counts, take: (numbers) => add(counted, name, numbers) });
    }
    if (unit === 'verdicts') continue;
    inSamples.push(name);
    const valued = withValue(found, rows.hasEveryVerdict);
    parts.push({ ...valued, take: (numbers) => add(counted, name, numbers, -1) });
  }
  if (inSamples.length === 0) return parts;
  // Samples without a value are all but those with one.
  const select = countRows(column.outcome, tables.samples, rows.samples);
  const take = (numbers: NumberCounts) => inSamples.forEach((name) => add(counted, name, numbers));
  return [...parts, { select, take }];
}
