/** The response that sends an open file, whole or in part, and closes it at the end. */
import type { FileHandle } from 'node:fs/promises';
import { errorAnswer, isUnchanged, notChanged } from '../http/answers';
import type { EndpointRequest } from '../http/app-context';
import { mediaPolicy } from '../http/guards/headers';
import { streamAnswer } from '../http/json-stream';
import type { MediaFile } from './media-folder';

const chunkBytes = 128 * 1024;

/** The first and last byte of the range; `'all'` if there is no valid range, `'none'` if it is outside the file. */
function rangeOf(header: string | undefined, size: number): { first: number; last: number } | 'all' | 'none' {
  // A server may ignore several ranges, as we do: the whole file is a correct response too.
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null) return 'all';
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return 'all';
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'none' : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return 'all';
  return first >= size ? 'none' : { first, last };
}

/** The bytes of a file from the first to the last; the file is then closed. */
async function* fileBytes(handle: FileHandle, first: number, last: number): AsyncGenerator<Uint8Array> {
  try {
    for (let at = first; at <= last;) {
      const wanted = Math.min(chunkBytes, last + 1 - at);
      const { bytesRead, buffer } = await handle.read(new Uint8Array(wanted), 0, wanted, at);
      // The length was already sent: if the file has become shorter, the connection is closed.
      if (bytesRead === 0) throw new Error('A media file was cut short while it was sent');
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Headers for media: how long they may be cached, and a policy that allows them nothing. */
export function mediaHeaders(mime: string, tag: string, isKeyed: boolean) {
  return {
    'content-type': mime,
    'content-security-policy': mediaPolicy,
    'cache-control': isKeyed ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    etag: `"${tag}"`,
  };
}

/**
 * Sends the file or the requested range: 200, 206, 304 or 416. Always closes the file. The response may be cached
 * if the client added a cache key to its URL.
 */
export async function mediaAnswer(
  { handle, size, tag }: MediaFile,
  mime: string,
  { context: { req }, onCutOff }: EndpointRequest,
  isKeyed: boolean,
): Promise<Response> {
  const headers = { ...mediaHeaders(mime, tag, isKeyed), 'accept-ranges': 'bytes' };
  const ifRange = req.header('if-range');
  const isWholeWanted = ifRange !== undefined && ifRange !== headers.etag;
  const range = rangeOf(isWholeWanted ? undefined : req.header('range'), size);
  const withoutBody = async (answer: Response) => {
    await handle.close();
    return answer;
  };
  if (isUnchanged(req.header('if-none-match'), headers.etag)) return withoutBody(notChanged(headers));
  if (range === 'none') {
    return withoutBody(
      errorAnswer('bad-range', `The file has ${size} bytes.`, {
        'content-range': `bytes */${size}`,
        'content-security-policy': mediaPolicy,
      }),
    );
  }
  const { first, last } = range === 'all' ? { first: 0, last: size - 1 } : range;
  const answered = {
    status: range === 'all' ? 200 : 206,
    headers: {
      ...headers,
      'content-length': String(last + 1 - first),
      ...(range === 'all' ? {} : { 'content-range': `bytes ${first}-${last}/${size}` }),
    },
  };
  if (req.method === 'HEAD') return withoutBody(new Response(null, answered));
  return streamAnswer(fileBytes(handle, first, last), answered, onCutOff);
}
