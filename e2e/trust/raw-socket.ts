/** HTTP over raw sockets: requests are sent without correction, and every answer is searched for canaries. */
import { connect } from 'node:net';
import { canariesIn } from './canaries';

const longestMilliseconds = 20_000;

export interface RawAnswer {
  status: number;
  /** The status line and the headers, as received. */
  head: string;
  /** The first value of a header; `undefined` if it is absent. */
  header: (name: string) => string | undefined;
  /** Without the framing of its transfer encoding. */
  body: Buffer;
  text: string;
}

/** All bytes received for these, until the server ends the connection. Our side may be half-closed. */
export function exchange(
  port: number,
  bytes: string | Uint8Array,
  { isEnded = false, from = '127.0.0.1' }: { isEnded?: boolean; from?: string } = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', localAddress: from }, () => {
      if (isEnded) socket.end(bytes);
      else socket.write(bytes);
    });
    socket.setTimeout(longestMilliseconds, () => {
      socket.destroy();
      reject(new Error(`Nothing came for long after ${JSON.stringify(String(bytes).slice(0, 200))}`));
    });
    socket.on('data', (piece: Buffer) => void pieces.push(piece));
    // A server that refuses a body may end the connection while we are still writing; what it sent before is the
    // result.
    socket.on('error', () => {});
    socket.on('close', () => {
      const all = Buffer.concat(pieces);
      const found = canariesIn(all);
      if (found.length === 0) resolve(all);
      else
        reject(
          new Error(`${JSON.stringify(found)} came back for ${JSON.stringify(String(bytes).slice(0, 500))}`),
        );
    });
  });
}

function withoutChunks(framed: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = framed.indexOf('\r\n', at);
    const size = end === -1 ? 0 : Number.parseInt(framed.toString('latin1', at, end), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(framed.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

/** The first answer in these bytes. */
export function readAnswer(bytes: Buffer): RawAnswer {
  const split = bytes.indexOf('\r\n\r\n');
  const head = bytes.toString('latin1', 0, split === -1 ? bytes.length : split);
  const header = (name: string) => {
    const line = head.split('\r\n').find((text) => text.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    return line?.slice(name.length + 1).trim();
  };
  const framed = split === -1 ? Buffer.alloc(0) : bytes.subarray(split + 4);
  const body = header('transfer-encoding') === 'chunked' ? withoutChunks(framed) : framed;
  const found = canariesIn(body);
  if (found.length > 0)
    throw new Error(`${JSON.stringify(found)} came back: ${body.toString('utf8', 0, 500)}`);
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    head,
    header,
    body,
    text: body.toString('utf8'),
  };
}

export interface RawRequest {
  method?: string;
  target: string;
  /** Whole lines. If there is no Host, ours is added. */
  headers?: readonly string[];
  /** Its length is declared unless the headers mention it. */
  body?: string | Uint8Array;
  /** The client's own address, one of this machine; unset: 127.0.0.1. */
  from?: string;
}

const named = (headers: readonly string[], name: RegExp) => headers.some((line) => name.test(line));

/** The bytes of a request, without escaping. */
export function requestBytes(
  port: number,
  { method = 'GET', target, headers = [], body }: RawRequest,
): Buffer {
  const bytes = Buffer.from(body ?? '');
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(named(headers, /^host:/i) ? [] : [`Host: 127.0.0.1:${port}`]),
    ...headers,
    ...(body === undefined || named(headers, /^(content-length|transfer-encoding):/i)
      ? []
      : [`Content-Length: ${bytes.length}`]),
    ...(named(headers, /^connection:/i) ? [] : ['Connection: close']),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes]);
}

/** One request on a new connection. */
export async function send(port: number, request: RawRequest): Promise<RawAnswer> {
  const from = request.from ?? '127.0.0.1';
  return readAnswer(await exchange(port, requestBytes(port, request), { from }));
}

/** Answers to many requests, some concurrent, in the order of the requests. */
export async function sendAll(port: number, requests: readonly RawRequest[]): Promise<RawAnswer[]> {
  const answers: RawAnswer[] = [];
  const waiting = [...requests.entries()].reverse();
  const lane = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [index, request] = next;
      answers[index] = await send(port, request);
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return answers;
}
