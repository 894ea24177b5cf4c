/** Truncates a result entry's long lists of labels, and leaves all its other bytes unchanged. */
import { importLimits } from '../../contract/schemas/imports';
import type { JsonPath } from '../import/fault';
import { scanJson, type JsonVisitor } from '../import/json/json-scanner';

const kept = 10;

/** Whether a path leads to one of the lists to truncate. */
function isLabelList(path: JsonPath): boolean {
  const [first, second, third] = path;
  if (first === 'sample') {
    return path.length === 2 && (second === 'structuredLabels' || second === 'structuredLabelsList');
  }
  return first === 'classifications' && path.length === 3 && third === 'expectedLabels';
}

function enters(path: JsonPath): boolean {
  const [first] = path;
  if (path.length === 0 || isLabelList(path)) return true;
  if (path.length === 1) return first === 'sample' || first === 'classifications';
  return path.length === 2 && first === 'classifications';
}

/**
 * The bytes of a result entry with `structuredLabels`, `structuredLabelsList` and every `expectedLabels` truncated
 * to their first 10 entries. Numbers, order and unknown fields are preserved: bytes are only left out, nothing is
 * parsed.
 */
export function truncateLabels(record: Uint8Array): Uint8Array {
  const cuts: { from: number; to: number }[] = [];
  const visitor: JsonVisitor = {
    enters: (path, opening) => enters(path) && (opening === 'list' || !isLabelList(path)),
    value: (path, bytes, byte) => {
      const index = path.at(-1);
      if (typeof index !== 'number' || index < kept - 1 || !isLabelList(path.slice(0, -1))) return;
      const to = byte + bytes.byteLength;
      const cut = cuts.at(-1);
      if (index < kept || cut === undefined) cuts.push({ from: to, to });
      else cut.to = to;
    },
  };
  scanJson(record, 'record', visitor, importLimits);
  if (cuts.length === 0) return record;
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const cut of cuts) {
    pieces.push(record.subarray(at, cut.from));
    at = cut.to;
  }
  pieces.push(record.subarray(at));
  return Buffer.concat(pieces);
}

/** The records with their long lists of labels truncated. */
export async function* truncated(records: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const record of records) yield truncateLabels(record);
}
