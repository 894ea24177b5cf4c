/** Detects the format of a file by its content, or else by its name, and refuses unsupported files. */
import { SecondLookError } from '../../../contract/errors';
import { isolatedText } from '../../../contract/isolated-text';
import { Refused, type JsonPath } from '../fault';
import { byteWords, isJsonSpace, jsonBytes } from '../json/json-bytes';
import { JsonScanner } from '../json/json-scanner';
import type { SourceFile } from '../source-file';
import type { FormatSource } from './import-format';
import { formats, type SourceFormat } from './registry';

/** The maximum number of bytes that are inspected. */
const headSize = 64 * 1024;
const byteOrderMark = [0xef, 0xbb, 0xbf] as const;
const otherEncodings = [
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const;

const isFormat = (name: string): name is SourceFormat => name in formats;
const formatNames: readonly SourceFormat[] = Object.keys(formats).filter(isFormat);

export interface FormattedSource extends Pick<FormatSource, 'chunks' | 'offset'> {
  format: SourceFormat;
}

/** The format according to the first names in the first object; `undefined` if they do not decide it. */
function formatByContent(head: Uint8Array): SourceFormat | undefined {
  let format: SourceFormat | undefined;
  const look = (path: JsonPath, opening?: 'object' | 'list') => {
    format ??= formatNames.find((name) => formats[name].isShownBy(path, opening));
  };
  const visitor = {
    enters(path: JsonPath, opening: 'object' | 'list'): boolean {
      look(path, opening);
      return opening === 'object' && path.length < 2;
    },
    value: (path: JsonPath) => look(path),
  };
  try {
    new JsonScanner(visitor, { recordBytes: headSize, depth: Infinity }).push(head);
  } catch (error) {
    // The reader of the format reports what is wrong, with its place.
    if (!(error instanceof Refused)) throw error;
  }
  return format;
}

const formatByName = (file: string): SourceFormat =>
  formatNames.find((name) => formats[name].isNamed(file)) ?? 'pages';

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

/** Opens a file from its unpacked bytes; refuses other encodings, archives, lists, and what is not JSON. */
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
