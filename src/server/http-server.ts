/** The app behind a socket: Node's server with its limits, raw errors in our shape, and a stop that does not wait. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { SecondLookError } from '../contract/errors';
import { answerToError, errorAnswer } from './answers';
import type { AppEnvironment } from './app-context';
import { secureHeaderLines, secureHeaders } from './guards/headers';
import { requestLimits } from './guards/limits';

/** Whether only this machine can reach a server that listens there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The exact Host values under which a server that listens on `host` is ours. */
export function hostNames(host: string, port: number): string[] {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  const bracketed = (address: string) => (address.includes(':') ? `[${address}]` : address);
  if (host === '0.0.0.0' || host === '::') {
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    names.push(...addresses.map(({ address }) => bracketed(address)), hostname());
  } else names.push(bracketed(host));
  const lower = [...new Set(names.map((name) => name.toLowerCase()))];
  // A browser leaves the usual port out.
  return lower.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
}

const rawProblems = new Map([
  [
    'HPE_HEADER_OVERFLOW',
    [
      431,
      'Request Header Fields Too Large',
      `The address and the headers together may have ${requestLimits.headerBytes} bytes; use fewer values in the filters.`,
    ],
  ],
  ['ERR_HTTP_REQUEST_TIMEOUT', [408, 'Request Timeout', 'The request took too long to arrive.']],
] as const);

/** Answers what Node could not even read as a request. */
function answerBadRequest(error: Error, socket: Duplex): void {
  if (!socket.writable || ('code' in error && error.code === 'ECONNRESET')) {
    socket.destroy();
    return;
  }
  const code = 'code' in error ? String(error.code) : '';
  const known = [...rawProblems].find(([name]) => name === code)?.[1];
  const [status, reason, message] = known ?? [
    400,
    'Bad Request',
    'That is no HTTP request that can be read.',
  ];
  const body = JSON.stringify({ success: false, error: message });
  const lines = [
    `HTTP/1.1 ${status} ${reason}`,
    ...secureHeaderLines('application/json'),
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** Makes of a target what the adapter can read; what it means is for the guards and the router to say. */
function tidyTarget(incoming: IncomingMessage): void {
  const target = incoming.url ?? '/';
  incoming.url = target.replaceAll('\\', '%5C').replace(/#.*$/s, '');
}

/** The server, not listening yet. */
export function createHttpServer(app: Hono<AppEnvironment>, log: (line: string) => void): Server {
  const listener = getRequestListener(
    async (request, { incoming }) => {
      // Without HTTP/2 the adapter only ever gives this kind.
      const env = 'rawHeaders' in incoming && 'httpVersion' in incoming ? { incoming } : {};
      try {
        return await app.fetch(request, env);
      } catch (error) {
        // The adapter aborts with a text, which is no Error for the app to handle: the client has gone, no more.
        if (request.signal.aborted) return new Response(null, { status: 499 });
        throw error;
      }
    },
    {
      overrideGlobalObjects: false,
      // The guard refuses a missing or foreign Host; the adapter only needs some name to go on with.
      hostname: 'localhost',
      errorHandler: (error) => {
        const isRequest = error instanceof Error && error.name === 'RequestError';
        const answer = isRequest
          ? errorAnswer('forbidden', 'This server does not answer to that host name or address.')
          : answerToError(error, log);
        secureHeaders(answer.headers);
        return answer;
      },
    },
  );
  const server = createServer(
    {
      maxHeaderSize: requestLimits.headerBytes,
      // Ours refuses them too, with all headers that an answer must have.
      requireHostHeader: false,
      headersTimeout: 20_000,
      // An upload may take as long as it needs, as long as something comes; see upload-files.
      requestTimeout: 0,
      keepAliveTimeout: 10_000,
      connectionsCheckingInterval: 5000,
    },
    (incoming, outgoing) => {
      tidyTarget(incoming);
      void listener(incoming, outgoing);
    },
  );
  // Node leaves out what comes after the first 2000, and a second Host among it; the bytes are limited anyway.
  server.maxHeadersCount = 0;
  server.setTimeout(requestLimits.idleMilliseconds);
  server.on('clientError', answerBadRequest);
  server.on('connection', (socket: Socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
  });
  return server;
}

/** Listens; returns the port. Rejects with `conflict` where the port or address cannot be had. */
export function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === 'EADDRINUSE'
          ? `Port ${port} is in use: stop what listens there, or choose another with --port (0 takes a free one).`
          : `The server cannot listen on ${host}, port ${port} (${cause.code ?? cause.message}).`;
      reject(new SecondLookError('conflict', reason, { cause }));
    });
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

const graceMilliseconds = 500;

/** Stops listening and ends all connections: at once where they are idle, shortly after where they are not. */
export function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
