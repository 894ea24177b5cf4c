/** Verifies a data folder without changing it: every run's seal, every record's checksum, what does not belong there. */
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { SecondLookError } from '../../contract/errors';
import { codeOf, inWords } from './disk-errors';
import {
  createContentHash,
  damageInWords,
  fileHeadLength,
  isDamage,
  isHeadOf,
  readAt,
} from './record-format';
import { scanRecords } from './record-scan';
import { isSpillName } from '../sources/spool/spill-file';
import { hasFormat, markerName } from './folder-marker';
import { readStoredRun, recordFileName, runFileName, type StoredRun } from './runs';
import { isDraftName, isPartName } from './synced-files';

/** What an adapter keeps beside a run's records, and what is amiss with it. */
export interface AdapterFiles {
  /** Whether a file or folder of this name may lie in a run's folder. */
  isOwn: (name: string) => boolean;
  check: (run: StoredRun) => AsyncIterable<Finding>;
}

/** Something worth a line: a problem is damage, a note is not. */
export interface Finding {
  isProblem: boolean;
  /** The path within the data folder. */
  place: string;
  says: string;
}

export interface FolderCheck {
  runs: number;
  damagedRuns: number;
  /** The records that are sound. */
  records: number;
  bytes: number;
}

export interface FolderCheckOptions {
  signal: AbortSignal;
  /** Whether a server is at work in the folder; what it is just writing is no leftover. */
  isInUse: boolean;
  onFinding: (finding: Finding) => void;
  onProgress: (progress: { records: number; share: number }) => void;
}

/** What lies in a data folder beside its runs and what is being written. */
const known = ['projects', 'parts', 'temp', 'demo-media', 'demo-projects.json', 'server.json', markerName];

const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ');

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

const isThere = async (path: string) => (await stat(path).catch(() => undefined)) !== undefined;

/** Verifies one run after the other; what it finds is told as it is found. */
class FolderChecker {
  readonly #root: string;
  readonly #adapter: AdapterFiles;
  readonly #options: FolderCheckOptions;
  readonly totals: FolderCheck = { runs: 0, damagedRuns: 0, records: 0, bytes: 0 };
  #problems = 0;
  #wholeBytes = 0;

  constructor(root: string, adapter: AdapterFiles, options: FolderCheckOptions) {
    this.#root = root;
    this.#adapter = adapter;
    this.#options = options;
  }

