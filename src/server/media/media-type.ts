/** The supported media types, detected from a file's first bytes and never from its name. */

export type MediaGroup = 'image' | 'sound' | 'video' | 'acquisition';

export interface MediaType {
  mime: string;
  group: MediaGroup;
}

/** The number of bytes needed to detect the type. */
export const sniffedBytes = 512;

const signatures: readonly (readonly [RegExp, MediaGroup, mime: string])[] = [
  [/^\x89PNG\r\n.\n/, 'image', 'image/png'],
  [/^\xff\xd8\xff/, 'image', 'image/jpeg'],
  [/^GIF8[79]a/, 'image', 'image/gif'],
  [/^RIFF.{4}WEBP/s, 'image', 'image/webp'],
  // The reserved bytes are zero in every bitmap; the two letters alone would also match text.
  [/^BM.{4}\0{4}.{17}/s, 'image', 'image/bmp'],
  [/^RIFF.{4}WAVE/s, 'sound', 'audio/wav'],
  // ISO media also contains HEIF pictures; only the brands of videos are supported.
  [/^.{4}ftyp(isom|iso[2-9]|mp4[12]|avc1|M4V |dash|msdh|MSNV|qt {2}|f4v )/s, 'video', 'video/mp4'],
  // WebM is a subset of Matroska; both start the same, and the document type is near the start.
  [/^.E\xdf\xa3.{0,56}webm/s, 'video', 'video/webm'],
  // An object, after an optional byte order mark and white space.
  [/^(\xef\xbb\xbf)?\s*\{/, 'acquisition', 'application/json'],
];

/** The type of a file with these first bytes; `undefined` if it is not supported. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | undefined {
  const start = Buffer.from(bytes.subarray(0, sniffedBytes)).toString('latin1');
  const found = signatures.find(([pattern]) => pattern.test(start));
  return found && { group: found[1], mime: found[2] };
}
