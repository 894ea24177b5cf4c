/** The floor as a separate process: it reads a run, then answers query strings, each with its own time. */
import { parseQuery } from '../../../src/contract/query';
import { readSummaryChoice } from '../../../src/contract/schemas/summary-parts';
import { floorAnswer, floorPage } from './floor-answer';
import { readFloorColumns } from './floor-columns';

const [path = '', rows = '0'] = process.argv.slice(2);
const started = performance.now();
const columns = await readFloorColumns(path, Number(rows));
process.on('message', (message: { query: string; parts: string; isPage: boolean }) => {
  const query = parseQuery(new URLSearchParams(message.query));
  const own = new URLSearchParams(message.parts);
  const choice = readSummaryChoice((name) => own.get(name) ?? undefined);
  const asked = performance.now();
  const answer = message.isPage ? floorPage(columns, query) : floorAnswer(columns, query, choice);
  process.send?.({ milliseconds: performance.now() - asked, answer });
});
process.on('disconnect', () => process.exit());
process.send?.({
  reading: performance.now() - started,
  residentBytes: process.memoryUsage().rss,
});
