/** What must never leave the server, and all forms in which a programming error might leak it. */

/** Placed in files next to and above the folders that the server may serve. */
export const outsideCanary = 'CANARY-OUTSIDE-5d1f0c';

/** A Studio API key, as it may be in the environment of the server. */
export const keyCanary = 'ei_CANARYKEY9b7e2d4f61a8c3';

/** An access token with every character that some encoding escapes. */
export const tokenCanary = 'tok/CANARY+8c4e17=&"%7f<b>90d2';

/** Words that identify files of the system and of the repository. */
const systemWords = ['root:x:', '"devDependencies"'];

const halves = (secret: string) => {
  const middle = Math.floor(secret.length / 2);
  return [secret.slice(0, middle), secret.slice(middle)];
};

/** Base64 of the secret within other text: the characters that do not depend on what surrounds it. */
function base64Cores(secret: string): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.from('x'.repeat(shift) + secret).toString('base64');
    return encoded.slice(shift === 0 ? 0 : 4, -4);
  });
}

const percentOfAll = (secret: string) =>
  [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** The forms of a secret to search for: whole or half, and in the usual encodings of the web. */
export function formsOf(secret: string): string[] {
  const cores = base64Cores(secret);
  const forms = [
    secret,
    ...halves(secret),
    encodeURIComponent(secret),
    new URLSearchParams({ x: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    ...cores,
    ...cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_')),
    Buffer.from(secret).toString('hex'),
    percentOfAll(secret),
    secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;'),
    [...secret].reverse().join(''),
  ];
  return [...new Set(forms)];
}

const secretForms = [outsideCanary, keyCanary, tokenCanary].flatMap(formsOf);

/** The canaries in these bytes, in any form; every case expects none. */
export function canariesIn(bytes: Uint8Array, extra: readonly string[] = []): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = Buffer.from(outsideCanary, 'utf16le');
  const found = [...secretForms, ...systemWords, ...extra].filter((form) => buffer.includes(form));
  return buffer.includes(wide) ? [...found, outsideCanary] : found;
}
