/** Spooled numbers → their columns: sorted in a thread of its own where there are many, while others are built here. */
import { builtThread, WorkThread } from '../../work-thread';
import { addCounted, addRanks } from './build-words';
import { numbersByRow, type IndexBuild } from './index-build';
import type { BuiltIndex } from './index-manifest';
import { numberColumns, type NumberColumns, type NumberRequest } from './number-columns';

/** Fewer are sorted in less time than a thread takes to start. */
const rowsForThread = 100_000;

const sortingThread = builtThread('sorting-thread');

interface Sorter {
  columns: (request: NumberRequest) => Promise<NumberColumns>;
  stop: () => Promise<void>;
}

function sorterFor(rows: number): Sorter {
  if (sortingThread === undefined || rows < rowsForThread) {
    return { columns: (request) => Promise.resolve(numberColumns(request)), stop: () => Promise.resolve() };
  }
  const thread = new WorkThread<NumberRequest, NumberColumns>(sortingThread, {
    what: 'A thread that sorted the numbers of an index',
    consequence: 'Nothing was changed; try again.',
  });
  return { columns: (request) => thread.ask(request, [request.numbers.buffer]), stop: () => thread.stop() };
}

/** Adds the columns of all fields of numbers; returns the shapes of their histograms. */
export async function addNumbers(build: IndexBuild): Promise<BuiltIndex['histograms']> {
  const { file, spools, signal } = build;
  const histograms: BuiltIndex['histograms'] = [];
  const sorter = sorterFor(build.rows);
  try {
    for (const [name, spool] of spools.numbers) {
      signal?.throwIfAborted();
      const numbers = numbersByRow(build, spool);
      if (name === 'id') await file.add('ids', numbers);
      const { ranked, histogram } = await sorter.columns({ name, numbers });
      if (ranked !== undefined) {
        await file.add(`values:${name}`, ranked.different);
        await addRanks(file, name, ranked);
      }
      if (histogram === undefined) continue;
      histograms.push({ field: name, ...histogram.shape });
      await addCounted(build, `histogram:${name}`, histogram.bins, histogram.shape.bins);
    }
  } finally {
    await sorter.stop();
  }
  return histograms;
}
