/** The answers that more than one route gives: JSON, errors, "not changed". */
import { randomBytes } from 'node:crypto';
import { SecondLookError, type ErrorKind } from '../contract/errors';
import type { SamplePlace } from '../contract/sample-place';

const json = { 'content-type': 'application/json' };

/** A success as JSON. */
export function jsonAnswer(body: object, headers: Record<string, string> = {}): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return new Response(bytes, {
    headers: { ...json, 'content-length': String(bytes.byteLength), ...headers },
  });
}

/** The one shape of a refusal or failure. */
export function errorAnswer(
  kind: ErrorKind,
  message: string,
  headers: Record<string, string> = {},
  more: { place?: SamplePlace } = {},
): Response {
  const { status } = new SecondLookError(kind, message);
  return new Response(JSON.stringify({ success: false, error: message, ...more }), {
    status,
    headers: { ...json, ...(status === 503 ? { 'retry-after': '1' } : {}), ...headers },
  });
}

const fullDisk = new Set(['ENOSPC', 'EDQUOT']);

/** What to tell the client of something thrown; unexpected errors are logged and answered by a number only. */
export function answerToError(error: unknown, log: (line: string) => void): Response {
  if (error instanceof SecondLookError) return errorAnswer(error.kind, error.message);
  if (error instanceof Error && 'code' in error && fullDisk.has(String(error.code))) {
    return errorAnswer('no-space', 'The disk is full: free some space and try again. Nothing was changed.');
  }
  const id = randomBytes(4).toString('hex');
  log(`error ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return errorAnswer('internal', `Something went wrong in the server; its log has more under ${id}.`);
}

/** Whether `If-None-Match` names the answer that would be sent. */
export function isUnchanged(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const bare = (text: string) => text.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((given) => bare(given) === bare(tag));
}

/** "Not changed", with the tag that it is about. */
export function notChanged(headers: Record<string, string>): Response {
  return new Response(null, { status: 304, headers });
}
