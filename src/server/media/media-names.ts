/** The names in one folder of media, listed once, and how a sample is found among them. */

/** What a sample's file may be called by. */
export interface SampleNames {
  sampleId: number;
  filename: string | null;
  label: string | null;
  category: string | null;
}

/** The endings of the types that are served; a name without its ending is looked for with these. */
const endings = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'wav', 'mp4', 'webm', 'json'];

// As Studio's export calls them: <label>.<file name>.<hash>.ingestion-<…>.<ending>
const exported = /^(.+)\.ingestion-[^.]*\.[^.]+$/;

/** One dot hides a file; a name that merely begins with two is a name like any other. */
const isHidden = (name: string) => /^\.([^.]|\.?$)/.test(name);

/** The names of a folder, to be looked up by what a sample is called. */
export class MediaNames {
  /** By the name in one Unicode form, since systems differ in theirs; the exact one is preferred. */
  readonly #byName = new Map<string, string[]>();
  readonly #byExportedName = new Map<string, string[]>();

  add(name: string): void {
    if (isHidden(name)) return;
    add(this.#byName, name, name);
    const stem = exported.exec(name)?.[1];
    if (stem === undefined) return;
    add(this.#byExportedName, stem, name);
    // The hash is part of the sample's file name or not, depending on who wrote it.
    const withoutHash = /^(.+)\.[^.]+$/.exec(stem)?.[1];
    if (withoutHash !== undefined) add(this.#byExportedName, withoutHash, name);
  }

  /** The names that a sample's file may have here, the likeliest first. */
  candidates({ sampleId, filename, label }: SampleNames): string[] {
    const id = String(sampleId);
    const wanted = endings.map((ending) => `${id}.${ending}`);
    const found = wanted.flatMap((name) => lookUp(this.#byName, name));
    if (filename !== null && filename !== '') {
      found.push(...lookUp(this.#byName, filename));
      for (const ending of endings) found.push(...lookUp(this.#byName, `${filename}.${ending}`));
      if (label !== null && label !== '') found.push(...lookUp(this.#byExportedName, `${label}.${filename}`));
      found.push(...lookUp(this.#byExportedName, filename));
    }
    return [...new Set(found)];
  }
}

function add(map: Map<string, string[]>, key: string, name: string): void {
  const form = key.normalize('NFC');
  const known = map.get(form);
  if (known === undefined) map.set(form, [name]);
  else known.push(name);
}

function lookUp(map: ReadonlyMap<string, string[]>, key: string): string[] {
  const names = map.get(key.normalize('NFC')) ?? [];
  return names.length < 2
    ? names
    : [...names].sort((a, b) => Number(b.startsWith(key)) - Number(a.startsWith(key)));
}
