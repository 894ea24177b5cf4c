/** The answers that more than one route gives: JSON, errors, "not changed". */
import { createHash, randomBytes } from 'node:crypto';
import { errorKinds, SecondLookError, type ErrorKind } from '../contract/errors';
import { printQuery } from '../contract/query';
import type { Run } from '../contract/runs';
import type { SamplePlace } from '../contract/sample-place';
import type { EndpointRequest } from './app-context';
import { packageVersion } from './package-root';

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
  const { status } = errorKinds[kind];
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

/**
 * A JSON answer that is made of a run and a query with the headers given to `make`; "not changed" where the client has
 * it. A run never changes, so these and `more` are all that its tag depends on. The client is to ask each time, since
 * the newest run may be another one tomorrow.
 */
export async function runAnswer(
  { context, query }: EndpointRequest,
  run: Run,
  make: (headers: Record<string, string>) => Response | Promise<Response>,
  more = '',
): Promise<Response> {
  const { method, path } = context.req;
  const parts = [packageVersion, path, run.id, run.contentHash, printQuery(query), more];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27);
  const headers = { ...json, etag: `W/"${hash}"`, 'cache-control': 'private, no-cache' };
  if (isUnchanged(context.req.header('if-none-match'), headers.etag)) return notChanged(headers);
  return method === 'HEAD' ? new Response(null, { headers }) : make(headers);
}
