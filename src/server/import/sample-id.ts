/** The sample id of a record, read from its text: parsing silently rounds numbers above 2^53. */
import type { Fault } from './fault';
import { memberBytes } from './json/json-scanner';

/** The beginning of a record that starts with its id, as most do. */
const leadingId = /^\{[ \t\r\n]*"sampleId"[ \t\r\n]*:[ \t\r\n]*(0|[1-9][0-9]{0,15})[ \t\r\n]*[,}]/;
const leadingBytes = 80;

const textOf = (bytes: Uint8Array | undefined) =>
  bytes && Buffer.from(bytes.subarray(0, leadingBytes)).toString();

/** The sample id in a record's bytes, or the text that is there instead. */
export function sampleIdOf(bytes: Uint8Array): { id: number } | { text: string | undefined } {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, leadingBytes));
  const text = leadingId.exec(head.toString('latin1'))?.[1] ?? textOf(memberBytes(bytes, 'sampleId'));
  if (text === undefined || !/^(?:0|[1-9][0-9]{0,15})$/.test(text)) return { text };
  const id = Number(text);
  return Number.isSafeInteger(id) ? { id } : { text };
}

/** What is wrong with a record that has this text instead of a sample id. */
export function badSampleId(text: string | undefined): Fault {
  const allowed = `a whole number from 0 to ${Number.MAX_SAFE_INTEGER.toLocaleString('en')}, written in plain digits`;
  const reason =
    text === undefined ? `is missing; it should be ${allowed}` : `should be ${allowed}, but is ${text}`;
  return { path: ['sampleId'], byte: 0, reason, isOfField: true };
}
