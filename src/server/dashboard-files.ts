/** The built dashboard, read once into memory: what is not in its folder then, is not served. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { acceptsCoding, type Coding } from './accept-encoding';
import { isUnchanged, notChanged } from './answers';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt']);

interface DashboardFile {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
  tag: string;
  isCompressible: boolean;
  /** The build puts a hash into these names: their content never changes. */
  isHashed: boolean;
  compressed: Map<Coding, Promise<Uint8Array<ArrayBuffer>>>;
}

const compressors = {
  // Not the slowest setting: the first visitor waits for it.
  br: (bytes: Uint8Array) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes),
} as const;

export interface DashboardRequest {
  ifNoneMatch: string | undefined;
  acceptEncoding: string | undefined;
}

function cacheControlOf({ isHashed, type }: DashboardFile): string {
  if (isHashed) return 'public, max-age=31536000, immutable';
  // Chromium asks for the icon anew at each change of the address.
  return type.startsWith('image/') ? 'public, max-age=86400' : 'no-cache';
}

/** The files of the built dashboard by their paths below the server's root. */
export class DashboardFiles {
  readonly #folder: string;
  #files: Promise<Map<string, DashboardFile>> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The file at a path, or the page itself for `'/'`; `undefined` where there is none. */
  async answer(path: string, request: DashboardRequest): Promise<Response | undefined> {
    let files = await (this.#files ??= this.#read());
    if (files.size === 0) {
      // It may have been built since.
      this.#files = this.#read();
      files = await this.#files;
    }
    const file = files.get(path === '/' ? '/index.html' : path);
    return file === undefined ? undefined : answerFile(file, request);
  }

  async #read(): Promise<Map<string, DashboardFile>> {
    const files = new Map<string, DashboardFile>();
    const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const extension = extname(entry.name);
      const type = types[extension];
      if (!entry.isFile() || type === undefined) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = new Uint8Array(await readFile(path));
      const below = path.slice(this.#folder.length).replaceAll('\\', '/');
      files.set(below, {
        bytes,
        type,
        tag: createHash('sha256').update(bytes).digest('base64url').slice(0, 27),
        isCompressible: compressible.has(extension) && bytes.byteLength > 1000,
        isHashed: below.startsWith('/assets/'),
        compressed: new Map(),
      });
    }
    return files;
  }
}

function codingFor({ acceptEncoding }: DashboardRequest): Coding | undefined {
  if (acceptsCoding(acceptEncoding, 'br')) return 'br';
  return acceptsCoding(acceptEncoding, 'gzip') ? 'gzip' : undefined;
}

async function answerFile(file: DashboardFile, request: DashboardRequest): Promise<Response> {
  const coding = file.isCompressible ? codingFor(request) : undefined;
  const headers: Record<string, string> = {
    'content-type': file.type,
    'cache-control': cacheControlOf(file),
    etag: `"${file.tag}${coding === undefined ? '' : `-${coding}`}"`,
    ...(file.isCompressible ? { vary: 'accept-encoding' } : {}),
  };
  if (isUnchanged(request.ifNoneMatch, headers.etag ?? '')) return notChanged(headers);
  if (coding === undefined) return new Response(file.bytes, { headers });
  let compressed = file.compressed.get(coding);
  if (compressed === undefined) {
    compressed = compressors[coding](file.bytes).then((bytes) => new Uint8Array(bytes));
    file.compressed.set(coding, compressed);
  }
  return new Response(await compressed, { headers: { ...headers, 'content-encoding': coding } });
}
