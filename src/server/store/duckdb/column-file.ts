/** Columns of whole numbers in a file of their own: written once, read whole, a section each. */
import { open, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { createQueue } from '../queue';

/** Codes of words, ranks or bins; as narrow as they can be. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

export const sectionSchema = z.object({
  name: z.string(),
  type: z.enum(['u8', 'u16', 'u32', 'f64']),
  offset: z.int().nonnegative(),
  length: z.int().nonnegative(),
});
export type Section = z.infer<typeof sectionSchema>;

const alignment = 8;

/** An array for numbers from 0 to `most`. */
export function codesFor(length: number, most: number): Codes {
  if (most <= 0xff) return new Uint8Array(length);
  return most <= 0xffff ? new Uint16Array(length) : new Uint32Array(length);
}

function typeOf(values: Codes | Float64Array): Section['type'] {
  if (values instanceof Uint8Array) return 'u8';
  if (values instanceof Uint16Array) return 'u16';
  return values instanceof Uint32Array ? 'u32' : 'f64';
}

export interface ColumnFileWriter {
  /** Adds a section; several may be asked for at once, and are written one after the other. */
  add: (name: string, values: Codes | Float64Array) => Promise<void>;
  /** Syncs and closes; returns where each section lies. */
  finish: () => Promise<Section[]>;
  abort: () => Promise<void>;
}

/** Creates the file, which must not be there yet. */
export async function createColumnFile(path: string): Promise<ColumnFileWriter> {
  const file = await open(path, 'wx');
  const sections: Section[] = [];
  const queue = createQueue();
  let end = 0;
  return {
    add: (name, values) =>
      queue(async () => {
        const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
        const padding = new Uint8Array((alignment - (bytes.length % alignment)) % alignment);
        await file.appendFile(bytes);
        await file.appendFile(padding);
        sections.push({ name, type: typeOf(values), offset: end, length: values.length });
        end += bytes.length + padding.length;
      }),
    async finish() {
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      return sections;
    },
    abort: () => file.close(),
  };
}

export interface ColumnFile {
  codes: (name: string) => Promise<Codes>;
  /** The same, read anew each time and not kept. */
  read: (name: string) => Promise<Codes>;
  numbers: (name: string) => Promise<Float64Array>;
  has: (name: string) => boolean;
  /** How many numbers a section has. */
  lengthOf: (name: string) => number;
  /** Lets go of the file; what was read stays usable. */
  close: () => Promise<void>;
}

const widths = { u8: 1, u16: 2, u32: 4, f64: 8 } as const;

function codesIn({ type }: Section, buffer: ArrayBuffer): Codes {
  if (type === 'u8') return new Uint8Array(buffer);
  return type === 'u16' ? new Uint16Array(buffer) : new Uint32Array(buffer);
}

async function readSection(file: FileHandle, section: Section): Promise<ArrayBuffer> {
  const { offset } = section;
  const length = section.length * widths[section.type];
  const buffer = new ArrayBuffer(length);
  const bytes = new Uint8Array(buffer);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) throw new Error('The column file ends too early');
    done += bytesRead;
  }
  return buffer;
}

/** Opens the file for reading; each section is read when it is first asked for. */
export async function openColumnFile(path: string, sections: readonly Section[]): Promise<ColumnFile> {
  const file = await open(path, 'r');
  const byName = new Map(sections.map((section) => [section.name, section]));
  const kept = new Map<string, Promise<ArrayBuffer>>();
  const sectionOf = (name: string) => {
    const section = byName.get(name);
    if (section === undefined) throw new Error(`The index has no column "${name}"`);
    return section;
  };
  const bufferOf = (section: Section) => {
    let buffer = kept.get(section.name);
    if (buffer === undefined) {
      buffer = readSection(file, section);
      kept.set(section.name, buffer);
    }
    return buffer;
  };
  return {
    async codes(name) {
      const section = sectionOf(name);
      return codesIn(section, await bufferOf(section));
    },
    async read(name) {
      const section = sectionOf(name);
      return codesIn(section, await readSection(file, section));
    },
    async numbers(name) {
      return new Float64Array(await bufferOf(sectionOf(name)));
    },
    has: (name) => byName.has(name),
    lengthOf: (name) => sectionOf(name).length,
    close: () => file.close(),
  };
}
