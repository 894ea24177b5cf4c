/** The records of a page, read from the record file while they are sent. */
import { join } from 'node:path';
import { SecondLookError } from '../../../contract/errors';
import { codeOf, inWords } from '../records/disk-errors';
import { readRecords, type WantedRecord } from '../records/record-file';
import { damageInWords, isDamage, type Damage } from '../records/record-format';
import { recordFileName, type StoredRun } from '../records/runs';
import type { Page, StoredEntry } from '../store';

/** Pages up to this size are read once for both of their parts and kept in memory; larger ones are read twice. */
const heldPageBytes = 1024 * 1024;

async function collected(entries: AsyncIterable<StoredEntry>): Promise<StoredEntry[]> {
  const all: StoredEntry[] = [];
  for await (const entry of entries) all.push(entry);
  return all;
}

/** The wanted records of a run. Throws `not-found` if the run was deleted meanwhile. */
async function* recordsOf(
  { folder, records, run }: StoredRun,
  wanted: Iterable<WantedRecord>,
): AsyncGenerator<StoredEntry | Damage> {
  try {
    yield* readRecords(join(folder, recordFileName), records.key, wanted);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw inWords(error, 'the records cannot be read', folder);
    const message = `The records of run ${run.id} are no longer there: the run was deleted, or its folder changed`;
    throw new SecondLookError('not-found', message, { cause: error });
  }
}

/** The sound ones of the wanted records; the others are reported with their index among the wanted ones. */
async function* soundRecords(
  stored: StoredRun,
  wanted: Iterable<WantedRecord>,
  onDamage: (index: number, reason: string) => void,
): AsyncGenerator<StoredEntry> {
  let index = 0;
  for await (const record of recordsOf(stored, wanted)) {
    if (isDamage(record)) onDamage(index, damageInWords(record));
    else yield record;
    index += 1;
  }
}

/**
 * A page of the wanted records. A damaged one is reported, listed and left out. The positions of many records would
 * take too much memory while a page is not being read, so they are computed each time.
 */
export function pageOf(
  stored: StoredRun,
  totalCount: number,
  wanted: () => Iterable<WantedRecord>,
  report: (message: string) => void,
): Page {
  let bytes = 0;
  for (const { length } of wanted()) {
    bytes += length;
    if (bytes > heldPageBytes) break;
  }
  let held: Promise<StoredEntry[]> | undefined;
  const damages = new Map<number, string>();
  const onDamage = (index: number, reason: string) => {
    // If a page is read once for each of its parts, each damage is reported twice.
    if (damages.has(index)) return;
    damages.set(index, reason);
    report(`Run ${stored.run.id} of project ${stored.run.projectId}: ${reason}`);
  };
  const sampleIds = () => Array.from(wanted(), ({ sampleId }) => sampleId);
  async function* entries(): AsyncGenerator<StoredEntry> {
    if (bytes > heldPageBytes) {
      yield* soundRecords(stored, wanted(), onDamage);
      return;
    }
    held ??= collected(soundRecords(stored, wanted(), onDamage));
    yield* await held;
  }
  return {
    totalCount,
    get sampleIds() {
      return sampleIds();
    },
    damaged() {
      if (damages.size === 0) return [];
      const ids = sampleIds();
      return Array.from(damages, ([index, reason]) => ({ index, sampleId: ids[index] ?? 0, reason }));
    },
    entries,
    async *results() {
      for await (const { result } of entries()) yield result;
    },
    async *predictions() {
      for await (const { predictions } of entries()) yield predictions;
    },
  };
}

/** The entry of one wanted record; throws `damaged`, with the reason, if it is damaged. */
export async function entryOf(stored: StoredRun, wanted: WantedRecord): Promise<StoredEntry | undefined> {
  for await (const record of recordsOf(stored, [wanted])) {
    if (!isDamage(record)) return record;
    throw new SecondLookError(
      'damaged',
      `Sample ${wanted.sampleId} of run ${stored.run.id} is damaged on disk: ${damageInWords(record)}. The other ` +
        'samples are served; delete the run and import it again to mend it',
    );
  }
  return undefined;
}
