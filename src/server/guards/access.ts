/** Who may speak to the server: the raw Host, the origin, the access token, and what a write may carry. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readWholeNumber } from '../../contract/whole-number';
import type { AppContext } from '../app-context';
import { errorAnswer } from '../answers';
import { folderKeyHeader } from '../server-file';
import { loginPage } from '../login-page';
import { TokenGuesses } from './token-guesses';

export interface AccessOptions {
  /** The exact `host:port` values that are ours, in lower case; asked each time, as the port may not be known yet. */
  hosts: () => readonly string[];
  /** Asked of everyone, where it is set. */
  token?: string;
  /** The key of the data folder; opens what the token opens. */
  folderKey?: string;
  /** Takes one message for the server's log. */
  log: (message: string) => void;
}

/** The request line and headers as they came, before a framework joined or normalised anything. */
interface RawRequest {
  method: string;
  target: string;
  values: (name: string) => string[];
  /** The client's address. */
  client: string;
}

function rawRequest(context: AppContext): RawRequest {
  // Hono gives undefined for `env` to a request that comes without one.
  const incoming = context.env?.incoming;
  if (incoming === undefined) {
    const { raw } = context.req;
    const url = new URL(raw.url);
    return {
      method: raw.method,
      target: url.pathname + url.search,
      values: (name) => {
        const value = raw.headers.get(name) ?? (name === 'host' ? url.host : null);
        return value === null ? [] : [value];
      },
      client: 'unknown',
    };
  }
  const { rawHeaders } = incoming;
  return {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    values: (name) =>
      rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name),
    client: incoming.socket.remoteAddress ?? 'unknown',
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether two secrets are equal, in a time that says nothing about where they differ. */
export function isSameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

/** Whether the dashboard is at this path: `/`, or the id of a project. */
export const isScreenPath = (path: string): boolean =>
  path === '/' || readWholeNumber(path.slice(1)) !== undefined;

const isPagePath = (path: string) => path === '/docs' || isScreenPath(path);
const readMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const writeTypes = new Set(['application/json', 'application/octet-stream']);
const loginPaths = new Set(['/v1/api/second-look/login', '/login.js', '/docs.css']);

/** Headers that the guard or the server's parser decide by: which of two would count is open to dispute. */
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

function refuseHost(raw: RawRequest, hosts: readonly string[]): Response | undefined {
  const given = raw.values('host').map((value) => value.toLowerCase());
  const [host] = given;
  const authority = authorityOf(raw.target);
  const isOurs =
    given.length === 1 &&
    host !== undefined &&
    hosts.includes(host) &&
    (authority === undefined || authority === host);
  return isOurs ? undefined : forbidden('This server does not answer to that host name.');
}

function isNavigation(raw: RawRequest, path: string): boolean {
  return (
    (raw.method === 'GET' || raw.method === 'HEAD') &&
    isPagePath(path) &&
    raw.values('sec-fetch-mode').join() === 'navigate' &&
    raw.values('sec-fetch-dest').join() === 'document'
  );
}

function refuseOrigin(raw: RawRequest, path: string): Response | undefined {
  const host = raw.values('host').join().toLowerCase();
  const isForeign = raw.values('origin').some((origin) => origin.toLowerCase() !== `http://${host}`);
  if (isForeign) return forbidden('Only the pages of this server may ask for that.');
  const sites = raw.values('sec-fetch-site');
  const isOwnSite = sites.every((site) => site === 'same-origin' || site === 'none');
  if (isOwnSite || isNavigation(raw, path)) return undefined;
  return forbidden('Only the pages of this server may ask for that.');
}

function refuseType(raw: RawRequest): Response | undefined {
  if (readMethods.has(raw.method)) return undefined;
  const given = raw.values('content-type');
  const [type] = given;
  // A form cannot send DELETE; where there is no body there is nothing to mistake.
  if (type === undefined && raw.method === 'DELETE' && raw.values('transfer-encoding').length === 0)
    return undefined;
  if (given.length === 1 && writeTypes.has(type?.split(';')[0]?.trim().toLowerCase() ?? '')) return undefined;
  return errorAnswer('wrong-type', 'The content type must be application/json or application/octet-stream.');
}

function refuseExpectation(raw: RawRequest): Response | undefined {
  const isMet = raw.values('expect').every((value) => value.toLowerCase() === '100-continue');
  return isMet
    ? undefined
    : errorAnswer('unmet-expectation', 'Only 100-continue may be expected; leave the header "Expect" out.');
}

/** The guard before every route, and the login that gives its cookie. */
export interface AccessGuard {
  refuse: (context: AppContext) => Promise<Response | undefined>;
  /** The cookie for the right token; the refusal of a wrong one, or where none is asked for. */
  cookieFor: (context: AppContext, token: string) => Promise<string | Response>;
  /** Whether the request carries the key of the data folder. */
  isFolderOwner: (context: AppContext) => boolean;
}

/** The guard for one start of the server; its cookie is worth nothing at the next. */
export function createAccessGuard({ hosts, token, folderKey, log }: AccessOptions): AccessGuard {
  const session = randomBytes(32).toString('base64url');
  const guesses = new TokenGuesses({ log });
  // Cookies know no ports: two servers on one machine must not overwrite each other's.
  const cookieName = () => `second-look-${/\d*$/.exec(hosts()[0] ?? '')?.[0] ?? ''}`;

  const isFolderOwner = (raw: RawRequest) =>
    folderKey !== undefined && raw.values(folderKeyHeader).some((key) => isSameSecret(key, folderKey));

  /** The values of our cookie. */
  const cookiesOf = (raw: RawRequest) =>
    raw
      .values('cookie')
      .flatMap((header) => header.split(';'))
      .map((cookie) => cookie.split('=', 2))
      .filter(([name]) => name?.trim() === cookieName())
      .map(([, value]) => value?.trim() ?? '');

  function refuseTwoCookies(raw: RawRequest): Response | undefined {
    return cookiesOf(raw).length < 2
      ? undefined
      : errorAnswer(
          'bad-parameter',
          `The cookie "${cookieName()}" is given more than once; delete the cookies of this site.`,
        );
  }

  /** The answer to a wrong token, which takes its time. */
  async function refuseGuess(
    context: AppContext,
    raw: RawRequest,
    answer: () => Response,
  ): Promise<Response> {
    if (await guesses.slowDown(raw.client, context.req.raw.signal)) return answer();
    return errorAnswer('too-many-guesses', 'Too many wrong access tokens at once; try again later.', {
      'retry-after': '10',
    });
  }

  async function refuseStranger(context: AppContext, raw: RawRequest): Promise<Response | undefined> {
    const { path } = context.req;
    if (token === undefined || loginPaths.has(path) || isFolderOwner(raw)) return undefined;
    const [given = ''] = raw.values('x-api-key');
    if (isSameSecret(given, token) || cookiesOf(raw).some((value) => isSameSecret(value, session)))
      return undefined;
    const answer = () =>
      raw.method === 'GET' && isPagePath(path)
        ? loginPage()
        : errorAnswer(
            'no-token',
            'This server asks for its access token: send it as the x-api-key header, or open the server in a browser and give it there.',
          );
    // The cookie and the key of the folder are random and long: nothing is gained by guessing at those.
    return given === '' ? answer() : refuseGuess(context, raw, answer);
  }

  return {
    refuse: async (context) => {
      const raw = rawRequest(context);
      const { path } = context.req;
      return (
        refuseRepeated(raw) ??
        refuseHost(raw, hosts()) ??
        refuseOrigin(raw, path) ??
        refuseTwoCookies(raw) ??
        (await refuseStranger(context, raw)) ??
        refuseType(raw) ??
        refuseExpectation(raw)
      );
    },
    cookieFor: async (context, given) => {
      const wrong = () => errorAnswer('no-token', 'That is not the access token of this server.');
      if (token === undefined) return wrong();
      if (isSameSecret(given, token)) return `${cookieName()}=${session}; Path=/; HttpOnly; SameSite=Strict`;
      return given === '' ? wrong() : refuseGuess(context, rawRequest(context), wrong);
    },
    isFolderOwner: (context) => isFolderOwner(rawRequest(context)),
  };
}
