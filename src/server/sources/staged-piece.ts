/** How what waits in the temporary file of an import lies there: a head, then the bytes. */
import type { Place, PlacedPath } from './entries';
import type { JsonPath } from './json-scanner';
import { JsonScanner } from './json-scanner';

/** A file of an import, or one of the two answers in it. */
export interface Part {
  number: number;
  /** The number of the first part of its file. */
  document: number;
  file: string;
  within?: 'page' | 'result';
  /** Each line of it is a whole sample. */
  isLines: boolean;
}

/** Where a record stands in its part. */
export interface Position {
  part: Part;
  /** The number of the record, from 1: in its list, or the line it is on. */
  record: number;
  byte: number;
}

/** A result entry, or predictions of one sample that stand one after another in one part. */
export interface StagedPiece extends Position {
  bytes: Uint8Array;
  /** The index of the first prediction in its list where that is on a line, else 0; -1 for a result entry. */
  item: number;
  /** How many predictions there are. */
  count: number;
}

/** The place of a piece, or of what stands in it `ahead` records, or bytes, behind its beginning. */
export function placeOf(
  { part, record, byte, item }: Position & Pick<StagedPiece, 'item'>,
  ahead = 0,
  bytesAhead = 0,
): Place {
  const { file, within, isLines } = part;
  const what = isLines ? 'line' : item === -1 ? 'result entry' : 'prediction';
  const place: Place = { file, what, record: isLines ? record : record + ahead, byte: byte + bytesAhead };
  if (within !== undefined) place.within = within;
  return place;
}

/** The place of what stands in a piece: `path` leads from the prediction `ahead`, or the result entry, to it. */
export function placedIn(piece: StagedPiece, ahead: number, bytesAhead: number, path: JsonPath): PlacedPath {
  const { part, item } = piece;
  const way = item === -1 ? ['result'] : ['predictions', item + ahead];
  return { place: placeOf(piece, ahead, bytesAhead), path: part.isLines ? [...way, ...path] : path };
}

/** Predictions one by one. */
export function onePerPiece(piece: StagedPiece): StagedPiece[] {
  const pieces: StagedPiece[] = [];
  const visitor = {
    enters: (path: JsonPath) => path.length === 0,
    value: (_path: JsonPath, bytes: Uint8Array, byte: number) => {
      const { place, path } = placedIn(piece, pieces.length, byte - 1, []);
      const [, item = 0] = path;
      pieces.push({
        part: piece.part,
        record: place.record,
        byte: place.byte,
        bytes,
        item: typeof item === 'number' ? item : 0,
        count: 1,
      });
    },
    fail(_path: JsonPath, _byte: number, reason: string): never {
      throw new Error(reason);
    },
  };
  new JsonScanner(visitor, { recordBytes: Infinity, depth: Infinity }).push(
    Buffer.concat([Buffer.from('['), piece.bytes, Buffer.from(']')]),
  );
  return pieces;
}
