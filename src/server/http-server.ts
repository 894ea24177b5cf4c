/** The app behind a socket: Node's server with its limits, raw errors in our shape, and a stop that does not wait. */
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { hostname, networkInterfaces } from 'node:os';
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

const bracketed = (address: string) => (address.includes(':') ? `[${address}]` : address);

/** A name or address as a browser writes it in an address. */
function asBrowsersWrite(host: string): string {
  const address = `http://${bracketed(host)}`;
  return URL.canParse(address) ? new URL(address).hostname : bracketed(host);
}

/** Whether a server that listens on this address is reached at all addresses of the machine. */
const isEveryAddress = (address: string) => address === '0.0.0.0' || address === '::';

const machineAddresses = () => Object.values(networkInterfaces()).flatMap((list) => list ?? []);

/** The exact Host values under which a server that listens on `host` is ours. */
export function hostNames(host: string, port: number): string[] {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  if (isEveryAddress(host)) {
    names.push(...machineAddresses().map(({ address }) => bracketed(address)), hostname());
  } else names.push(bracketed(host), asBrowsersWrite(host));
  const lower = [...new Set(names.map((name) => name.toLowerCase()))];
  // A browser leaves the usual port out.
  return lower.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
}

/**
 * Where a browser finds the page of a server that was started for `host` and listens on `address`, the one for this
 * machine first.
 */
export function pageAddresses(host: string, { address, port }: Listening): string[] {
  const names = [asBrowsersWrite(host)];
  if (isEveryAddress(address)) {
    // A browser takes no address that is good for one interface only, which has a scope.
    const others = machineAddresses().filter(
      (one) => !one.internal && (one.family === 'IPv4' || (address === '::' && one.scopeid === 0)),
    );
    names.splice(0, 1, '127.0.0.1', ...others.map((one) => bracketed(one.address)));
  }
  return names.map((name) => `http://${name}:${port}/`);
}

/** The status and message for what Node could not even read as a request, by its error code. */
function badRequest(code: unknown): [status: number, message: string] {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return [
      431,
      `The address and the headers together may have ${requestLimits.headerBytes} bytes; use fewer values in the filters.`,
    ];
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'The request took too long to arrive.'];
  return [400, 'That is no HTTP request that can be read.'];
}

function answerBadRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, message] = badRequest(error.code);
  const body = JSON.stringify({ success: false, error: message });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
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
      // The guard refuses a missing or foreign Host; the adapter only needs some name.
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
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    tidyTarget(incoming);
    void listener(incoming, outgoing);
  };
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
    answer,
  );
  // Node would answer this itself, before the guard and without our headers.
  server.on('checkExpectation', answer);
  // Node leaves out what comes after the first 2000, and a second Host among it; the bytes are limited anyway.
  server.maxHeadersCount = 0;
  server.setTimeout(requestLimits.idleMilliseconds);
  server.on('clientError', answerBadRequest);
  return server;
}

export interface Listening {
  /** Of the interface: `0.0.0.0` or `::` for all of them, however that was written. */
  address: string;
  port: number;
}

/** Listens; returns where. Rejects with `conflict` where the port or address cannot be had. */
export function listen(server: Server, { host, port }: { host: string; port: number }): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === 'EADDRINUSE'
          ? `Port ${port} is in use: stop what listens there, or choose another with --port (0 takes a free one).`
          : `The server cannot listen on ${host}, port ${port} (${cause.code ?? cause.message}).`;
      reject(new SecondLookError('conflict', reason, { cause }));
    });
    server.listen({ host, port }, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound : { address: host, port });
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
  });
}
