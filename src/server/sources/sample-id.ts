/** The sample id of a record, read from its text: a number beyond 2^53 would be rounded by a parse, without an error. */
import { Refused } from './fault';
import { isJsonSpace, jsonBytes } from './json-bytes';
import { JsonScanner, type JsonVisitor } from './json-scanner';

const name = Buffer.from('"sampleId"');
const mostDigits = 16;

function afterSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isJsonSpace(bytes[at])) at += 1;
  return at;
}

/** The id of the record that begins at `from`, where its id comes first, as in most; -1 elsewhere. */
export function leadingId(bytes: Uint8Array, from = 0): number {
  let at = afterSpace(bytes, from + 1);
  for (const byte of name) {
    if (bytes[at] !== byte) return -1;
    at += 1;
  }
  at = afterSpace(bytes, at);
  if (bytes[at] !== jsonBytes.colon) return -1;
  at = afterSpace(bytes, at + 1);
  const start = at;
  let id = 0;
  for (; at < start + mostDigits; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    id = id * 10 + digit;
  }
  const isDone =
    bytes[at] === jsonBytes.comma || bytes[at] === jsonBytes.closeObject || isJsonSpace(bytes[at]);
  const hasLeadingZero = bytes[start] === 0x30 && at > start + 1;
  return at > start && isDone && !hasLeadingZero && Number.isSafeInteger(id) ? id : -1;
}

/** The text of the member `sampleId`, wherever it stands in the record; `undefined` where there is none. */
function memberText(bytes: Uint8Array): string | undefined {
  let text: string | undefined;
  const visitor: JsonVisitor = {
    enters: (path) => path.length === 0,
    value: (path, value) => {
      if (path[0] === 'sampleId') text = Buffer.from(value.subarray(0, 80)).toString();
    },
    // What is wrong with the record is told where it is read as a whole.
    fail: (_path, _byte, reason) => {
      throw new Error(reason);
    },
  };
  try {
    new JsonScanner(visitor, { recordBytes: Infinity, depth: Infinity }).push(bytes);
  } catch {
    return text;
  }
  return text;
}

export type SampleIdText = { id: number } | { text: string | undefined };

/** The sample id of a record's bytes, or the text that stands there instead. */
export function sampleIdOf(bytes: Uint8Array): SampleIdText {
  const leading = leadingId(bytes);
  if (leading !== -1) return { id: leading };
  const text = memberText(bytes);
  if (text === undefined || !/^(?:0|[1-9][0-9]{0,15})$/.test(text)) return { text };
  const id = Number(text);
  return Number.isSafeInteger(id) ? { id } : { text };
}

/** The sample id of the bytes of a record, which throws `Refused` where it has none. */
export function readSampleId(bytes: Uint8Array): number {
  const found = sampleIdOf(bytes);
  if ('id' in found) return found.id;
  const allowed = `a whole number from 0 to ${Number.MAX_SAFE_INTEGER.toLocaleString('en')}, written in plain digits`;
  const reason =
    found.text === undefined
      ? `is missing; it should be ${allowed}`
      : `should be ${allowed}, but is ${found.text}`;
  throw new Refused({ path: ['sampleId'], byte: 0, reason, isOfField: true });
}
