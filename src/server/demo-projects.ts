/** The demo projects that come with the package, imported at the first start of a data folder. */
import { createReadStream } from 'node:fs';
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { unzip } from 'fflate';
import { z } from 'zod';
import { variants } from '../contract/query';
import { readRun } from './sources/import-run';
import type { SourceFile } from './sources/entries';
import type { Store } from './store/store';
import { withoutTrailingZeros, writeSynced } from './store/synced-files';

/** A file right inside a folder: no way out of it, nothing hidden. */
const fileName = z.string().regex(/^[^./\\\0][^/\\\0]{0,250}$/);

const demoSchema = z.object({
  id: z.int().nonnegative(),
  name: z.string(),
  description: z.string(),
  licence: z.string(),
  source: z.string(),
  impulses: z.array(z.object({ id: z.int().nonnegative(), name: z.string() })),
  runs: z.array(
    z.object({
      file: fileName,
      impulseId: z.int().nonnegative(),
      variant: z.enum(variants),
      name: z.string(),
      created: z.string(),
    }),
  ),
  selectedVariant: z.enum(variants),
  media: fileName.optional(),
});

type Demo = z.infer<typeof demoSchema>;

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

const unpacked = (bytes: Uint8Array) =>
  new Promise<Record<string, Uint8Array>>((resolve, reject) => {
    unzip(bytes, (error, files) => (error === null ? resolve(files) : reject(error)));
  });

const filesAtOnce = 32;

/** Unpacks media into a folder, all or nothing. */
async function unpackMedia(zip: string, folder: string): Promise<void> {
  if (await isThere(folder)) return;
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const files = Object.entries(await unpacked(new Uint8Array(await readFile(zip))));
  for (let from = 0; from < files.length; from += filesAtOnce) {
    await Promise.all(
      files
        .slice(from, from + filesAtOnce)
        .map(([name, bytes]) => writeFile(join(draft, fileName.parse(name)), bytes)),
    );
  }
  await rename(draft, folder);
}

async function sourceFile(path: string): Promise<SourceFile> {
  const { size } = await stat(path);
  return { name: basename(path), size, bytes: () => createReadStream(path) };
}

async function importDemo(
  store: Store,
  demo: Demo,
  folder: string,
  {
    mediaFolder,
    tempFolder,
    signal,
  }: { mediaFolder: string | undefined; tempFolder: string; signal: AbortSignal },
): Promise<void> {
  const { id, name, description, licence, source, selectedVariant } = demo;
  const isSelected = (run: Demo['runs'][number]) => run.variant === selectedVariant;
  for (const run of [...demo.runs].sort((a, b) => Number(isSelected(b)) - Number(isSelected(a)))) {
    const impulse = demo.impulses.find((candidate) => candidate.id === run.impulseId);
    const reading = readRun([await sourceFile(join(folder, run.file))], { tempFolder, signal });
    await store.importRun(
      {
        project: { id, name, description, licence, source, isDemo: true },
        impulse: { id: run.impulseId, ...(impulse === undefined ? {} : { name: impulse.name }) },
        variant: run.variant,
        name: run.name,
        files: [run.file],
        ...(mediaFolder === undefined ? {} : { mediaFolder }),
        selectedVariant,
        imported: run.created,
      },
      reading,
      { signal },
    );
  }
}

export interface DemoOptions {
  /** The folder with a folder per demo project. */
  from: string;
  dataFolder: string;
  tempFolder: string;
  signal: AbortSignal;
  log: (line: string) => void;
}

const markerName = 'demo-projects.json';
const markerSchema = z.array(z.string());

/** The demo projects that this folder had once; one that was deleted does not come back. */
async function readMarker(path: string): Promise<string[]> {
  try {
    return markerSchema.parse(JSON.parse(withoutTrailingZeros(await readFile(path, 'utf8'))));
  } catch {
    return [];
  }
}

/** The demo projects that a data folder has not had yet. */
export async function missingDemos({
  from,
  dataFolder,
}: Pick<DemoOptions, 'from' | 'dataFolder'>): Promise<string[]> {
  const entries = await readdir(from, { withFileTypes: true }).catch(() => []);
  const had = await readMarker(join(dataFolder, markerName));
  return entries
    .filter((entry) => entry.isDirectory() && !had.includes(entry.name))
    .map(({ name }) => name)
    .sort();
}

const mediaFolderOf = (dataFolder: string, slug: string) => join(dataFolder, 'demo-media', slug);

/** Imports the named demo projects, and then remembers in the data folder that it had them. */
export async function importDemos(
  store: Store,
  slugs: readonly string[],
  options: DemoOptions,
): Promise<void> {
  const { from, dataFolder, tempFolder, signal, log } = options;
  const marker = join(dataFolder, markerName);
  const demos = await Promise.all(
    slugs.map(async (slug) => {
      const folder = join(from, slug);
      const demo = demoSchema.parse(JSON.parse(await readFile(join(folder, 'project.json'), 'utf8')));
      return { slug, folder, demo };
    }),
  );
  // In the order of their numbers, so that the first one is there first; each with its media before its runs, so that
  // nobody who looks meanwhile finds samples without their pictures.
  for (const { slug, folder, demo } of demos.sort((a, b) => a.demo.id - b.demo.id)) {
    signal.throwIfAborted();
    const taken = (await store.projects()).find(({ id }) => id === demo.id);
    if (taken !== undefined && !taken.isDemo) {
      log(`The demo project ${slug} was left out: its number, ${demo.id}, is taken by a project of yours.`);
      continue;
    }
    const mediaFolder = demo.media === undefined ? undefined : mediaFolderOf(dataFolder, slug);
    if (demo.media !== undefined && mediaFolder !== undefined)
      await unpackMedia(join(folder, demo.media), mediaFolder);
    await importDemo(store, demo, folder, { mediaFolder, tempFolder, signal });
  }
  const had = await readMarker(marker);
  await writeSynced(marker, `${JSON.stringify([...had, ...slugs])}\n`);
}
