/** The types of media that are served, told by a file's first bytes and never by its name. */

export type MediaGroup = 'image' | 'sound' | 'video' | 'acquisition';

export interface MediaType {
  mime: string;
  group: MediaGroup;
}

/** How many of a file's first bytes tell its type. */
export const sniffedBytes = 512;

const ascii = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');
const startsWith = (bytes: Uint8Array, ...signature: number[]) =>
  signature.every((byte, index) => bytes[index] === byte);

// WebM is Matroska of a narrower kind; both begin alike, and the kind is written out near the start.
const isWebm = (bytes: Uint8Array) =>
  startsWith(bytes, 0x1a, 0x45, 0xdf, 0xa3) && ascii(bytes, 4, 64).includes('webm');

// ISO media also holds HEIF pictures; only the brands of films are served.
const filmBrands = /^(isom|iso[2-9]|mp4[12]|avc1|M4V |dash|msdh|MSNV|qt {2}|f4v )$/;
const isMp4 = (bytes: Uint8Array) => ascii(bytes, 4, 8) === 'ftyp' && filmBrands.test(ascii(bytes, 8, 12));

/** An object of JSON, behind a byte order mark and white space where they are. */
const opensObject = (bytes: Uint8Array) => /^(\u00ef\u00bb\u00bf)?\s*\{/.test(ascii(bytes, 0, sniffedBytes));

const signatures: readonly (readonly [MediaType, (bytes: Uint8Array) => boolean])[] = [
  [
    { mime: 'image/png', group: 'image' },
    (bytes) => startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  ],
  [{ mime: 'image/jpeg', group: 'image' }, (bytes) => startsWith(bytes, 0xff, 0xd8, 0xff)],
  [{ mime: 'image/gif', group: 'image' }, (bytes) => /^GIF8[79]a$/.test(ascii(bytes, 0, 6))],
  [
    { mime: 'image/webp', group: 'image' },
    (bytes) => ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP',
  ],
  // The reserved bytes are zero in every bitmap; two letters alone would let any text in.
  [
    { mime: 'image/bmp', group: 'image' },
    (bytes) =>
      ascii(bytes, 0, 2) === 'BM' && bytes.length > 26 && bytes.subarray(6, 10).every((byte) => byte === 0),
  ],
  [
    { mime: 'audio/wav', group: 'sound' },
    (bytes) => ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WAVE',
  ],
  [{ mime: 'video/mp4', group: 'video' }, isMp4],
  [{ mime: 'video/webm', group: 'video' }, isWebm],
  [{ mime: 'application/json', group: 'acquisition' }, opensObject],
];

/** The type of a file with these first bytes; `undefined` for one that is not served. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | undefined {
  return signatures.find(([, matches]) => matches(bytes))?.[0];
}
