/** The verdicts on the samples of a batch by column. Can be passed between threads. */
import { boxErrors, verdictKinds, verdictResults } from '../../contract/verdict-words';
import type { Verdict } from '../../domain/verdict';
import { verdictNumbers, type VerdictNumber } from './fields-by-kind';

/** The integer columns: words are those of the batch, from 1; 0 is none. */
export const verdictCodes = [
  'row',
  'block',
  'key',
  'expected',
  'said',
  /** The index in `verdictResults`. */
  'result',
  /** The index in `verdictKinds` from 1; 0 is none. The same for box errors. */
  'kind',
  'boxError',
  /** 1 if `expected` and `said` are numbers, so that they have no word. */
  'isNumber',
  /** 1 if no earlier verdict of its sample has the same block, key and words, ignoring surplus ones. */
  'isFirst',
] as const;
export type VerdictCode = (typeof verdictCodes)[number];

export const verdictMeasures = [...verdictNumbers, 'boxSize'] as const;
export type VerdictMeasure = VerdictNumber | 'boxSize';

/** One row per verdict, those of a sample together and in order. */
export interface VerdictColumns {
  codes: ReadonlyMap<VerdictCode, Uint32Array>;
  /** NaN means no value. */
  measures: ReadonlyMap<VerdictMeasure, Float64Array>;
}

/** Gathers the verdicts of samples, one sample after the other. */
export class VerdictColumnsBuilder {
  readonly #codes = new Map(verdictCodes.map((name) => [name, new Array<number>()]));
  readonly #measures = new Map(verdictMeasures.map((name) => [name, new Array<number>()]));
  /** Cells of the matrix in which the current sample has a verdict. */
  readonly #cells = new Set<string>();
  readonly #wordOf: (word: string) => number;

  constructor(wordOf: (word: string) => number) {
    this.#wordOf = wordOf;
  }

  add(verdicts: readonly Verdict[], row: number): void {
    this.#cells.clear();
    for (const verdict of verdicts) {
      const codes = this.#codesOf(verdict, row);
      if (verdict.kind !== 'surplus') {
        codes.isFirst = verdicts.length === 1 || this.#isFirst(codes) ? 1 : 0;
      }
      for (const [name, list] of this.#codes) list.push(codes[name]);
      for (const [name, list] of this.#measures) list.push(verdict[name] ?? Number.NaN);
    }
  }

  #isFirst({ block, key, expected, said, isNumber }: Record<VerdictCode, number>): boolean {
    const before = this.#cells.size;
    return this.#cells.add(`${block} ${key} ${expected} ${said} ${isNumber}`).size > before;
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
      isFirst: 0,
    };
  }

  finish(): VerdictColumns {
    return {
      codes: new Map([...this.#codes].map(([name, list]) => [name, new Uint32Array(list)])),
      measures: new Map([...this.#measures].map(([name, list]) => [name, new Float64Array(list)])),
    };
  }
}
