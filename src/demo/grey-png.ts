/** Writes a grey picture as PNG, with the same bytes on every version of Node (whose own zlib versions differ). */
import { strToU8, zlibSync } from 'fflate';

/** `pixels` are 0 (black) to 255 (white), row by row. */
export function greyPng(pixels: Uint8Array, side: number): Uint8Array {
  const rows = new Uint8Array(side * (side + 1));
  for (let row = 0; row < side; row++) {
    // The first value of a row is the number of its filter: 0, none.
    rows.set(pixels.subarray(row * side, (row + 1) * side), row * (side + 1) + 1);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, side);
  view.setUint32(4, side);
  header[8] = 8;
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ];
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(strToU8(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/** The checksum that PNG requires, computed bit by bit, since the pictures are small. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
