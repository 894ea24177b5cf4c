/** Access control: the raw Host, the origin, the access token, and the content type of writes. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { HonoRequest } from 'hono';
import { readWholeNumber } from '../../../contract/whole-number';
import type { AppContext } from '../app-context';
import { errorAnswer } from '../answers';
import { folderKeyHeader } from '../../server-file';
import { TokenGuesses } from './token-guesses';

export interface AccessOptions {
  /** Our exact `host:port` values in lower case; read per request, since the port is not known at first. */
  hosts: () => readonly string[];
  /** Required of every client if set. */
  token?: string;
  /** The key of the data folder; grants the same access as the token. */
  folderKey?: string;
  /** Logs one message. */
  log: (message: string) => void;
}

interface GuardOptions extends AccessOptions {
  /** The login page; `undefined` if the dashboard has not been built. */
  loginPage: () => Promise<Response | undefined>;
}

/** The headers as received, before a framework joins or normalises them, and the target. */
interface RawRequest {
  target: string;
  values: (name: string) => readonly string[];
}

function rawRequest(context: AppContext): RawRequest {
  // Hono's `env` is undefined for a request without one.
  const incoming = context.env?.incoming;
  if (incoming !== undefined) {
    return { target: incoming.url ?? '', values: (name) => incoming.headersDistinct[name] ?? [] };
  }
  const { headers, url } = context.req.raw;
  return {
    target: context.req.path,
    values: (name) => [headers.get(name) ?? (name === 'host' ? new URL(url).host : [])].flat(),
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Compares two secrets in constant time. */
function isSameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

/** Whether the dashboard is served at this path: `/`, or the id of a project. */
export const isScreenPath = (path: string): boolean =>
  path === '/' || readWholeNumber(path.slice(1)) !== undefined;

const isPagePath = (path: string) => path === '/docs' || isScreenPath(path);
const readMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const writeTypes = new Set(['application/json', 'application/octet-stream']);
const loginPaths = new Set(['/v1/api/second-look/login', '/login.js', '/docs.css']);

/** Headers that the guard or the server's parser relies on: if one is repeated, it is unclear which value counts. */
const singleHeaders = [
  'host',
  'origin',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
  'x-api-key',
  folderKeyHeader,
  'content-type',
  'content-length',
  'transfer-encoding',
  'expect',
];

function refuseRepeated(raw: RawRequest): Response | undefined {
  const name = singleHeaders.find((header) => raw.values(header).length > 1);
  return name === undefined
    ? undefined
    : errorAnswer('bad-parameter', `The header "${name}" is given more than once; send it once.`);
}

const forbidden = (message: string) => errorAnswer('forbidden', message);

/** The authority of an absolute-form target; `undefined` for a plain path, empty for anything else. */
function authorityOf(target: string): string | undefined {
  if (target.startsWith('/')) return undefined;
  return /^http:\/\/([^/?#@\\]+)(?=[/?]|$)/i.exec(target)?.[1]?.toLowerCase() ?? '';
}

function refuseHost({ target, values }: RawRequest, hosts: readonly string[]): Response | undefined {
  const host = values('host').join().toLowerCase();
  const authority = authorityOf(target) ?? host;
  const isOurs = hosts.includes(host) && authority === host;
  return isOurs ? undefined : forbidden('This server does not answer to that host name.');
}

const isPageVisit = ({ method, path }: HonoRequest, { values }: RawRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  isPagePath(path) &&
  values('sec-fetch-mode').join() === 'navigate' &&
  values('sec-fetch-dest').join() === 'document';

function refuseOrigin(request: HonoRequest, raw: RawRequest): Response | undefined {
  const own = `http://${raw.values('host').join()}`.toLowerCase();
  const isOwnOrigin = raw.values('origin').every((origin) => origin.toLowerCase() === own);
  const isOwnSite = raw.values('sec-fetch-site').every((site) => site === 'same-origin' || site === 'none');
  if (isOwnOrigin && (isOwnSite || isPageVisit(request, raw))) return undefined;
  return forbidden('Only the pages of this server may ask for that.');
}

function refuseType({ method }: HonoRequest, { values }: RawRequest): Response | undefined {
  if (readMethods.has(method)) return undefined;
  const [type] = values('content-type');
  // A form cannot send DELETE, and without a body there is no content type to check.
  if (type === undefined && method === 'DELETE' && values('transfer-encoding').length === 0) return undefined;
  if (writeTypes.has(type?.split(';')[0]?.trim().toLowerCase() ?? '')) return undefined;
  return errorAnswer('wrong-type', 'The content type must be application/json or application/octet-stream.');
}

function refuseExpectation({ values }: RawRequest): Response | undefined {
  const isMet = values('expect').every((value) => value.toLowerCase() === '100-continue');
  return isMet
    ? undefined
    : errorAnswer('unmet-expectation', 'Only 100-continue may be expected; leave the header "Expect" out.');
}

/** The guard before every route, and the login that sets its cookie. */
export interface AccessGuard {
  refuse: (context: AppContext) => Promise<Response | undefined>;
  /** The cookie for the right token; the refusal of a wrong token, or if no token is required. */
  cookieFor: (context: AppContext, token: string) => Promise<string | Response>;
  /** Whether the request carries the key of the data folder. */
  isFolderOwner: (context: AppContext) => boolean;
}

/** The guard for one start of the server; its cookie is invalid after a restart. */
export function createAccessGuard({ hosts, token, folderKey, loginPage, log }: GuardOptions): AccessGuard {
  const session = randomBytes(32).toString('base64url');
  const guesses = new TokenGuesses(log);
  // Cookies ignore ports: two servers on one machine must not overwrite each other's cookie.
  const cookieName = () => `second-look-${/\d*$/.exec(hosts()[0] ?? '')?.[0] ?? ''}`;

  const isFolderOwner = ({ values }: RawRequest) =>
    folderKey !== undefined && values(folderKeyHeader).some((key) => isSameSecret(key, folderKey));

  /** The values of our cookie. */
  const cookiesOf = ({ values }: RawRequest) =>
    values('cookie')
      .flatMap((header) => header.split(';'))
      .map((cookie) => cookie.trim().split('=', 2))
      .flatMap(([name, value = '']) => (name === cookieName() ? [value] : []));

  function refuseTwoCookies(raw: RawRequest): Response | undefined {
    if (cookiesOf(raw).length < 2) return undefined;
    return errorAnswer(
      'bad-parameter',
      `The cookie "${cookieName()}" is given more than once; delete the cookies of this site.`,
    );
  }

  /** Delays the response to a wrong token; refuses at once if too many are being delayed. */
  async function refuseGuess(context: AppContext, answer: Response): Promise<Response> {
    const address = context.env?.incoming?.socket.remoteAddress ?? 'unknown';
    if (await guesses.delay(address, context.req.raw.signal)) return answer;
    return errorAnswer('too-many-guesses', 'Too many wrong access tokens at once; try again later.', {
      'retry-after': '1',
    });
  }

  async function refuseStranger(context: AppContext, raw: RawRequest): Promise<Response | undefined> {
    const { method, path } = context.req;
    if (token === undefined || loginPaths.has(path) || isFolderOwner(raw)) return undefined;
    const [given = ''] = raw.values('x-api-key');
    const isKnown =
      isSameSecret(given, token) || cookiesOf(raw).some((value) => isSameSecret(value, session));
    if (isKnown) return undefined;
    const page = method === 'GET' && isPagePath(path) ? await loginPage() : undefined;
    const answer =
      page === undefined
        ? errorAnswer(
            'no-token',
            'This server asks for its access token: send it as the x-api-key header, or open the server in a browser and give it there.',
          )
        : new Response(page.body, { status: 401, headers: { 'content-type': 'text/html; charset=utf-8' } });
    // The cookie and the folder key are long and random, so guessing them is hopeless.
    return given === '' ? answer : refuseGuess(context, answer);
  }

  return {
    refuse: async (context) => {
      const raw = rawRequest(context);
      return (
        refuseRepeated(raw) ??
        refuseHost(raw, hosts()) ??
        refuseOrigin(context.req, raw) ??
        refuseTwoCookies(raw) ??
        (await refuseStranger(context, raw)) ??
        refuseType(context.req, raw) ??
        refuseExpectation(raw)
      );
    },
    cookieFor: async (context, given) => {
      if (token !== undefined && isSameSecret(given, token)) {
        return `${cookieName()}=${session}; Path=/; HttpOnly; SameSite=Strict`;
      }
      const wrong = errorAnswer('no-token', 'That is not the access token of this server.');
      return token === undefined || given === '' ? wrong : refuseGuess(context, wrong);
    },
    isFolderOwner: (context) => isFolderOwner(rawRequest(context)),
  };
}
