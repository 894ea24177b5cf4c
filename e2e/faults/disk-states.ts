/** The possible states of a disk after a power failure, built from a trace of writes, syncs and renames. */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Chances } from './fault-scale';

const stepSchema = z.object({
  name: z.string(),
  path: z.string(),
  to: z.string().optional(),
  at: z.number().nullable().optional(),
  bytes: z.string().optional(),
  isFolder: z.boolean().optional(),
});
export type Step = z.infer<typeof stepSchema>;

/** The steps of a trace, in order. */
export const readTrace = (path: string): Step[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => stepSchema.parse(JSON.parse(line)));

interface Write {
  at: number | null;
  bytes: Buffer;
}

/** A file or folder: its durable state, and the writes since. */
interface Node {
  isFolder: boolean;
  safe: Buffer;
  writes: Write[];
}

/** A change of names, atomic by itself; durable once an affected folder is synced. */
interface NameChange {
  from: string | undefined;
  to: string | undefined;
  node: Node;
  isSafe: boolean;
}

export const modes = ['nothing', 'everything', 'prefix', 'subset'] as const;
export type Mode = (typeof modes)[number];

const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

function applied(content: Buffer, { at, bytes }: Write): Buffer {
  const from = at ?? content.length;
  const larger = Buffer.alloc(Math.max(content.length, from + bytes.length));
  content.copy(larger);
  bytes.copy(larger, from);
  return larger;
}

/** What a power failure may leave of a write: all, nothing, torn at a sector, or allocated space without the data. */
function leftOf(write: Write, mode: Mode, chances: Chances): Write | undefined {
  if (mode === 'everything') return write;
  if (mode === 'nothing') return undefined;
  const sectors = Math.ceil(write.bytes.length / 512);
  switch (chances.below(4)) {
    case 0:
      return write;
    case 1:
      return undefined;
    case 2:
      return { ...write, bytes: write.bytes.subarray(0, 512 * chances.below(sectors + 1)) };
    default:
      return { ...write, bytes: Buffer.alloc(write.bytes.length) };
  }
}

/** The disk after the steps before a power failure. */
export class TracedDisk {
  readonly #names = new Map<string, Node>();
  readonly #changes: NameChange[] = [];

  /** `safe`: the paths of files that existed before, with their contents. */
  constructor(safe: ReadonlyMap<string, Buffer | null>) {
    for (const [path, bytes] of safe) {
      this.#names.set(path, { isFolder: bytes === null, safe: bytes ?? Buffer.alloc(0), writes: [] });
    }
    for (const [path, node] of this.#names) {
      this.#changes.push({ from: undefined, to: path, node, isSafe: true });
    }
  }

  take(step: Step): void {
    const { name, path, to = '', at = null } = step;
    const bytes = Buffer.from(step.bytes ?? '', 'base64');
    if (name === 'mkdir') this.#make(path, true);
    if (name === 'create') this.#make(path, false);
    if (name === 'write') this.#nodeAt(path).writes.push({ at, bytes });
    if (name === 'sync') this.#sync(path, step.isFolder === true, bytes);
    if (name === 'rename') this.#rename(path, to);
    if (name === 'remove') this.#remove(path);
  }

  #nodeAt(path: string): Node {
    return this.#names.get(path) ?? this.#make(path, false);
  }

  #make(path: string, isFolder: boolean): Node {
    const known = this.#names.get(path);
    if (known !== undefined) return known;
    const node = { isFolder, safe: Buffer.alloc(0), writes: [] };
    this.#names.set(path, node);
    this.#changes.push({ from: undefined, to: path, node, isSafe: false });
    return node;
  }

  #sync(path: string, isFolder: boolean, bytes: Buffer): void {
    if (!isFolder) {
      const node = this.#nodeAt(path);
      node.safe = bytes;
      node.writes = [];
      return;
    }
    for (const change of this.#changes) {
      const concerned = [change.from, change.to].some((name) => name !== undefined && dirname(name) === path);
      if (concerned) change.isSafe = true;
    }
  }

  #rename(from: string, to: string): void {
    const moved = [...this.#names].filter(([path]) => within(path, from));
    for (const [path] of moved) this.#names.delete(path);
    for (const [path, node] of moved) this.#names.set(to + path.slice(from.length), node);
    const node = this.#names.get(to);
    if (node !== undefined) this.#changes.push({ from, to, node, isSafe: false });
  }

  #remove(path: string): void {
    for (const [name, node] of this.#names) {
      if (!within(name, path)) continue;
      this.#names.delete(name);
      this.#changes.push({ from: name, to: undefined, node, isSafe: false });
    }
  }

  /** The changes of names that reach the disk. */
  #reached(mode: Mode, chances: Chances): NameChange[] {
    const unsafe = this.#changes.filter(({ isSafe }) => !isSafe);
    const first = new Set(unsafe.slice(0, chances.below(unsafe.length + 1)));
    return this.#changes.filter((change) => {
      if (change.isSafe || mode === 'everything') return true;
      if (mode === 'prefix') return first.has(change);
      return mode === 'subset' && chances.below(2) === 0;
    });
  }

  /** Builds one possible state after the power failure in another folder, which replaces `root`. */
  async build(root: string, folder: string, mode: Mode, chances: Chances): Promise<void> {
    let names = new Map<string, Node>();
    for (const { from, to, node, isSafe } of this.#reached(mode, chances)) {
      if (from === undefined) {
        if (to !== undefined) names.set(to, node);
        continue;
      }
      const moved = [...names].filter(([path]) => within(path, from));
      names = new Map([...names].filter(([path]) => !within(path, from)));
      if (to === undefined) continue;
      for (const [path, kept] of moved) names.set(to + path.slice(from.length), kept);
      // A durable new name makes its file durable, whether its old name ever was or not.
      if (isSafe) names.set(to, node);
    }
    const all = [...names].filter(([path]) => within(path, root));
    const built = new Set([dirname(root)]);
    for (const [path, node] of all.sort(([a], [b]) => (a < b ? -1 : 1))) {
      // A name in a folder that was never created is lost with it, at any depth.
      if (!built.has(dirname(path))) continue;
      const place = join(folder, path.slice(root.length));
      if (node.isFolder) {
        built.add(path);
        await mkdir(place, { recursive: true });
      } else {
        let content = node.safe;
        for (const write of node.writes) {
          const left = leftOf(write, mode, chances);
          if (left !== undefined) content = applied(content, left);
        }
        await writeFile(place, content);
      }
    }
  }
}
