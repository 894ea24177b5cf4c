/** The index of one run on a ClickHouse server: pages, positions and summaries, each by statements of its own. */
import type { Query } from '../../../contract/query';
import type { Summary } from '../../../contract/schemas/summary';
import type { WantedRecord } from '../records/record-file';
import { inRowsOf, verdictCondition } from '../sql/conditions';
import type { CountedRows } from '../sql/count-parts';
import { createDictionary } from '../sql/dictionary';
import { clickhouseDialect } from '../sql/dialect';
import { metadataOptions } from '../sql/metadata-options';
import { neighboursInOrder, samplesInOrder } from '../sql/page';
import { column, tables, tallyNames, type BuiltIndex } from '../sql/schema';
import { setsOf, type Selection } from '../sql/selection';
import { ask, type SqlIndex } from '../sql/sql-index';
import { allOf, type Fragment } from '../sql/statement';
import { summaryOf, type SummaryRequest } from '../sql/summary';
import { isBox } from '../sql/tally';
import type { MetadataOptions, Position, WantedOptions } from '../store';
import type { Connection } from './connection';

export interface RunIndex {
  /** The number of matching samples, and those of the page. */
  page: (query: Query, signal?: AbortSignal) => Promise<{ totalCount: number; wanted: WantedRecord[] }>;
  /** `undefined` if the sample does not match the query. */
  position: (query: Query, sampleId: number, signal?: AbortSignal) => Promise<Position | undefined>;
  summary: (request: SummaryRequest, signal?: AbortSignal) => Promise<Summary>;
  metadataOptions: (wanted: WantedOptions) => Promise<MetadataOptions>;
}

/** Opens an index with the given contents. */
export async function openRunIndex(connection: Connection, built: BuiltIndex): Promise<RunIndex> {
  const boxes = await connection.read({
    sql: `SELECT 1 FROM ${tables.verdicts} WHERE ${isBox} LIMIT 1`,
    values: [],
  });
  const tallies = await connection.read({
    sql: `SELECT ${tallyNames.map((name) => `"${name}"`).join(', ')} FROM ${tables.tallies} ORDER BY ${column.code}`,
    values: [],
  });
  const index: SqlIndex = {
    built,
    dialect: clickhouseDialect,
    hasBoxes: boxes.rows > 0,
    tallies: new Map(tallyNames.map((name, at) => [name, tallies.numbers(at)])),
    read: (statement, _urgency, signal) => connection.read(statement, signal),
  };
  const dictionary = createDictionary(index);
  const context = { index, dictionary };

  /** The conditions on samples, all of which those that match the selection meet. */
  async function conditionsOf(selection: Selection, but: readonly string[]): Promise<Fragment[]> {
    const conditions: Fragment[] = [];
    for (const { find } of setsOf(selection, but)) {
      const found = await find(context);
      if (found === undefined) continue;
      const { table, condition } = found;
      conditions.push(table === tables.samples ? condition : inRowsOf(table, condition));
    }
    return conditions;
  }
  async function countedRows(selection: Selection, but: readonly string[]): Promise<CountedRows> {
    const conditions = await conditionsOf(selection, but);
    const ofVerdicts = await verdictCondition(context, selection.filters, but);
    // Also a condition on the side tables and on verdicts, which only share the column of rows with the samples.
    const samples = conditions.length === 0 ? allOf([]) : inRowsOf(tables.samples, allOf(conditions));
    return {
      samples,
      verdicts: allOf([samples, ofVerdicts.condition]),
      verdictsAndSurplus: allOf([samples, ofVerdicts.withSurplus]),
      hasEveryVerdict: !ofVerdicts.isFiltered,
    };
  }

  return {
    async page(query, signal) {
      const matches = allOf(await conditionsOf(query, []));
      const [counted, found] = await Promise.all([
        ask(
          index,
          (bind) => `SELECT count(*) FROM ${tables.samples} WHERE ${matches(bind)}`,
          'short',
          signal,
        ),
        ask(index, samplesInOrder(matches, query), 'short', signal),
      ]);
      const lengths = found.numbers(1);
      return {
        totalCount: counted.numbers(0)[0] ?? 0,
        wanted: Array.from(found.numbers(0), (sampleId, at) => ({
          sampleId,
          offset: 0,
          length: lengths[at] ?? 0,
        })),
      };
    },
    async position(query, sampleId, signal) {
      const matches = allOf(await conditionsOf(query, []));
      const found = await ask(index, neighboursInOrder(matches, query.sort, sampleId), 'short', signal);
      const places = found.numbers(0);
      const ids = found.numbers(1);
      const at = ids.indexOf(sampleId);
      const place = places[at];
      if (place === undefined) return undefined;
      return { row: place - 1, previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null };
    },
    summary: (request, signal) =>
      summaryOf(index, dictionary, (but) => countedRows(request.selection, but), request, signal),
    metadataOptions: (wanted) => metadataOptions(index, wanted),
  };
}