  #tell(finding: Finding): void {
    if (finding.isProblem) this.#problems += 1;
    this.#options.onFinding({
      ...finding,
      place: relative(this.#root, finding.place),
      says: oneLine(finding.says),
    });
  }

  #reasonOf(error: unknown): string {
    const inSentence = inWords(error, 'it cannot be checked', this.#root);
    return inSentence instanceof Error ? inSentence.message : String(inSentence);
  }

  #problem = (place: string, says: string) => this.#tell({ isProblem: true, place, says });
  #note = (place: string, says: string) => this.#tell({ isProblem: false, place, says });

  async checkAll(): Promise<void> {
    const runs = await this.#readRuns();
    for (const { records } of runs) this.#wholeBytes += records.bytes;
    for (const run of runs) {
      const before = this.#problems;
      try {
        await this.#checkRun(run);
      } catch (error) {
        this.#options.signal.throwIfAborted();
        // Deleted while it was read, by the server that runs here.
        if (!(await isThere(run.folder))) continue;
        this.#problem(run.folder, this.#reasonOf(error));
      }
      this.totals.runs += 1;
      if (this.#problems > before) this.totals.damagedRuns += 1;
    }
    await this.#checkRoot();
  }

  async #readRuns(): Promise<StoredRun[]> {
    const projects = join(this.#root, 'projects');
    const runs: StoredRun[] = [];
    for (const project of await entriesOf(projects)) {
      const folder = join(projects, project.name);
      if (!project.isDirectory()) this.#note(folder, 'does not belong here');
      else
        await this.#readProject(projects, project.name, runs).catch((error: unknown) =>
          this.#problem(folder, this.#reasonOf(error)),
        );
    }
    return runs;
  }

  async #readProject(projects: string, project: string, runs: StoredRun[]): Promise<void> {
    for (const entry of await entriesOf(join(projects, project))) {
      if (entry.isDirectory()) await this.#readRun(projects, project, entry.name, runs);
      else this.#note(join(projects, project, entry.name), 'does not belong here');
    }
  }

  async #readRun(projects: string, project: string, name: string, runs: StoredRun[]): Promise<void> {
    try {
      runs.push(await readStoredRun(projects, project, name));
    } catch (error) {
      const folder = join(projects, project, name);
      if (!(await isThere(folder))) return;
      this.totals.runs += 1;
      this.totals.damagedRuns += 1;
      const path = join(folder, runFileName);
      const reason = (await isThere(path)) ? this.#reasonOf(error) : 'it is missing';
      this.#problem(path, `the run cannot be shown: ${reason}`);
    }
  }

  async #checkRun(run: StoredRun): Promise<void> {
    for (const { name } of await entriesOf(run.folder)) {
      if (name === runFileName || name === recordFileName || this.#adapter.isOwn(name)) continue;
      this.#note(join(run.folder, name), 'does not belong here');
    }
    await this.#checkRecords(run);
    for await (const finding of this.#adapter.check(run)) this.#tell(finding);
  }

  async #checkHead(path: string, run: StoredRun): Promise<void> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size !== run.records.bytes)
        this.#problem(path, `has ${size} bytes instead of ${run.records.bytes}`);
      if (!isHeadOf(await readAt(file, 0, fileHeadLength), run.records.key))
        this.#problem(path, "the file's head is damaged, or another run's");
    } finally {
      await file.close();
    }
  }

  async #checkRecords(run: StoredRun): Promise<void> {
    const path = join(run.folder, recordFileName);
    const { key, bytes } = run.records;
    if (!(await isThere(path)) && (await isThere(run.folder))) {
      this.#problem(path, 'is missing; nothing of the run can be shown');
      return;
    }
    await this.#checkHead(path, run);
    const hash = createContentHash();
    let records = 0;
    let damages = 0;
    for await (const record of scanRecords(path, key, bytes)) {
      this.#options.signal.throwIfAborted();
      if (isDamage(record)) {
        damages += 1;
        this.#problem(path, damageInWords(record));
        continue;
      }
      records += 1;
      hash.add(record.bytes);
      this.totals.records += 1;
      const share = (this.totals.bytes + record.offset) / Math.max(1, this.#wholeBytes);
      this.#options.onProgress({ records: this.totals.records, share });
    }
    this.totals.bytes += bytes;
    const { samples, contentHash } = run.run;
    if (damages > 0) return;
    if (records !== samples) this.#problem(path, `holds ${records} records instead of ${samples}`);
    else if (hash.end() !== contentHash) this.#problem(path, 'the hash of its content differs');
  }

  async #checkRoot(): Promise<void> {
    await this.#checkLeftovers(this.#root, isDraftName, (name) => known.includes(name));
    await this.#checkLeftovers(join(this.#root, 'parts'), isPartName);
    await this.#checkLeftovers(join(this.#root, 'temp'), isSpillName);
  }

  async #checkLeftovers(
    folder: string,
    isOurs: (name: string) => boolean,
    isExpected: (name: string) => boolean = () => false,
  ): Promise<void> {
    for (const { name } of await entriesOf(folder)) {
      if (isExpected(name) || (isOurs(name) && this.#options.isInUse)) continue;
      const says = isOurs(name) ? 'is left over; the next start removes it' : 'does not belong here';
      this.#note(join(folder, name), says);
    }
  }
}

/**
 * Verifies every run of a data folder; nothing is written, and a server may be at work in it. Throws `not-found`
 * where there is no such folder, and `conflict` for one of a newer version.
 */
export async function checkRunFolders(
  dataFolder: string,
  adapter: AdapterFiles,
  options: FolderCheckOptions,
): Promise<FolderCheck> {
  const root = resolve(dataFolder);
  if (!(await isThere(root))) throw new SecondLookError('not-found', `${root}: there is no such folder.`);
  if (!(await hasFormat(root))) {
    throw new SecondLookError(
      'not-found',
      `${root} is no data folder of Second Look: it has no ${markerName}.`,
    );
  }
  const checker = new FolderChecker(root, adapter, options);
  await checker.checkAll();
  return checker.totals;
}
