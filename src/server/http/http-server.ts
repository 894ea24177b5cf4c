/** The app behind a socket: Node's server with limits, low-level errors in our shape, and a prompt shutdown. */
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
import { SecondLookError } from '../../contract/errors';
import { answerToError, errorAnswer } from './answers';
import type { AppEnvironment } from './app-context';
import { secureHeaderLines, secureHeaders } from './guards/headers';
import { requestLimits } from './guards/limits';

/** Whether a server that listens there can be reached only from this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

const bracketed = (address: string) => (address.includes(':') ? `[${address}]` : address);

/** A host name or address as a browser writes it in a URL. */
function asBrowsersWrite(host: string): string {
  const address = `http://${bracketed(host)}`;
  return URL.canParse(address) ? new URL(address).hostname : bracketed(host);
}

/** Whether a server that listens on this address can be reached at all addresses of the machine. */
const isEveryAddress = (address: string) => address === '0.0.0.0' || address === '::';

const machineAddresses = () => Object.values(networkInterfaces()).flatMap((list) => list ?? []);

/** The exact Host values that we accept when listening on `host`. */
export function hostNames(host: string, port: number): string[] {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  if (isEveryAddress(host)) {
    names.push(...machineAddresses().map(({ address }) => bracketed(address)), hostname());
  } else names.push(bracketed(host), asBrowsersWrite(host));
  const lower = [...new Set(names.map((name) => name.toLowerCase()))];
  // A browser leaves out the default port.
  return lower.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
}

/** The URLs of the page for a server started with `host` that listens on `address`, this machine's first. */
export function pageAddresses(host: string, { address, port }: Listening): string[] {
  const names = [asBrowsersWrite(host)];
  if (isEveryAddress(address)) {
    // Browsers do not accept addresses with a scope, which are valid for one interface only.
    const others = machineAddresses().filter(
      (one) => !one.internal && (one.family === 'IPv4' || (address === '::' && one.scopeid === 0)),
    );
    names.splice(0, 1, '127.0.0.1', ...others.map((one) => bracketed(one.address)));
  }
  return names.map((name) => `http://${name}:${port}/`);
}

/** The status and message for something that Node could not parse as a request, by its error code. */
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

/** Rewrites a target so that the adapter can parse it; guards and router decide what it means. */
function tidyTarget(incoming: IncomingMessage): void {
  const target = incoming.url ?? '/';
  incoming.url = target.replaceAll('\\', '%5C').replace(/#.*$/s, '');
}

/** The server, which is not listening yet. */
export function createHttpServer(app: Hono<AppEnvironment>, log: (line: string) => void): Server {
  const listener = getRequestListener(
    async (request, { incoming }) => {
      // Without HTTP/2 the adapter only ever passes this type.
      const env = 'rawHeaders' in incoming && 'httpVersion' in incoming ? { incoming } : {};
      try {
        return await app.fetch(request, env);
      } catch (error) {
        // The adapter aborts with a string that is not an Error; it only means that the client has disconnected.
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
      // Our guard refuses them too, with all required headers.
      requireHostHeader: false,
      headersTimeout: 20_000,
      // An upload may take as long as it makes progress; see upload-files.
      requestTimeout: 0,
      keepAliveTimeout: 10_000,
      connectionsCheckingInterval: 5000,
    },
    answer,
  );
  // Node would answer this itself, before the guard and without our headers.
  server.on('checkExpectation', answer);
  // Node drops headers after the first 2000, including a second Host; the size of the headers is limited anyway.
  server.maxHeadersCount = 0;
  server.setTimeout(requestLimits.idleMilliseconds);
  server.on('clientError', answerBadRequest);
  return server;
}

export interface Listening {
  /** The address of the interface: `0.0.0.0` or `::` for all of them, whatever the notation was. */
  address: string;
  port: number;
}

/** Starts listening and returns the address. Rejects with `conflict` if the port or address is not available. */
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

/** Stops listening and closes all connections: idle ones at once, the others shortly after. */
export function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
