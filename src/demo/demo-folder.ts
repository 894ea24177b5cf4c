/** Writes a demo project into its folder, with byte-identical output each time. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, strToU8, zipSync, type Zippable } from 'fflate';
import { measuresAsMarkdown, type DemoRun } from './demo-measures';

export type DemoProject = {
  slug: string;
  id: number;
  name: string;
  description: string;
  licence: string;
  source: string;
  impulseName: string;
  selectedVariant: DemoRun['variant'];
  runs: DemoRun[];
  /** File name to bytes, one for each sample. */
  media: Map<string, Uint8Array>;
};

const measuredBlock = /(<!-- measured[^>]*-->\n)[^]*?(<!-- end of measured -->)/;

/**
 * Returns the number of bytes written, by file. The README is handwritten except for the measured numbers in its
 * marked block.
 */
export function writeDemo(parent: string, project: DemoProject): Record<string, number> {
  const folder = join(parent, project.slug);
  mkdirSync(folder, { recursive: true });
  const written: Record<string, number> = {};
  const write = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    written[name] = bytes.length;
  };

  for (const run of project.runs) {
    const lines = run.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    write(`${run.variant}.jsonl.gz`, gzipSync(strToU8(lines), { level: 9, mtime: 0 }));
  }
  write('media.zip', zipSync(zippable(project.media)));
  write('project.json', strToU8(`${JSON.stringify(aboutProject(project), undefined, 2)}\n`));

  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  if (!measuredBlock.test(readme))
    throw new Error(`${folder}/README.md has no block for the measured numbers`);
  const table = measuresAsMarkdown(project.runs);
  write(
    'README.md',
    strToU8(readme.replace(measuredBlock, (_, start: string, end: string) => `${start}\n${table}\n\n${end}`)),
  );
  return written;
}

function aboutProject(project: DemoProject) {
  const { id, name, description, licence, source, impulseName, selectedVariant, runs } = project;
  return {
    id,
    name,
    description,
    licence,
    source,
    impulses: [{ id: 1, name: impulseName }],
    runs: runs.map((run) => ({
      file: `${run.variant}.jsonl.gz`,
      impulseId: 1,
      variant: run.variant,
      name: run.name,
      created: run.created,
    })),
    selectedVariant,
    media: 'media.zip',
  };
}

function zippable(media: ReadonlyMap<string, Uint8Array>): Zippable {
  // A zip stores local time: this is the same local time in every zone, and the earliest that a zip can store.
  const mtime = new Date(1980, 0, 1);
  const entries: Zippable = {};
  for (const [name, bytes] of media)
    entries[name] = [bytes, { level: name.endsWith('.json') ? 9 : 0, mtime }];
  return entries;
}
