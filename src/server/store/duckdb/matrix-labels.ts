/** The labels of the confusion matrix: those of both sides, numbered together. */
import { compareText } from '../../../domain/text-match';
import { takeTurn } from '../../turns';
import type { WordList } from './word-list';

/** The labels of both sides of the matrix as one list in the order of text, numbered from 1. */
export interface MatrixLabels {
  length: number;
  /** The number of an expected word and of a said one, by the word's code; 0 for none. */
  ofExpected: Uint32Array;
  ofSaid: Uint32Array;
}

/** Other work gets its turn after this many labels. */
const labelsAtOnce = 2000;

/** Merges the words of both sides, each in the order of text, so that a label has one number. */
export async function mergeLabels(expected: WordList, said: WordList): Promise<MatrixLabels> {
  const ofExpected = new Uint32Array(expected.length + 1);
  const ofSaid = new Uint32Array(said.length + 1);
  const wordAt = (words: WordList, code: number) => (code > words.length ? undefined : words.wordOf(code));
  let [row, column] = [1, 1];
  let [rowWord, columnWord] = [wordAt(expected, row), wordAt(said, column)];
  let length = 0;
  while (rowWord !== undefined || columnWord !== undefined) {
    const order =
      rowWord === undefined ? 1 : columnWord === undefined ? -1 : compareText(rowWord, columnWord);
    length += 1;
    if (order <= 0) {
      ofExpected[row++] = length;
      rowWord = wordAt(expected, row);
    }
    if (order >= 0) {
      ofSaid[column++] = length;
      columnWord = wordAt(said, column);
    }
    if (length % labelsAtOnce === 0) await takeTurn('long');
  }
  return { length, ofExpected, ofSaid };
}
