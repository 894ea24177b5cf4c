/** Hands an import over to the server that is using the data folder, over HTTP, with the key in the folder. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { errorSchema, SecondLookError } from '../../contract/errors';
import { importProgressSchema, importReportSchema, type ImportReport } from '../../contract/schemas/imports';
import type { Progress } from '../../domain/progress-words';
import type { RunRequest } from '../import/import-files';
import { dialHost, folderKeyHeader, type ServerFile } from '../server-file';
import type { SourceFile } from '../import/source-file';

const pollPause = 500;

export interface HandOverOptions {
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

async function* bytesOf(files: readonly SourceFile[]): AsyncGenerator<Uint8Array> {
  for (const { name, size, bytes } of files) {
    let left = size;
    for await (const piece of bytes()) {
      if (left === 0) break;
      const part = piece.subarray(0, left);
      left -= part.length;
      yield part;
    }
    if (left > 0)
      throw new SecondLookError('conflict', `${name} became shorter while it was read. Import it again.`);
  }
}

async function jsonOf(response: IncomingMessage): Promise<unknown> {
  const answer = await text(response);
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}

/** The JSON of the response; a response that arrives before the upload is complete is valid, for example a refusal. */
async function ask(
  { host, port, key }: ServerFile,
  method: string,
  path: string,
  body?: { size: number; stream: Readable },
): Promise<unknown> {
  const sent = request({
    host: dialHost(host),
    port,
    method,
    path,
    agent: false,
    headers: {
      host: `127.0.0.1:${port}`,
      [folderKeyHeader]: key,
      ...(body && { 'content-type': 'application/octet-stream', 'content-length': body.size }),
    },
  });
  const answer = once(sent, 'response');
  let cause: unknown;
  if (body === undefined) sent.end();
  else {
    // Report the failure to read the files, not the broken connection that it causes.
    pipeline(body.stream, sent).catch((error: unknown) => {
      cause = error;
    });
  }
  try {
    const [response]: unknown[] = await answer;
    return response instanceof IncomingMessage ? await jsonOf(response) : undefined;
  } catch (error) {
    if (cause instanceof SecondLookError) throw cause;
    throw new SecondLookError(
      'not-ready',
      'The server that runs on this data folder stopped answering, so the import did not happen. Start it again, or stop it, and import again.',
      { cause: error },
    );
  } finally {
    sent.destroy();
  }
}

async function pollProgress(
  server: ServerFile,
  id: string,
  { onProgress }: HandOverOptions,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted) {
    await setTimeout(pollPause, undefined, { signal: ended }).catch(() => {});
    if (ended.aborted) return;
    const answer = await ask(server, 'GET', `/v1/api/second-look/imports/${id}`).catch(() => undefined);
    const parsed = importProgressSchema.safeParse(answer);
    if (!parsed.success) continue;
    const { samples, samplesRead, share } = parsed.data;
    onProgress({ samples, samplesRead, share });
  }
}

/** Imports through the server. Throws a `SecondLookError` with the server's message, or if it is cancelled. */
export async function handOver(
  server: ServerFile,
  files: readonly SourceFile[],
  { projectId, ...parameters }: RunRequest,
  options: HandOverOptions,
): Promise<ImportReport> {
  const { signal } = options;
  const id = randomUUID();
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const query = new URLSearchParams({
    importId: id,
    files: JSON.stringify(files.map((file) => ({ name: file.name, size: file.size }))),
  });
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) query.set(name, String(value));
  const ended = new AbortController();
  const cancel = () => void ask(server, 'DELETE', `/v1/api/second-look/imports/${id}`).catch(() => {});
  signal.addEventListener('abort', cancel);
  const polling = pollProgress(server, id, options, ended.signal);
  try {
    signal.throwIfAborted();
    const stream = Readable.from(bytesOf(files), { objectMode: true });
    const path = `/v1/api/${projectId}/second-look/import?${query}`;
    const answer = await ask(server, 'POST', path, { size, stream });
    const report = importReportSchema.safeParse(answer);
    if (report.success) return report.data;
    signal.throwIfAborted();
    const refused = errorSchema.safeParse(answer);
    throw new SecondLookError(
      'bad-parameter',
      refused.success
        ? refused.data.error
        : 'The server that runs on this data folder gave an answer that could not be read.',
    );
  } finally {
    signal.removeEventListener('abort', cancel);
    ended.abort();
    await polling;
  }
}
