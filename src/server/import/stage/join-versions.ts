/** Joins the predictions of a sample that occurs in several places: lists are continued, equal ones count once. */
import { isSameJson } from '../json/same-json';
import { onePerPiece, type Piece, type ReadPiece } from './pieces';

/** What a part, or one line of it, contains of the sample. */
interface Holder {
  first: Piece;
  /** How many times it contains the result entry. */
  results: number;
  predictions: ReadPiece[];
}

const areSame = (some: readonly ReadPiece[], others: readonly ReadPiece[]) =>
  some.length === others.length &&
  some.every(({ bytes }, index) => isSameJson(bytes, others[index]?.bytes ?? new Uint8Array(0)));

/** A list that was written several times counts once. */
function withoutRepeats({ predictions: all, results: times }: Holder): readonly ReadPiece[] {
  const size = all.length / times;
  if (times < 2 || !Number.isInteger(size) || size === 0) return all;
  const first = all.slice(0, size);
  for (let from = size; from < all.length; from += size) {
    if (!areSame(first, all.slice(from, from + size))) return all;
  }
  return first;
}

const keyOf = (number: number, { part, record }: Piece) => `${number}:${part.isLines ? record : ''}`;
const holderOf = (piece: Piece) => keyOf(piece.part.number, piece);
const documentOf = (piece: Piece) => keyOf(piece.part.document, piece);

/**
 * The predictions of one sample in the order of the files. Documents (a line, or a file with one or both answers)
 * that contain the result entry must agree on its predictions, and so must the two answers in one file; predictions
 * in other documents continue the list. `contradict` is called with one piece of each of two places that disagree.
 */
export function joinVersions(
  results: readonly Piece[],
  groups: readonly ReadPiece[],
  contradict: (one: Piece, other: Piece) => never,
): ReadPiece[] {
  const holders = new Map<string, Holder>();
  for (const result of results) {
    const holder = holders.get(holderOf(result));
    if (holder === undefined) holders.set(holderOf(result), { first: result, results: 1, predictions: [] });
    else holder.results += 1;
  }
  const holding = new Set(results.map(documentOf));
  // A line without predictions means that there are none; a page may leave them to another page.
  const speaking = new Set(results.filter(({ part }) => part.isLines).map(holderOf));
  for (const group of groups) {
    const key = holderOf(group);
    const holder = holders.get(key) ?? { first: group, results: 0, predictions: [] };
    holder.predictions.push(...onePerPiece(group));
    holders.set(key, holder);
    speaking.add(key);
  }
  const versions = new Map<string, { first: Piece; records: readonly ReadPiece[] }>();
  for (const key of speaking) {
    const holder = holders.get(key);
    if (holder === undefined) continue;
    const { first } = holder;
    const records = withoutRepeats(holder);
    const document = documentOf(first);
    const source = holding.has(document) ? 'holding' : document;
    const version = versions.get(source);
    if (version === undefined) versions.set(source, { first, records });
    else if (!areSame(version.records, records)) contradict(version.first, first);
  }
  return [...versions.values()].flatMap(({ records }) => records);
}
