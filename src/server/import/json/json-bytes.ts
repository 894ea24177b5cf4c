/** The bytes with a meaning in JSON. */

export const jsonBytes = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  backslash: 0x5c,
  openList: 0x5b,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
  newline: 0x0a,
} as const;

/** The classes of bytes that delimit strings and nesting: a scan looks up each byte in one table. */
export const byteClasses = { string: 1, open: 2, close: 3, colon: 4 } as const;

/** The class of each byte; 0 for all others. */
export const byteClassOf = new Uint8Array(256);
byteClassOf[jsonBytes.quote] = byteClasses.string;
byteClassOf[jsonBytes.openObject] = byteClassOf[jsonBytes.openList] = byteClasses.open;
byteClassOf[jsonBytes.closeObject] = byteClassOf[jsonBytes.closeList] = byteClasses.close;
byteClassOf[jsonBytes.colon] = byteClasses.colon;

/** Whether a byte is white space between tokens. */
export function isJsonSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** A byte as a message shows it. */
export function byteWords(byte: number): string {
  return byte > 0x20 && byte < 0x7f
    ? `"${String.fromCharCode(byte)}"`
    : `the byte 0x${byte.toString(16).padStart(2, '0')}`;
}
