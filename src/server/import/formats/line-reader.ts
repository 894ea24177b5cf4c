/** Parses lines (of a file, or joined from pages), each a whole sample, into a batch, and finds their faults. */
import { importLimits } from '../../../contract/schemas/imports';
import { learnBlockId } from '../../../domain/learn-blocks/registry';
import { sampleFacts } from '../../../domain/sample-values';
import { EntryBatchBuilder, type EntryBatch } from '../../store/entry-batch';
import { refused, Refused, type Fault, type LineFault } from '../fault';
import { isJsonSpace, jsonBytes } from '../json/json-bytes';
import { scanJson, type JsonVisitor } from '../json/json-scanner';
import { readSample, type LinePiece, type RawSample } from '../read-sample';
import { runLearnBlock } from '../run-learn-blocks';
import type { CountedNotice } from '../run-notices';
import { noticesOf, type SampleNotice } from '../sample-notices';

/** Samples that were read from lines, and their positions. All bytes are relative to the first byte read. */
export interface ReadLines {
  batch: EntryBatch;
  notices: readonly CountedNotice[];
  /** The index of each sample's line. */
  lines: Float64Array;
  /** The start of each sample's line. */
  lineStarts: Float64Array;
  faults: readonly LineFault[];
  /** The number of bytes read. */
  size: number;
}

/** The refusal of a sample that has too many predictions, or too many bytes of them. */
export function tooManyPredictions(byte: number): Fault {
  const { windowsPerSample, recordBytes } = importLimits;
  const most = `${windowsPerSample.toLocaleString('en')} predictions or ${recordBytes.toLocaleString('en')} bytes of them`;
  const reason = `this sample has more than ${most}, which is the most`;
  return { path: [], byte, reason, kind: 'too-large' };
}

/** One line. */
export interface Line {
  bytes: Uint8Array;
  /** Its index among the lines, and its start. */
  line: number;
  start: number;
}

/** The lines of a block: up to their newlines, or up to `ends`. Blank lines are skipped. */
export function* linesIn(bytes: Uint8Array, ends?: Float64Array): Generator<Line> {
  for (let line = 0, start = 0; start < bytes.length; line++) {
    const found = ends === undefined ? bytes.indexOf(jsonBytes.newline, start) : (ends[line] ?? -1);
    const end = found === -1 ? bytes.length : found;
    const text = bytes.subarray(start, end);
    if (!text.every(isJsonSpace)) yield { bytes: text, line, start };
    start = ends === undefined ? end + 1 : end;
  }
}

/** The sample of a line. Throws `Refused`. */
export function sampleIn({ bytes: line, start }: Line): RawSample {
  const { windowsPerSample, recordBytes } = importLimits;
  let result: LinePiece | undefined;
  const predictions: LinePiece[] = [];
  let size = 0;
  const visitor: JsonVisitor = {
    enters: (path, opening) =>
      path.length === 0
        ? opening === 'object'
        : path[0] === 'predictions' && opening === 'list' && path.length === 1,
    value(path, bytes, byte, members) {
      const [name, item] = path;
      if (name === undefined)
        throw refused(path, byte, 'a line should be an object with "result" and "predictions"');
      if (name === 'predictions' && item === undefined) throw refused(path, byte, 'this should be a list');
      if (name !== 'result' && name !== 'predictions') return;
      if (bytes[0] !== jsonBytes.openObject) throw refused(path, byte, 'this should be an object');
      const piece = { bytes, byte, members };
      if (name === 'result') {
        result = piece;
        return;
      }
      predictions.push(piece);
      size += bytes.length + 1;
      if (predictions.length > windowsPerSample || size > recordBytes)
        throw new Refused(tooManyPredictions(byte));
    },
  };
  scanJson(line, 'line', visitor, importLimits, start);
  if (result !== undefined) return { result, predictions };
  const first = start + line.findIndex((byte) => !isJsonSpace(byte));
  const reason = 'this line has no "result"; a line should be {"result": …, "predictions": […]}';
  throw refused([], first, reason);
}

/** Adds the sample of a line to a batch, and counts its notices. If it throws `Refused`, the sample is not added. */
function addSample(
  raw: RawSample,
  batch: EntryBatchBuilder,
  notices: Map<SampleNotice, CountedNotice>,
): void {
  const { sampleId, entry, predictionBytes } = readSample(raw);
  const facts = sampleFacts(entry);
  batch.add({ sampleId, result: raw.result.bytes, predictions: predictionBytes }, facts);
  entry.result.classifications.forEach((block, index) => {
    if (!batch.hasLearnBlock(learnBlockId(block, index))) batch.addLearnBlock(runLearnBlock(block, index));
  });
  for (const notice of noticesOf(entry, facts)) {
    const counted = notices.get(notice);
    if (counted === undefined) notices.set(notice, { notice, samples: 1, first: sampleId });
    else counted.samples += 1;
  }
}

/** Reads lines, except those with the indexes in `leftOut`. */
export function readLines(bytes: Uint8Array, ends?: Float64Array, leftOut?: ReadonlySet<number>): ReadLines {
  const batch = new EntryBatchBuilder(bytes);
  const notices = new Map<SampleNotice, CountedNotice>();
  const lines: number[] = [];
  const lineStarts: number[] = [];
  const faults: LineFault[] = [];
  for (const line of linesIn(bytes, ends)) {
    if (leftOut?.has(line.line) === true) continue;
    try {
      addSample(sampleIn(line), batch, notices);
      lines.push(line.line);
      lineStarts.push(line.start);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      faults.push({ ...error.fault, line: line.line });
    }
  }
  return {
    batch: batch.finish(),
    notices: [...notices.values()],
    lines: Float64Array.from(lines),
    lineStarts: Float64Array.from(lineStarts),
    faults,
    size: bytes.length,
  };
}
