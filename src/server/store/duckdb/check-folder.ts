/** Verifies a data folder without changing it: every run's seal, records and index, and unexpected files. */
import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { SecondLookError } from '../../../contract/errors';
import { isSpillName } from '../../import/stage/spill-file';
import { inWords } from '../records/disk-errors';
import { hasFormat, markerName } from '../records/folder-marker';
import {
  damageInWords,
  fileHeadLength,
  hashedPart,
  isDamage,
  isHeadOf,
  readAt,
} from '../records/record-format';
import { scanRecords } from '../records/record-scan';
import { entriesIn, readRuns, recordFileName, runFileName, type StoredRun } from '../records/runs';
import { isDraftName, isPartName } from '../records/synced-files';
import { checkIndex, UnusableIndexError } from './index-manifest';
import { asidePrefix, indexName, partName } from './rebuild';
import { spillName } from './run-index';

interface FolderCheckOptions {
  signal: AbortSignal;
  /** Whether a server is using the folder; then files that it is writing are not leftovers. */
  isInUse: boolean;
  /** Called for each finding: a problem is damage, a note is not; `place` is the path within the data folder. */
  onFinding: (finding: { isProblem: boolean; place: string; says: string }) => void;
  onProgress: (progress: { records: number; share: number }) => void;
}

/** The expected contents of a data folder, except what is being written, and of a run's folder. */
const ofFolder = ['projects', 'parts', 'temp', 'demo-media', 'demo-projects.json', 'server.json', markerName];
const ofRun = [runFileName, recordFileName, indexName, partName, spillName];

const isThere = async (path: string) => (await stat(path).catch(() => undefined)) !== undefined;

class FolderChecker {
  /** `records`: the sound ones. */
  readonly totals = { runs: 0, damagedRuns: 0, records: 0, bytes: 0 };
  #problems = 0;
  #wholeBytes = 0;

  constructor(
    readonly root: string,
    readonly options: FolderCheckOptions,
  ) {}

  #find(isProblem: boolean, path: string, says: string): void {
    if (isProblem) this.#problems += 1;
    const place = relative(this.root, path);
    this.options.onFinding({ isProblem, place, says: says.replaceAll(/\s*\n\s*/g, ' ') });
  }

  async checkAll(): Promise<void> {
    const { runs, unreadable } = await readRuns(this.root);
    for (const { folder, reason } of unreadable)
      await this.#checkRun(folder, () => Promise.reject(new Error(`the run cannot be shown: ${reason}`)));
    for (const { records } of runs) this.#wholeBytes += records.bytes;
    for (const run of runs) {
      await this.#checkRun(run.folder, async () => {
        await this.#checkRecords(run);
        await this.#checkIndex(run);
      });
    }
    await this.#checkNames(this.root, (name) => ofFolder.includes(name), isDraftName);
    await this.#checkNames(join(this.root, 'parts'), () => false, isPartName);
    await this.#checkNames(join(this.root, 'temp'), () => false, isSpillName);
  }

  async #checkRun(folder: string, check: () => Promise<void>): Promise<void> {
    const before = this.#problems;
    try {
      await this.#checkNames(folder, (name) => ofRun.includes(name) || name.startsWith(asidePrefix));
      await check();
    } catch (error) {
      this.options.signal.throwIfAborted();
      // Deleted meanwhile by the server that is using the folder.
      if (!(await isThere(folder))) return;
      const reason = inWords(error, 'it cannot be checked', this.root);
      this.#find(true, folder, reason instanceof Error ? reason.message : String(reason));
    }
    this.totals.runs += 1;
    if (this.#problems > before) this.totals.damagedRuns += 1;
  }

  /** Notes unexpected files in a folder, and what an interrupted import left there. */
  async #checkNames(
    folder: string,
    isExpected: (name: string) => boolean,
    isLeftover: (name: string) => boolean = () => false,
  ): Promise<void> {
    for (const { name } of await entriesIn(folder)) {
      const isOurs = isLeftover(name);
      if (isExpected(name) || (isOurs && this.options.isInUse)) continue;
      const says = isOurs ? 'is left over; the next start removes it' : 'does not belong here';
      this.#find(false, join(folder, name), says);
    }
  }

  async #checkHead(path: string, { key, bytes }: StoredRun['records']): Promise<void> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size !== bytes) this.#find(true, path, `has ${size} bytes instead of ${bytes}`);
      if (!isHeadOf(await readAt(file, 0, fileHeadLength), key))
        this.#find(true, path, "the file's head is damaged, or another run's");
    } finally {
      await file.close();
    }
  }

  async #checkRecords({ folder, records, run }: StoredRun): Promise<void> {
    const path = join(folder, recordFileName);
    if (!(await isThere(path)) && (await isThere(folder))) {
      this.#find(true, path, 'is missing; nothing of the run can be shown');
      return;
    }
    await this.#checkHead(path, records);
    const hash = createHash('sha256');
    let sound = 0;
    let damages = 0;
    for await (const record of scanRecords(path, records.key, records.bytes)) {
      this.options.signal.throwIfAborted();
      if (isDamage(record)) {
        damages += 1;
        this.#find(true, path, damageInWords(record));
        continue;
      }
      sound += 1;
      hash.update(hashedPart(record.bytes));
      this.totals.records += 1;
      const share = (this.totals.bytes + record.offset) / Math.max(1, this.#wholeBytes);
      this.options.onProgress({ records: this.totals.records, share });
    }
    this.totals.bytes += records.bytes;
    if (damages > 0) return;
    if (sound !== run.samples) this.#find(true, path, `holds ${sound} records instead of ${run.samples}`);
    else if (hash.digest('hex') !== run.contentHash)
      this.#find(true, path, 'the hash of its content differs');
  }

  async #checkIndex({ folder, records }: StoredRun): Promise<void> {
    const names = await readdir(folder);
    for (const name of names.filter((candidate) => candidate.startsWith(asidePrefix)))
      this.#find(false, join(folder, name), 'is a damaged index that was put aside; it may be deleted');
    const path = join(folder, indexName);
    const remedy = 'it is rebuilt when the run is first shown';
    if (!names.includes(indexName)) {
      this.#find(false, path, `is missing; ${remedy}`);
      return;
    }
    try {
      await checkIndex(path, records);
    } catch (error) {
      if (!(error instanceof UnusableIndexError)) throw error;
      this.#find(error.isDamaged, path, `${error.message}; ${remedy}`);
    }
  }
}

/**
 * Verifies every run of a data folder; nothing is written, and a server may be using it. Throws `not-found` if the
 * folder does not exist, and `conflict` if it is of a newer version.
 */
export async function checkDataFolder(dataFolder: string, options: FolderCheckOptions) {
  const root = resolve(dataFolder);
  if (!(await isThere(root))) throw new SecondLookError('not-found', `${root}: there is no such folder.`);
  if (!(await hasFormat(root))) {
    throw new SecondLookError(
      'not-found',
      `${root} is no data folder of Second Look: it has no ${markerName}.`,
    );
  }
  const checker = new FolderChecker(root, options);
  await checker.checkAll();
  return checker.totals;
}
