/** The verdicts of a run as typed arrays, for the floor. */
import { boxErrors, verdictKinds, verdictResults } from '../../../src/contract/verdict-words';
import type { Verdict } from '../../../src/domain/verdict';
import { compareText } from '../../../src/domain/text-match';
import { binsOf, type BinColumn } from './floor-bins';

export const verdictMeasures = ['score', 'margin', 'error', 'overlap'] as const;
export type VerdictMeasure = (typeof verdictMeasures)[number];

/** Words by code from 2 in text order; 1 is null, 0 is none. */
export interface VerdictWords {
  words: readonly string[];
  codes: Uint32Array;
}

/** One item per verdict, those of a sample together. */
export interface FloorVerdicts {
  rows: Uint32Array;
  /** As in `verdictResults`. */
  results: Uint8Array;
  /** As in `verdictKinds` from 1, and in `boxErrors`; 0 is none. */
  kinds: Uint8Array;
  boxErrors: Uint8Array;
  expected: VerdictWords;
  said: VerdictWords;
  block: VerdictWords;
  /** Null if a verdict has none. */
  key: VerdictWords;
  numbers: ReadonlyMap<VerdictMeasure, Float64Array>;
  bins: ReadonlyMap<VerdictMeasure, BinColumn>;
}

/** Gathers words that two lists share, so that equal words have equal codes. */
function createWords() {
  const known = new Map<string, number>();
  const codeOf = (word: string): number => {
    const code = known.get(word) ?? known.size;
    known.set(word, code);
    return code;
  };
  return {
    codeOf,
    finish() {
      const words = [...known.keys()].sort(compareText);
      const places = new Uint32Array(words.length);
      words.forEach((word, at) => {
        places[known.get(word) ?? 0] = at + 2;
      });
      /** From −2 for none and −1 for null. */
      const placed = (codes: readonly number[]): VerdictWords => ({
        words,
        codes: Uint32Array.from(codes, (code) => (code < 0 ? code + 2 : (places[code] ?? 0))),
      });
      return placed;
    },
  };
}

/** Gathers verdicts, sample after sample. */
export function createFloorVerdicts(samples: number) {
  const rows: number[] = [];
  const [results, kinds, errors]: number[][] = [[], [], []];
  const words: Record<'expected' | 'said' | 'block' | 'key', number[]> = {
    expected: [],
    said: [],
    block: [],
    key: [],
  };
  const [labels, blocks, keys] = [createWords(), createWords(), createWords()];
  const numbers = new Map(verdictMeasures.map((name) => [name, new Array<number>()]));
  return {
    add(row: number, verdict: Verdict): void {
      const { kind, boxError, isNumber } = verdict;
      rows.push(row);
      results?.push(verdictResults.indexOf(verdict.result));
      kinds?.push(kind === null ? 0 : verdictKinds.indexOf(kind) + 1);
      errors?.push(boxError === null ? 0 : boxErrors.indexOf(boxError) + 1);
      for (const side of ['expected', 'said'] as const) {
        const word = verdict[side];
        words[side].push(isNumber ? -2 : word === null ? -1 : labels.codeOf(word));
      }
      words.block.push(blocks.codeOf(String(verdict.block)));
      words.key.push(verdict.key === null ? -1 : keys.codeOf(verdict.key));
      for (const [name, list] of numbers) list.push(verdict[name] ?? Number.NaN);
    },
    finish(): FloorVerdicts {
      const placed = labels.finish();
      const ofNumbers = new Map([...numbers].map(([name, list]) => [name, Float64Array.from(list)]));
      const bins = new Map<VerdictMeasure, BinColumn>();
      for (const [name, list] of ofNumbers) {
        const made = binsOf(name, list);
        if (made !== undefined) bins.set(name, made);
      }
      if (rows.some((row) => row >= samples)) throw new Error('A verdict is of no sample.');
      return {
        rows: Uint32Array.from(rows),
        results: Uint8Array.from(results ?? []),
        kinds: Uint8Array.from(kinds ?? []),
        boxErrors: Uint8Array.from(errors ?? []),
        expected: placed(words.expected),
        said: placed(words.said),
        block: blocks.finish()(words.block),
        key: keys.finish()(words.key),
        numbers: ofNumbers,
        bins,
      };
    },
  };
}
