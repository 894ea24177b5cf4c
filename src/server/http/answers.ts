/** The responses that several routes share: JSON, errors, "not modified". */
import { createHash, randomBytes } from 'node:crypto';
import { errorKinds, SecondLookError, type ErrorKind } from '../../contract/errors';
import { printQuery } from '../../contract/query';
import type { Run } from '../../contract/schemas/runs';
import type { SamplePlace } from '../../contract/schemas/sample-place';
import type { EndpointRequest } from './app-context';
import { packageVersion } from '../package-root';

const json = { 'content-type': 'application/json' };

/** A successful JSON response. */
export function jsonAnswer(body: object, headers: Record<string, string> = {}): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return new Response(bytes, {
    headers: { ...json, 'content-length': String(bytes.byteLength), ...headers },
  });
}

/** The only shape of a refusal or failure. */
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

/** The response to a thrown error; an unexpected error is logged, and the client only gets its number. */
export function answerToError(error: unknown, log: (line: string) => void): Response {
  if (error instanceof SecondLookError) return errorAnswer(error.kind, error.message);
  if (error instanceof Error && 'code' in error && fullDisk.has(String(error.code))) {
    return errorAnswer('no-space', 'The disk is full: free some space and try again. Nothing was changed.');
  }
  const id = randomBytes(4).toString('hex');
  log(`error ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return errorAnswer('internal', `Something went wrong in the server; its log has more under ${id}.`);
}

/** Whether `If-None-Match` contains the tag of the current response. */
export function isUnchanged(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const bare = (text: string) => text.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((given) => bare(given) === bare(tag));
}

/** A "not modified" response with the tag. */
export function notChanged(headers: Record<string, string>): Response {
  return new Response(null, { status: 304, headers });
}

/**
 * A JSON response computed from a run and a query, with the headers that are passed to `make`; "not modified" if
 * the client already has it. A run never changes, so its tag depends only on these and `more`. The client must
 * revalidate each time, since another run may become the newest one.
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
