/** Who may speak to the server: the raw Host, the origin, the access token, and what a write may carry. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AppContext } from '../app-context';
import { errorAnswer } from '../answers';
import { folderKeyHeader } from '../server-file';
import { loginPage } from '../login-page';

export interface AccessOptions {
  /** The exact `host:port` values that are ours, in lower case; asked each time, as the port may not be known yet. */
  hosts: () => readonly string[];
  /** Asked of everyone, where it is set. */
  token?: string;
  /** The key of the data folder; opens what the token opens. */
  folderKey?: string;
}

/** The request line and headers as they came, before a framework joined or normalised anything. */
interface RawRequest {
  method: string;
  target: string;
  values: (name: string) => string[];
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
    };
  }
  const { rawHeaders } = incoming;
  return {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    values: (name) =>
      rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name),
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether two secrets are equal, in a time that says nothing about where they differ. */
export function isSameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

const pagePath = /^\/(\d{1,15}|docs)?$/;
const readMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const writeTypes = new Set(['application/json', 'application/octet-stream']);
const loginPaths = new Set(['/v1/api/second-look/login', '/login.js', '/docs.css']);

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
    pagePath.test(path) &&
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

/** The guard before every route, and the login that gives its cookie. */
export interface AccessGuard {
  refuse: (context: AppContext) => Response | undefined;
  /** The cookie for the right token; `undefined` for a wrong one, or where none is asked for. */
  cookieFor: (token: string) => string | undefined;
  /** Whether the request carries the key of the data folder. */
  isFolderOwner: (context: AppContext) => boolean;
}

/** The guard for one start of the server; its cookie is worth nothing at the next. */
export function createAccessGuard({ hosts, token, folderKey }: AccessOptions): AccessGuard {
  const session = randomBytes(32).toString('base64url');
  // Cookies know no ports: two servers on one machine must not overwrite each other's.
  const cookieName = () => `second-look-${/\d*$/.exec(hosts()[0] ?? '')?.[0] ?? ''}`;

  const isFolderOwner = (raw: RawRequest) =>
    folderKey !== undefined && raw.values(folderKeyHeader).some((key) => isSameSecret(key, folderKey));

  function hasToken(raw: RawRequest): boolean {
    if (token === undefined || isFolderOwner(raw)) return true;
    if (raw.values('x-api-key').some((given) => isSameSecret(given, token))) return true;
    const cookies = raw.values('cookie').flatMap((header) => header.split(';'));
    return cookies.some((cookie) => {
      const [name, value] = cookie.split('=', 2);
      return name?.trim() === cookieName() && isSameSecret(value?.trim() ?? '', session);
    });
  }

  function refuseStranger(raw: RawRequest, path: string): Response | undefined {
    if (hasToken(raw) || loginPaths.has(path)) return undefined;
    if (raw.method === 'GET' && pagePath.test(path)) return loginPage();
    return errorAnswer(
      'no-token',
      'This server asks for its access token: send it as the x-api-key header, or open the server in a browser and give it there.',
    );
  }

  return {
    refuse: (context) => {
      const raw = rawRequest(context);
      const { path } = context.req;
      return (
        refuseHost(raw, hosts()) ?? refuseOrigin(raw, path) ?? refuseStranger(raw, path) ?? refuseType(raw)
      );
    },
    cookieFor: (given) =>
      token !== undefined && isSameSecret(given, token)
        ? `${cookieName()}=${session}; Path=/; HttpOnly; SameSite=Strict`
        : undefined,
    isFolderOwner: (context) => isFolderOwner(rawRequest(context)),
  };
}
