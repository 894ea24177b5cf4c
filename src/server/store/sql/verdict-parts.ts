/** What counts the columns of verdicts, in verdicts or in the samples that have them. */
import { verdictResults } from '../../../contract/verdict-words';
import type { Unit } from '../../../contract/summary';
import { verdictNumbers } from '../fields-by-kind';
import { binOf } from './bins';
import { countRows, type CountedColumn, type CountedRows, type Part } from './count-parts';
import { noCounts, outcomes, type Counts, type NumberCounts } from './packs';
import { column, tables, verdictColumn, type BuiltIndex } from './schema';
import type { SqlIndex } from './sql-index';

/** A code of a verdict: 0 is no value; NULL is passed over. */
export interface Coding {
  sql: string;
  /** The column that it is made of. */
  column: string;
}

/** The codes of words are one higher than in the table, since null is a word there, with code 0. */
export const nullWordCode = 1;

/** The result of a verdict from 1. */
export const resultCoding: Coding = {
  sql: `${verdictColumn('result')} + 1`,
  column: verdictColumn('result'),
};

/** The codes that a column counts; `undefined` where it is none of verdicts. */
export function codingsOf(name: string, { histograms }: BuiltIndex): readonly Coding[] | undefined {
  const [part, field] = name.split(':');
  if (part === 'histogram') {
    const own = verdictNumbers.find((one) => one === field);
    const shape = histograms.find((one) => one.field === field);
    return own && shape && [{ sql: binOf(own, shape), column: verdictColumn(own) }];
  }
  if (part !== 'facet') return undefined;
  switch (field) {
    case 'expected':
    case 'said': {
      const own = verdictColumn(field);
      return [{ sql: `${own} + ${nullWordCode}`, column: own }];
    }
    case 'block':
    case 'boxError':
      return [{ sql: verdictColumn(field), column: verdictColumn(field) }];
    case 'verdict': {
      const kind = verdictColumn('kind');
      const ofKind = `CASE WHEN ${kind} > 0 THEN ${kind} + ${verdictResults.length} END`;
      return [resultCoding, { sql: ofKind, column: kind }];
    }
    default:
      return undefined;
  }
}

function numbersOf({ sql, column: own }: Coding, unit: Unit): Pick<Part, 'select' | 'reads'> {
  const code = `(${sql})`;
  const reading = (other: string): Part['reads'] => ({ source: 'judged', columns: [own, other] });
  if (unit === 'verdicts') {
    const result = verdictColumn('result');
    const select = countRows(`${code} * ${outcomes} + ${result}`, 'judged', () => `${code} IS NOT NULL`);
    return { select, reads: reading(result) };
  }
  const number = `${code} * ${outcomes} + ${column.outcome}`;
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
function withValue(codings: readonly Coding[]): Pick<Part, 'select' | 'reads'> {
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
    if (name === 'verdicts') {
      const select = countRows('0', 'judged');
      parts.push({
        select,
        reads: { source: 'judged', columns: [] },
        take: (found) => add(counted, name, found),
      });
    }
    const codings = codingsOf(name, built);
    if (codings === undefined) continue;
    for (const coding of codings) {
      parts.push({ ...numbersOf(coding, unit), take: (numbers) => add(counted, name, numbers) });
    }
    if (unit === 'verdicts') continue;
    inSamples.push(name);
    parts.push({ ...withValue(codings), take: (numbers) => add(counted, name, numbers, -1) });
  }
  if (inSamples.length === 0) return parts;
  // Samples without a value are all but those with one.
  const select = countRows(column.outcome, tables.samples, rows.samples);
  const take = (numbers: NumberCounts) => inSamples.forEach((name) => add(counted, name, numbers));
  return [...parts, { select, take }];
}
