/** Verifies a data folder of the embedded store: its runs, and whether each index can be used. */
import { join } from 'node:path';
import { readdir } from 'node:fs/promises';
import {
  checkRunFolders,
  type AdapterFiles,
  type FolderCheck,
  type FolderCheckOptions,
} from '../folder-check';
import { checkIndex, UnusableIndexError } from './index-manifest';
import { asidePrefix, indexName, partName } from './rebuild';
import { spillName } from './run-index';

const files: AdapterFiles = {
  isOwn: (name) => [indexName, partName, spillName].includes(name) || name.startsWith(asidePrefix),
  async *check({ folder, records }) {
    const names = await readdir(folder);
    for (const name of names.filter((candidate) => candidate.startsWith(asidePrefix))) {
      const says = 'is a damaged index that was put aside; it may be deleted';
      yield { isProblem: false, place: join(folder, name), says };
    }
    const place = join(folder, indexName);
    if (!names.includes(indexName)) {
      yield { isProblem: false, place, says: 'is missing; it is made again when the run is first shown' };
      return;
    }
    try {
      await checkIndex(place, records);
    } catch (error) {
      if (!(error instanceof UnusableIndexError)) throw error;
      const says = `${error.message}; it is made again when the run is first shown`;
      yield { isProblem: error.isDamaged, place, says };
    }
  },
};

/** Verifies every run of the folder; see `checkRunFolders`. */
export const checkDataFolder = (folder: string, options: FolderCheckOptions): Promise<FolderCheck> =>
  checkRunFolders(folder, files, options);
