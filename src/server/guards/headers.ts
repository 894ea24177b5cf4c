/** The headers of every answer. */

// Mantine writes its variables and responsive rules into style elements while it runs, and its lists of hashes would
// change with every release; a style cannot run code, and what it could load is held to our own origin.
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

/** For answers that are data: even when opened by themselves they may do nothing. */
const dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** For media, which come from outside: no origin of ours, no script, nothing loaded. */
export const mediaPolicy = `sandbox; ${dataPolicy}`;

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

/** Sets what every answer must have; what a route chose more strictly stays. */
export function secureHeaders(headers: Headers): void {
  for (const [name, value] of Object.entries(always)) headers.set(name, value);
  const isPage = headers.get('content-type')?.startsWith('text/html') === true;
  if (!headers.has('content-security-policy')) {
    headers.set('content-security-policy', isPage ? pagePolicy : dataPolicy);
  }
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
}

/** The same as a record, for answers that are written to a bare socket. */
export function secureHeaderLines(contentType: string): string[] {
  const headers = new Headers({ 'content-type': contentType });
  secureHeaders(headers);
  return [...headers].map(([name, value]) => `${name}: ${value}`);
}
