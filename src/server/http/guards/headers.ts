/** The headers of every response. */

// Mantine adds variables and responsive rules as style elements at runtime, and a list of their hashes would change
// with every release; a style cannot run code, and can load resources only from our own origin.
const pagePolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** For responses that are data: even when opened directly they may do nothing. */
const dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** For media, which come from outside: no origin, no scripts, no subresources. */
export const mediaPolicy = `sandbox; ${dataPolicy}`;

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

/** Sets the headers of every response; stricter values chosen by a route are kept. */
export function secureHeaders(headers: Headers): void {
  for (const [name, value] of Object.entries(always)) headers.set(name, value);
  const isPage = headers.get('content-type')?.startsWith('text/html') === true;
  if (!headers.has('content-security-policy')) {
    headers.set('content-security-policy', isPage ? pagePolicy : dataPolicy);
  }
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
}

/** The same headers as a list, for responses that are written directly to a socket. */
export function secureHeaderLines(contentType: string): string[] {
  const headers = new Headers({ 'content-type': contentType });
  secureHeaders(headers);
  return [...headers].map(([name, value]) => `${name}: ${value}`);
}
