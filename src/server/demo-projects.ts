/** The demo projects of the package, imported when a data folder is first used. */
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzip } from 'fflate';
import { z } from 'zod';
import { variants } from '../contract/query';
import { readRun } from './import/import-run';
import type { Store } from './store/store';
import { withoutTrailingZeros, writeSynced } from './store/records/synced-files';

/** A visible file directly in a folder, so that the name cannot lead out of it. */
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

const unpack = promisify(unzip);

/** Unpacks media into a folder, all or nothing. */
async function unpackMedia(zip: string, folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const files = await unpack(await readFile(zip));
  for (const [name, bytes] of Object.entries(files))
    await writeFile(join(draft, fileName.parse(name)), bytes);
  await rename(draft, folder);
}

async function importDemo(
  store: Store,
  { impulses, runs, selectedVariant, media, ...project }: Demo,
  folder: string,
  mediaFolder: string,
  { tempFolder, signal }: DemoOptions,
): Promise<void> {
  if (media !== undefined) await unpackMedia(join(folder, media), mediaFolder);
  const isSelected = ({ variant }: Demo['runs'][number]) => Number(variant === selectedVariant);
  for (const run of runs.toSorted((a, b) => isSelected(b) - isSelected(a))) {
    const path = join(folder, run.file);
    const file = { name: run.file, size: (await stat(path)).size, bytes: () => createReadStream(path) };
    const draft = {
      project: { ...project, isDemo: true },
      impulse: { id: run.impulseId, name: impulses.find(({ id }) => id === run.impulseId)?.name },
      variant: run.variant,
      name: run.name,
      files: [run.file],
      mediaFolder: media && mediaFolder,
      selectedVariant,
      imported: run.created,
    };
    await store.importRun(draft, readRun([file], { tempFolder, signal }), { signal });
  }
}

export interface DemoOptions {
  /** The folder that contains a folder for each demo project. */
  from: string;
  dataFolder: string;
  tempFolder: string;
  signal: AbortSignal;
  log: (line: string) => void;
}

const markerName = 'demo-projects.json';
const markerSchema = z.array(z.string());

/** The demo projects that this folder has ever had; a deleted one does not come back. */
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

/** Imports the named demo projects, and records in the data folder that it has had them. */
export async function importDemos(
  store: Store,
  slugs: readonly string[],
  options: DemoOptions,
): Promise<void> {
  const { from, dataFolder, signal, log } = options;
  const demos = await Promise.all(
    slugs.map(async (slug) => {
      const folder = join(from, slug);
      const demo = demoSchema.parse(JSON.parse(await readFile(join(folder, 'project.json'), 'utf8')));
      return { slug, folder, demo };
    }),
  );
  // In the order of their numbers, so that the first one is available first; media before runs, so that every
  // sample has its picture as soon as it is shown.
  for (const { slug, folder, demo } of demos.sort((a, b) => a.demo.id - b.demo.id)) {
    signal.throwIfAborted();
    const taken = (await store.projects()).find(({ id }) => id === demo.id);
    if (taken === undefined || taken.isDemo)
      await importDemo(store, demo, folder, join(dataFolder, 'demo-media', slug), options);
    else
      log(`The demo project ${slug} was left out: its number, ${demo.id}, is taken by a project of yours.`);
  }
  const marker = join(dataFolder, markerName);
  await writeSynced(marker, `${JSON.stringify([...(await readMarker(marker)), ...slugs])}\n`);
}
