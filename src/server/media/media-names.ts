/** The names in a folder of media, listed once, and how a sample is found among them. */

/** What a sample's file may be called by. */
export interface SampleNames {
  sampleId: number;
  filename: string | null;
  label: string | null;
  category: string | null;
}

/** A file of the folder, or of one right inside it. */
export interface MediaName {
  subfolder: string;
  name: string;
}

/** The endings of the types that are served; a name without its ending is looked for with these. */
const endings = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'wav', 'mp4', 'webm', 'json'];

// As Studio's export calls them: <label>.<file name>.<hash>.ingestion-<…>.<ending>
const exported = /^(.+)\.ingestion-[^.]*\.[^.]+$/;

/** One dot hides a file; a name that merely begins with two is a name like any other. */
const isHidden = (name: string) => /^\.([^.]|\.?$)/.test(name);

/** Files by what they are called, in one Unicode form, since systems differ in theirs. */
class NameIndex {
  readonly #files = new Map<string, MediaName[]>();

  add(key: string, file: MediaName): void {
    const form = key.normalize('NFC');
    const known = this.#files.get(form);
    if (known === undefined) this.#files.set(form, [file]);
    else known.push(file);
  }

  /** Those in the very form of the key first. */
  find(key: string): MediaName[] {
    const files = this.#files.get(key.normalize('NFC')) ?? [];
    const isExact = ({ name }: MediaName) => Number(name.startsWith(key));
    return files.length < 2 ? files : files.toSorted((a, b) => isExact(b) - isExact(a));
  }
}

/** The names of a folder, to be looked up by what a sample is called. */
export class MediaNames {
  readonly #names = new NameIndex();
  readonly #exportedNames = new NameIndex();

  add(file: MediaName): void {
    if (isHidden(file.name)) return;
    this.#names.add(file.name, file);
    const stem = exported.exec(file.name)?.[1];
    if (stem === undefined) return;
    this.#exportedNames.add(stem, file);
    // The hash is part of the sample's file name or not, depending on who wrote it.
    const withoutHash = /^(.+)\.[^.]+$/.exec(stem)?.[1];
    if (withoutHash !== undefined) this.#exportedNames.add(withoutHash, file);
  }

  /** The files that a sample may have here, the likeliest first: those of its category before all others. */
  candidates({ sampleId, filename, label, category }: SampleNames): MediaName[] {
    const withEndings = (name: string) => endings.map((ending) => `${name}.${ending}`);
    const names = withEndings(String(sampleId));
    const exportedNames: string[] = [];
    if (filename !== null && filename !== '') {
      names.push(filename, ...withEndings(filename));
      if (label !== null && label !== '') exportedNames.push(`${label}.${filename}`);
      exportedNames.push(filename);
    }
    const found = new Set([
      ...names.flatMap((name) => this.#names.find(name)),
      ...exportedNames.flatMap((name) => this.#exportedNames.find(name)),
    ]);
    const isOfCategory = ({ subfolder }: MediaName) => Number(subfolder === category);
    return [...found].sort((a, b) => isOfCategory(b) - isOfCategory(a));
  }
}
