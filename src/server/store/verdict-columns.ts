/** The verdicts on the samples of a batch by column. Fit to pass between threads. */
import { boxErrors, verdictKinds, verdictResults } from '../../contract/verdict-words';
import type { Verdict } from '../../domain/verdict';
import { verdictNumbers, type VerdictNumber } from './fields-by-kind';
import { WholeNumbers } from './whole-numbers';

/** The columns of whole numbers: words are those of the batch, from 1; 0 is none. */
export const verdictCodes = [
  'row',
  'block',
  'key',
  'expected',
  'said',
  /** The place in `verdictResults`. */
  'result',
  /** The place in `verdictKinds` from 1; 0 is none. The same for box errors. */
  'kind',
  'boxError',
  /** 1 where `expected` and `said` are numbers, so that they have no word. */
  'isNumber',
  /** Bits of `firstOf`. */
  'firsts',
] as const;
export type VerdictCode = (typeof verdictCodes)[number];

export const verdictMeasures = [...verdictNumbers, 'boxSize'] as const;
export type VerdictMeasure = VerdictNumber | 'boxSize';

/** A row a verdict, those of a sample together and in their order. */
export interface VerdictColumns {
  codes: ReadonlyMap<VerdictCode, Uint32Array>;
  /** NaN is none. */
  measures: ReadonlyMap<VerdictMeasure, Float64Array>;
  /** By result, how many verdicts each sample has; surplus ones are left out. */
  counts: readonly Uint32Array[];
}

/**
 * What a verdict may be the first of in its sample, surplus ones left out: of those with its value, then of those with
 * any value. Where no filter of verdicts is set, the samples that have a value are counted by these bits; telling them
 * apart by the query takes ten times as long.
 */
const firstNames = [
  'expected',
  'said',
  'block',
  'result',
  'kind',
  'boxError',
  'cell',
  'any',
  'anyWord',
  'anyBoxError',
  'anyScore',
  'anyMargin',
  'anyError',
  'anyOverlap',
] as const;
type FirstOf = (typeof firstNames)[number];
/** The bit of each. */
export const firstOf = (name: FirstOf): number => 1 << firstNames.indexOf(name);

/** What a verdict has, to be told apart in its sample; `undefined` is nothing. */
type Marks = Record<FirstOf, string | number | undefined>;

/** Tells which values of one sample's verdicts have come before. */
class Seen {
  readonly #seen = firstNames.map((name) => ({
    name,
    bit: firstOf(name),
    values: new Set<string | number>(),
  }));

  clear(): void {
    for (const { values } of this.#seen) values.clear();
  }

  /** The bits of what has not come before. */
  add(marks: Marks): number {
    let bits = 0;
    for (const { name, bit, values } of this.#seen) {
      const value = marks[name];
      if (value === undefined || values.has(value)) continue;
      values.add(value);
      bits |= bit;
    }
    return bits;
  }
}

/** The bits of a verdict that is alone in its sample. */
const allBits = (marks: Marks): number =>
  firstNames.reduce((bits, name) => (marks[name] === undefined ? bits : bits | firstOf(name)), 0);

function marksOf(codes: Record<VerdictCode, number>, verdict: Verdict): Marks {
  const { block, key, result, kind, boxError } = codes;
  // A number is not the word for nothing.
  const [expected, said] = verdict.isNumber ? [undefined, undefined] : [codes.expected, codes.said];
  const any = (has: boolean) => (has ? 1 : undefined);
  return {
    expected,
    said,
    block,
    result,
    kind,
    boxError,
    cell: `${block} ${key} ${expected} ${said}`,
    any: 1,
    anyWord: any(!verdict.isNumber),
    anyBoxError: any(boxError > 0),
    anyScore: any(verdict.score !== null),
    anyMargin: any(verdict.margin !== null),
    anyError: any(verdict.error !== null),
    anyOverlap: any(verdict.overlap !== null),
  };
}

/** Gathers the verdicts of samples, one sample after the other. */
export class VerdictColumnsBuilder {
  readonly #codes = new Map(verdictCodes.map((name) => [name, new WholeNumbers()]));
  readonly #measures = new Map(verdictMeasures.map((name) => [name, new Array<number>()]));
  readonly #counts = verdictResults.map(() => new WholeNumbers());
  readonly #seen = new Seen();
  readonly #wordOf: (word: string) => number;

  constructor(wordOf: (word: string) => number) {
    this.#wordOf = wordOf;
  }

  add(verdicts: readonly Verdict[], row: number): void {
    const counts = verdictResults.map(() => 0);
    const isAlone = verdicts.length === 1;
    if (!isAlone) this.#seen.clear();
    for (const verdict of verdicts) {
      const codes = this.#codesOf(verdict, row);
      if (verdict.kind !== 'surplus') {
        counts[codes.result] = (counts[codes.result] ?? 0) + 1;
        const marks = marksOf(codes, verdict);
        codes.firsts = isAlone ? allBits(marks) : this.#seen.add(marks);
      }
      for (const [name, list] of this.#codes) list.push(codes[name]);
      for (const [name, list] of this.#measures) list.push(verdict[name] ?? Number.NaN);
    }
    for (const [at, list] of this.#counts.entries()) list.push(counts[at] ?? 0);
  }

  #codesOf(verdict: Verdict, row: number): Record<VerdictCode, number> {
    const wordOf = (word: string | null) => (word === null ? 0 : this.#wordOf(word));
    const { kind, boxError } = verdict;
    return {
      row,
      block: this.#wordOf(String(verdict.block)),
      key: wordOf(verdict.key),
      expected: wordOf(verdict.expected),
      said: wordOf(verdict.said),
      result: verdictResults.indexOf(verdict.result),
      kind: kind === null ? 0 : verdictKinds.indexOf(kind) + 1,
      boxError: boxError === null ? 0 : boxErrors.indexOf(boxError) + 1,
      isNumber: verdict.isNumber ? 1 : 0,
      firsts: 0,
    };
  }

  finish(): VerdictColumns {
    return {
      codes: new Map([...this.#codes].map(([name, list]) => [name, list.taken()])),
      measures: new Map([...this.#measures].map(([name, list]) => [name, Float64Array.from(list)])),
      counts: this.#counts.map((list) => list.taken()),
    };
  }
}
