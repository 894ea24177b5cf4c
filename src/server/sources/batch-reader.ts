/** Samples from their bytes into a batch for the store: parsed, checked, and judged, with what is noticed of them. */
import { isAscii, isUtf8 } from 'node:buffer';
import type { PredictionRecord, SampleEntry } from '../../contract/result-page';
import { learnBlockId } from '../../domain/learn-blocks/registry';
import { sampleFacts, type SampleFacts } from '../../domain/sample-values';
import { EntryBatchBuilder, type EntryBatch } from '../store/entry-batch';
import { Refused } from './fault';
import { jsonFault } from './json-fault';
import type { JsonPath } from './json-scanner';
import {
  assertPredictionRecord,
  assertPredictionRecords,
  assertResultRecord,
  RepeatedName,
} from './record-checks';
import { runLearnBlock } from './run-learn-blocks';
import type { CountedNotice } from './run-notices';
import { noticesOf, type SampleNotice } from './sample-notices';

/** A record of a line as it stands there. */
export interface Piece {
  bytes: Uint8Array;
  byte: number;
  /** How many members its objects have together, as they are written; fewer when parsed means that a name came twice. */
  members: number;
  /** A prediction's index in its list; -1 for the result entry. */
  item: number;
}

/** One sample. */
export interface RawSample {
  sampleId: number;
  result: Piece;
  predictions: readonly Piece[];
  /** The predictions' bytes, parted by commas. */
  predictionBytes: Uint8Array;
}

/** Samples that were read. */
export interface ReadBatch {
  batch: EntryBatch;
  notices: readonly CountedNotice[];
}

/** Bytes that are no JSON in UTF-8. */
class NotJson extends Error {}

/** The way from the line to a record. */
export const pathOf = ({ item }: Pick<Piece, 'item'>): JsonPath =>
  item === -1 ? ['result'] : ['predictions', item];

function parse(bytes: Uint8Array, open = '', close = ''): unknown {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Most records are ASCII, which needs no decoding.
  const encoding = isAscii(view) ? 'latin1' : 'utf8';
  if (encoding === 'utf8' && !isUtf8(view)) throw new NotJson();
  try {
    return JSON.parse(`${open}${view.toString(encoding)}${close}`);
  } catch (error) {
    throw new NotJson('This is no JSON', { cause: error });
  }
}

const isRefusal = (error: unknown) =>
  error instanceof Refused || error instanceof NotJson || error instanceof RepeatedName;

/** Does what may refuse a record; the refusal that is thrown then says where in the line. */
export function inPiece<Value>(piece: Piece, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const fault = error instanceof Refused ? error.fault : jsonFault(piece.bytes);
    if (fault === undefined) throw error;
    throw new Refused({ ...fault, byte: piece.byte + fault.byte, path: [...pathOf(piece), ...fault.path] });
  }
}

function readPredictions({ predictions, predictionBytes }: RawSample): readonly PredictionRecord[] {
  if (predictions.length === 0) return [];
  try {
    const list = parse(predictionBytes, '[', ']');
    assertPredictionRecords(
      list,
      predictions.reduce((sum, { members }) => sum + members, 0),
    );
    return list;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // One by one, to find the one that is refused.
    return predictions.map((piece) =>
      inPiece(piece, () => {
        const value = parse(piece.bytes);
        assertPredictionRecord(value, piece.members);
        return value;
      }),
    );
  }
}

function readEntry(raw: RawSample): SampleEntry {
  const { result } = raw;
  const record = inPiece(result, () => {
    const value = parse(result.bytes);
    assertResultRecord(value, result.members);
    return value;
  });
  return { result: record, predictions: readPredictions(raw) };
}

export class BatchReader {
  readonly #builder: EntryBatchBuilder;
  readonly #notices = new Map<SampleNotice, CountedNotice>();

  /** Samples whose bytes lie in `bytes` stay there; others are copied. */
  constructor(bytes: Uint8Array) {
    this.#builder = new EntryBatchBuilder(bytes);
  }

  /** Adds one sample. Throws `Refused` where it is not as it should be; it is not added then. */
  read(raw: RawSample): void {
    const entry = readEntry(raw);
    const facts = sampleFacts(entry);
    const { sampleId, result, predictionBytes } = raw;
    this.#builder.add({ sampleId, result: result.bytes, predictions: predictionBytes }, facts);
    this.#note(sampleId, entry, facts);
  }

  #note(sampleId: number, entry: SampleEntry, facts: SampleFacts): void {
    entry.result.classifications.forEach((block, index) => {
      if (!this.#builder.hasLearnBlock(learnBlockId(block, index))) {
        this.#builder.addLearnBlock(runLearnBlock(block, index));
      }
    });
    for (const notice of noticesOf(entry, facts)) {
      const counted = this.#notices.get(notice);
      if (counted === undefined) this.#notices.set(notice, { notice, samples: 1, first: sampleId });
      else counted.samples += 1;
    }
  }

  /** What was read; nothing can be added after it. */
  finish(): ReadBatch {
    return { batch: this.#builder.finish(), notices: [...this.#notices.values()] };
  }
}
