/** The built dashboard, read into memory once; files that are added to its folder later are not served. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isUnchanged, notChanged } from './answers';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

interface DashboardFile {
  bytes: Uint8Array<ArrayBuffer>;
  headers: Record<'content-type' | 'cache-control' | 'etag', string>;
}

function cacheControlOf(path: string, type: string): string {
  // These names contain a hash: their content never changes.
  if (path.startsWith('/assets/')) return 'public, max-age=31536000, immutable';
  // Chromium requests the icon again at each change of the URL.
  return type.startsWith('image/') ? 'public, max-age=86400' : 'no-cache';
}

/** The files of the built dashboard by their paths below the server's root. */
export class DashboardFiles {
  readonly #folder: string;
  #files: Promise<Map<string, DashboardFile>> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The file at a path, or the page itself for `'/'`; `undefined` if there is none. */
  async answer(path: string, ifNoneMatch?: string): Promise<Response | undefined> {
    const files = await (this.#files ??= this.#read());
    // The dashboard may be built later.
    if (files.size === 0) this.#files = undefined;
    const file = files.get(path === '/' ? '/index.html' : path);
    if (file === undefined) return undefined;
    const { bytes, headers } = file;
    if (isUnchanged(ifNoneMatch, headers.etag)) return notChanged(headers);
    return new Response(bytes, { headers: { ...headers, 'content-length': String(bytes.byteLength) } });
  }

  async #read(): Promise<Map<string, DashboardFile>> {
    const files = new Map<string, DashboardFile>();
    const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const type = types[extname(entry.name)];
      if (!entry.isFile() || type === undefined) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = new Uint8Array(await readFile(path));
      const below = path.slice(this.#folder.length).replaceAll('\\', '/');
      const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 27);
      const headers = {
        'content-type': type,
        'cache-control': cacheControlOf(below, type),
        etag: `W/"${hash}"`,
      };
      files.set(below, { bytes, headers });
    }
    return files;
  }
}
