/** The records of a page, read from the store while they are sent. */
import { SecondLookError } from '../../../contract/errors';
import type { Page, StoredEntry } from '../store';
import type { WantedRecord } from './record-file';
import { damageInWords, isDamage, type Damage } from './record-format';
import type { CatalogRun } from './run-catalog';

/** Pages up to this size are read once for both of their parts and kept in memory; larger ones are read twice. */
const heldPageBytes = 1024 * 1024;

async function collected(entries: AsyncIterable<StoredEntry>): Promise<StoredEntry[]> {
  const all: StoredEntry[] = [];
  for await (const entry of entries) all.push(entry);
  return all;
}

/** Reads the wanted records of a run in order; throws `not-found` if the run was deleted meanwhile. */
export type ReadRecords = (wanted: Iterable<WantedRecord>) => AsyncIterable<StoredEntry | Damage>;

/** The sound ones of the wanted records; the others are reported with their index among the wanted ones. */
async function* soundRecords(
  records: AsyncIterable<StoredEntry | Damage>,
  onDamage: (index: number, reason: string) => void,
): AsyncGenerator<StoredEntry> {
  let index = 0;
  for await (const record of records) {
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
  { run }: CatalogRun,
  read: ReadRecords,
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
    report(`Run ${run.id} of project ${run.projectId}: ${reason}`);
  };
  const sampleIds = () => Array.from(wanted(), ({ sampleId }) => sampleId);
  async function* entries(): AsyncGenerator<StoredEntry> {
    if (bytes > heldPageBytes) {
      yield* soundRecords(read(wanted()), onDamage);
      return;
    }
    held ??= collected(soundRecords(read(wanted()), onDamage));
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
export async function entryOf(
  { run }: CatalogRun,
  read: ReadRecords,
  wanted: WantedRecord,
): Promise<StoredEntry | undefined> {
  for await (const record of read([wanted])) {
    if (!isDamage(record)) return record;
    throw new SecondLookError(
      'damaged',
      `Sample ${wanted.sampleId} of run ${run.id} is damaged on disk: ${damageInWords(record)}. The other ` +
        'samples are served; delete the run and import it again to mend it',
    );
  }
  return undefined;
}
