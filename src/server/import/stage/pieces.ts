/** The positions, in the files of an import, of the records that must be joined by sample. */
import type { JsonPath, Place, PlacedPath } from '../fault';
import { scanJson } from '../json/json-scanner';
import type { CachedReader } from './spill-file';

/** A file of an import, or one of the two answers in it. */
export interface Part {
  number: number;
  /** The number of the first part of its file. */
  document: number;
  file: string;
  reader: CachedReader;
  within?: 'page' | 'result' | undefined;
  /** Each of its lines is a whole sample. */
  isLines: boolean;
}

/** A result entry, or consecutive predictions of one sample in one list. */
export interface Piece {
  part: Part;
  /** The number of the first record, from 1: in its list, or the line it is on. */
  record: number;
  /** The offset of its first byte in the file. */
  byte: number;
  length: number;
  /** The number of predictions in it; 0 for a result entry. */
  count: number;
  /** For predictions on a line, the index of the first one in its list; otherwise 0. */
  item: number;
}

/** A piece and its bytes. */
export interface ReadPiece extends Piece {
  bytes: Uint8Array;
}

/** The place of a piece, or of something in it, offset by `ahead` records and `bytesAhead` bytes from its start. */
export function placeOf({ part, record, byte, count }: Piece, ahead = 0, bytesAhead = 0): Place {
  const { file, within, isLines } = part;
  const what = isLines ? 'line' : count === 0 ? 'result entry' : 'prediction';
  const place: Place = { file, what, record: isLines ? record : record + ahead, byte: byte + bytesAhead };
  if (within !== undefined) place.within = within;
  return place;
}

/** The place of a value in a piece: `path` starts at the prediction with index `ahead`, or at the result entry. */
export function placedIn(piece: Piece, ahead: number, bytesAhead: number, path: JsonPath): PlacedPath {
  const { part, count, item } = piece;
  const way = count === 0 ? ['result'] : ['predictions', item + ahead];
  return { place: placeOf(piece, ahead, bytesAhead), path: part.isLines ? [...way, ...path] : path };
}

const whole = { recordBytes: Infinity, depth: Infinity };

/** One piece for each prediction. */
export function onePerPiece(piece: ReadPiece): ReadPiece[] {
  const { part, record, byte: start, item } = piece;
  const pieces: ReadPiece[] = [];
  const visitor = {
    enters: (path: JsonPath) => path.length === 0,
    value(_path: JsonPath, bytes: Uint8Array, byte: number) {
      const at = pieces.length;
      const its = part.isLines ? { record, item: item + at } : { record: record + at, item: 0 };
      pieces.push({ part, ...its, byte: start + byte, bytes, length: bytes.length, count: 1 });
    },
  };
  const list = Buffer.concat([Buffer.from('['), piece.bytes, Buffer.from(']')]);
  scanJson(list, 'record', visitor, whole, -1);
  return pieces;
}
