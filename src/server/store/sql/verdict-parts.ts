/** Counts the columns of verdicts, in verdicts or in the samples that have them. */
import { verdictResults } from '../../../contract/verdict-words';
import type { Unit } from '../../../contract/schemas/summary';
import { verdictNumbers } from '../fields-by-kind';
import { binOf } from './bins';
import {
  countRows,
  countSamples,
  type Count,
  type CountedColumn,
  type CountedRows,
  type Part,
} from './count-parts';
import { addNumbers, outcomes, type Counts, type NumberCounts } from './packs';
import { column, tables, verdictColumn, type BuiltIndex } from './schema';
import type { SqlIndex } from './sql-index';

/** The codes of words are one higher than in the table, since null is a word there, with code 0. */
export const nullWordCode = 1;

/** The code of a verdict as SQL: 0 means no value; NULL is skipped. */
export type Coding = string;

/** The result of a verdict from 1. */
const resultCoding: Coding = `${verdictColumn('result')} + 1`;

/** The codings that a column counts; `undefined` if it is not a column of verdicts. */
export function codingsOf(name: string, { histograms }: BuiltIndex): readonly Coding[] | undefined {
  const [part, field] = name.split(':');
  if (part === 'histogram') {
    const own = verdictNumbers.find((one) => one === field);
    const shape = histograms.find((one) => one.field === field);
    return own && shape && [binOf(own, shape)];
  }
  if (part !== 'facet') return undefined;
  switch (field) {
    case 'expected':
    case 'said':
      return [`${verdictColumn(field)} + ${nullWordCode}`];
    case 'block':
    case 'boxError':
      return [verdictColumn(field)];
    case 'verdict': {
      const kind = verdictColumn('kind');
      return [resultCoding, `CASE WHEN ${kind} > 0 THEN ${kind} + ${verdictResults.length} END`];
    }
    default:
      return undefined;
  }
}

function numbersOf(coding: Coding, unit: Unit): Count {
  const code = `(${coding})`;
  if (unit === 'verdicts') {
    const number = `${code} * ${outcomes} + ${verdictColumn('result')}`;
    return countRows(number, 'judged', () => `${code} IS NOT NULL`);
  }
  return countSamples(`${code} * ${outcomes} + ${column.outcome}`, 'judged', `${code} > 0`);
}

/** The samples that have a value, by outcome. */
function withValue(codings: readonly Coding[]): Count {
  const has = codings.map((coding) => `(${coding}) > 0`).join(' OR ');
  return countSamples(column.outcome, 'judged', has);
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
  const add = (name: string, count: Count, sign: 1 | -1 = 1) =>
    parts.push({ count, reads: 'judged', take: (numbers) => addNumbers(counted, name, numbers, sign) });
  for (const { name, unit } of columns) {
    if (name === 'verdicts') add(name, countRows('0', 'judged'));
    const codings = codingsOf(name, built);
    if (codings === undefined) continue;
    for (const coding of codings) add(name, numbersOf(coding, unit));
    if (unit === 'verdicts') continue;
    inSamples.push(name);
    add(name, withValue(codings), -1);
  }
  if (inSamples.length === 0) return parts;
  // Samples without a value are all except those with one.
  const count = countRows(column.outcome, tables.samples, rows.samples);
  const take = (numbers: NumberCounts) => inSamples.forEach((name) => addNumbers(counted, name, numbers));
  return [...parts, { count, take }];
}
