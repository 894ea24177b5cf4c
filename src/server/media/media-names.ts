/** The file names in a media folder, listed once, and the lookup of a sample among them. */

/** The names that a sample's file may have. */
export interface SampleNames {
  sampleId: number;
  filename: string | null;
  label: string | null;
  category: string | null;
}

/** A file in the folder, or in one of its subfolders. */
export interface MediaName {
  subfolder: string;
  name: string;
}

/** The extensions of the supported types; a name without extension is looked up with each of these. */
const endings = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'wav', 'mp4', 'webm', 'json'];

// The names in a Studio export: <label>.<file name>.<hash>.ingestion-<…>.<extension>
const exported = /^(.+)\.ingestion-[^.]*\.[^.]+$/;

/** A single leading dot hides a file; a name that starts with two dots is an ordinary one. */
const isHidden = (name: string) => /^\.([^.]|\.?$)/.test(name);

/** Files by name, in one Unicode normalisation form, since systems differ. */
class NameIndex {
  readonly #files = new Map<string, MediaName[]>();

  add(key: string, file: MediaName): void {
    const form = key.normalize('NFC');
    const known = this.#files.get(form);
    if (known === undefined) this.#files.set(form, [file]);
    else known.push(file);
  }

  /** Exact matches come first. */
  find(key: string): MediaName[] {
    const files = this.#files.get(key.normalize('NFC')) ?? [];
    const isExact = ({ name }: MediaName) => Number(name.startsWith(key));
    return files.length < 2 ? files : files.toSorted((a, b) => isExact(b) - isExact(a));
  }
}

/** The names in a folder, for looking up a sample's file. */
export class MediaNames {
  readonly #names = new NameIndex();
  readonly #exportedNames = new NameIndex();

  add(file: MediaName): void {
    if (isHidden(file.name)) return;
    this.#names.add(file.name, file);
    const stem = exported.exec(file.name)?.[1];
    if (stem === undefined) return;
    this.#exportedNames.add(stem, file);
    // Depending on the tool, the hash is part of the sample's file name or not.
    const withoutHash = /^(.+)\.[^.]+$/.exec(stem)?.[1];
    if (withoutHash !== undefined) this.#exportedNames.add(withoutHash, file);
  }

  /** The possible files of a sample, most likely first: those of its category before all others. */
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
