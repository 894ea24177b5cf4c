/** Spooled numbers → their columns: sorted in a thread of its own where there are many, while others are built here. */
import { builtThread, WorkThread } from '../../work-thread';
import { addCounted, addRanks } from './build-words';
import { numbersByRow, type IndexBuild } from './index-build';
import type { BuiltIndex } from './index-manifest';
import type { NumberField } from '../fields-by-kind';
import { numberColumns, type NumberColumns, type NumberRequest } from './number-columns';

/** Fewer are sorted in less time than a thread takes to start. */
const rowsForThread = 100_000;

const sortingThread = builtThread('sorting-thread');

/** Who makes columns out of numbers. */
export interface NumberSorter {
  /** Several may be asked for at once; the numbers are gone then. */
  columns: (request: NumberRequest) => Promise<NumberColumns>;
  stop: () => Promise<void>;
}

/** Starts who sorts the numbers of so many rows. */
export function startSorter(rows: number): NumberSorter {
  if (sortingThread === undefined || rows < rowsForThread) {
    return { columns: (request) => Promise.resolve(numberColumns(request)), stop: () => Promise.resolve() };
  }
  const thread = new WorkThread<NumberRequest, NumberColumns>(sortingThread, {
    what: 'A thread that sorted the numbers of an index',
    consequence: 'Nothing was changed; try again.',
  });
  return { columns: (request) => thread.ask(request, [request.numbers.buffer]), stop: () => thread.stop() };
}

type Histogram = BuiltIndex['histograms'][number];

/** Adds the columns of one field; returns the shape of its histogram, where it has one. */
async function addField(
  build: IndexBuild,
  field: NumberField,
  { ranked, histogram }: NumberColumns,
): Promise<Histogram | undefined> {
  const { file } = build;
  if (ranked !== undefined) {
    await file.add(`values:${field}`, ranked.different);
    await addRanks(file, field, ranked);
  }
  if (histogram === undefined) return undefined;
  await addCounted(build, `histogram:${field}`, histogram.bins, histogram.shape.bins);
  return { field, ...histogram.shape };
}

/** Adds the columns of all fields of numbers; returns the shapes of their histograms. */
export async function addNumbers(build: IndexBuild, sorter: NumberSorter): Promise<Histogram[]> {
  const { file, spools, signal } = build;
  const histograms: (Histogram | undefined)[] = [];
  // One field is sorted while the columns of the one before are written.
  let before: (() => Promise<Histogram | undefined>) | undefined;
  for (const [name, spool] of spools.numbers) {
    signal?.throwIfAborted();
    const numbers = numbersByRow(build, spool);
    if (name === 'id') await file.add('ids', numbers);
    const columns = sorter.columns({ name, numbers });
    // Whoever waits for them hears of a thread that stopped; a build that ends before that does not.
    columns.catch(() => undefined);
    histograms.push(await before?.());
    before = async () => addField(build, name, await columns);
  }
  histograms.push(await before?.());
  return histograms.filter((histogram) => histogram !== undefined);
}
