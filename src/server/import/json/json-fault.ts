/** Finds where bytes stop being valid JSON, and why: a slow and strict parser for messages about refused records. */
import { isUtf8 } from 'node:buffer';
import { refused, Refused, type Fault } from '../fault';
import { byteWords, jsonBytes } from './json-bytes';
import { scanJson, type JsonVisitor } from './json-scanner';

type LeafFault = Pick<Fault, 'byte' | 'reason'>;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with an invalid JSON string; `text` has one character per byte. */
function textFault(text: string): LeafFault {
  const sound = /[\x20-\x5b\x5d-\xff]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
  let byte = 0;
  while (sound.test(text)) byte = sound.lastIndex;
  const reason =
    text[byte] !== '\\'
      ? `found ${byteWords(text.charCodeAt(byte))} inside a text, where it must be written as an escape`
      : text[byte + 1] === 'u'
        ? '\\u must be followed by four hexadecimal digits'
        : 'this escape is none of JSON';
  return { byte, reason };
}

/** What is wrong with a string, number or literal; `undefined` if nothing is. */
function leafFault(bytes: Uint8Array): LeafFault | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [first = 0] = bytes;
  if (first === jsonBytes.quote && !isUtf8(view)) {
    // Invalid UTF-8 decodes to a character that encodes to other bytes.
    const again = Buffer.from(view.toString());
    const byte = view.findIndex((value, at) => value !== again[at]);
    return { byte, reason: 'this text is not valid UTF-8; save the file as UTF-8' };
  }
  const text = view.toString('latin1');
  if (isJson(text)) return undefined;
  if (first === jsonBytes.quote) return textFault(text);
  const shown = text.length > 30 ? `${text.slice(0, 30)}…` : text;
  const reason = /^[\x21-\x7e]+…?$/.test(shown)
    ? `${shown} is no value that JSON has; numbers, texts in double quotes, true, false, null, lists and objects are`
    : `found ${byteWords(first)} where a value should stand`;
  return { byte: 0, reason };
}

const visitor: JsonVisitor = {
  enters: () => true,
  value(path, bytes, byte) {
    const fault = leafFault(bytes);
    if (fault !== undefined) throw refused(path, byte + fault.byte, fault.reason);
  },
};

/** The first fault in JSON: an invalid string, the grammar, or a duplicate name; `undefined` if there is none. */
export function jsonFault(bytes: Uint8Array): Fault | undefined {
  try {
    scanJson(bytes, 'record', visitor, { recordBytes: Infinity, depth: Infinity, names: Infinity });
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.fault;
    throw error;
  }
}
