/** Words in the order of text as one stretch of UTF-8: a million of them cost their bytes and no more. */
import { compareText } from '../../../domain/text-match';
import { noWord } from './columns';

/** Words of one list that stay decoded: those that a facet shows, and some more. */
const decodedMost = 1000;

export interface WordList {
  readonly length: number;
  /** The word of a code, from 1. */
  wordOf: (code: number) => string;
  /** The code of a word, or `noWord`. */
  codeOf: (word: string) => number;
}

/** The words' bytes, and where each ends. */
export function encodeWords(words: readonly string[]): { bytes: Uint8Array; ends: Uint32Array } {
  const ends = new Uint32Array(words.length);
  let end = 0;
  words.forEach((word, at) => {
    end += Buffer.byteLength(word);
    ends[at] = end;
  });
  const bytes = new Uint8Array(end);
  const encoder = new TextEncoder();
  words.forEach((word, at) => encoder.encodeInto(word, bytes.subarray(ends[at - 1] ?? 0)));
  return { bytes, ends };
}

/** The words of what was encoded. */
export function createWordList(bytes: Uint8Array, ends: Uint32Array): WordList {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const decode = (code: number) => decoder.decode(bytes.subarray(ends[code - 2] ?? 0, ends[code - 1] ?? 0));
  const decoded = new Map<number, string>();
  function wordOf(code: number): string {
    const known = decoded.get(code);
    if (known !== undefined) return known;
    const word = decode(code);
    if (decoded.size < decodedMost) decoded.set(code, word);
    return word;
  }
  return {
    length: ends.length,
    wordOf,
    codeOf(word) {
      let low = 1;
      let high = ends.length;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const order = compareText(wordOf(middle), word);
        if (order === 0) return middle;
        if (order < 0) low = middle + 1;
        else high = middle - 1;
      }
      return noWord;
    },
  };
}
