/** Detects the format of a file by its content, or else by its name, and refuses unsupported files. */
import { SecondLookError } from '../../../contract/errors';
import { isolatedText } from '../../../contract/isolated-text';
import { Refused, type JsonPath } from '../fault';
import { byteWords, isJsonSpace, jsonBytes } from '../json/json-bytes';
import { JsonScanner } from '../json/json-scanner';
import type { SourceFile } from '../source-file';

export type SourceFormat = 'pages' | 'lines';

/** The maximum number of bytes that are inspected. */
const headSize = 64 * 1024;
const entryNames = new Set<unknown>(['sampleId', 'sample', 'classifications']);
const pageNames = new Set<unknown>(['success', 'error', 'result', 'predictions', 'totalCount', 'accuracy']);
/** Names of members that only pages have, not lines; `result` and `predictions` may occur in both. */
const outerNames = new Set<unknown>(['page', 'success', 'error', 'totalCount', 'accuracy']);
const byteOrderMark = [0xef, 0xbb, 0xbf] as const;
const otherEncodings = [
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const;

export interface FormattedSource {
  format: SourceFormat;
  /** The bytes, without a byte order mark. */
  chunks: AsyncIterable<Uint8Array>;
  /** The offset of the first of them in the file. */
  offset: number;
}

/** The format according to the first names in the first object; `undefined` if they do not decide it. */
function formatByContent(head: Uint8Array): SourceFormat | undefined {
  let format: SourceFormat | undefined;
  const look = (path: JsonPath) => {
    // Both may start with unknown names.
    if (path.length === 2 && entryNames.has(path[1])) format ??= 'lines';
    if (path.length === 2 && pageNames.has(path[1])) format ??= 'pages';
    if (path.length === 1 && outerNames.has(path[0])) format ??= 'pages';
  };
  const visitor = {
    enters(path: JsonPath, opening: 'object' | 'list'): boolean {
      look(path);
      if (path.length === 1 && path[0] === 'result' && opening === 'list') format ??= 'pages';
      return opening === 'object' && path.length < 2;
    },
    value: look,
  };
  try {
    new JsonScanner(visitor, { recordBytes: headSize, depth: Infinity }).push(head);
  } catch (error) {
    // The reader of the format reports what is wrong, with its place.
    if (!(error instanceof Refused)) throw error;
  }
  return format;
}

const formatByName = (name: string): SourceFormat =>
  /\.(?:jsonl|ndjson)(?:\.gz)?$/i.test(name) ? 'lines' : 'pages';

const startsWith = (bytes: Uint8Array, start: readonly number[]) =>
  start.every((byte, index) => bytes[index] === byte);

function refuseOthers(file: string, head: Uint8Array): void {
  const refuse = (reason: string) => {
    throw new SecondLookError('bad-parameter', `${isolatedText(file)}: ${reason}`);
  };
  if (otherEncodings.some((mark) => startsWith(head, mark)) || head[0] === 0 || head[1] === 0) {
    refuse('this is no text in UTF-8 (it looks like UTF-16 or UTF-32). Save it as UTF-8.');
  }
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) {
    refuse('this is a zip archive. Unpack it, and give the JSON files in it; gzip (.gz) is read as it is.');
  }
  const first = head.find((byte) => !isJsonSpace(byte));
  if (first === undefined) refuse('this file is empty.');
  else if (first === jsonBytes.openList) {
    refuse(
      'this is a list. It should be a page as the API returns it, an object with "result" and "predictions", or JSON Lines.',
    );
  } else if (first !== jsonBytes.openObject) {
    refuse(
      `this is no JSON result: it begins with ${byteWords(first)}. It should be a page as the API returns it, or JSON Lines.`,
    );
  }
}

/**
 * Opens a file whose unpacked bytes are given. Refuses other encodings, archives, lists, and anything that is not
 * JSON.
 */
export async function findFormat(file: string, bytes: AsyncGenerator<Uint8Array>): Promise<FormattedSource> {
  let head = Buffer.alloc(0);
  let format: SourceFormat | undefined;
  let isAll = false;
  while (format === undefined && head.length < headSize && !isAll) {
    const next = await bytes.next();
    if (next.done === true) isAll = true;
    else {
      head = Buffer.concat([head, next.value]);
      if (head.length >= 4) format = formatByContent(withoutMark(head).subarray(0, headSize));
    }
  }
  const text = withoutMark(head);
  refuseOthers(file, text);
  async function* chunks() {
    yield text;
    yield* bytes;
  }
  return { format: format ?? formatByName(file), chunks: chunks(), offset: head.length - text.length };
}

function withoutMark(head: Buffer): Buffer {
  return startsWith(head, byteOrderMark) ? head.subarray(byteOrderMark.length) : head;
}

/** The refusal of files that contain no sample. */
export function noSamples(files: readonly SourceFile[]): SecondLookError {
  const names = files.map(({ name }) => name).join(', ');
  const reason =
    'there are no samples in it. Studio gives an empty result while no test has run, or after thresholds were changed: run model testing, and save the result again.';
  return new SecondLookError('bad-parameter', `${names}: ${reason}`);
}
