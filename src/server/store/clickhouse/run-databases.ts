/** The runs on a ClickHouse server: a database each, listed in one table, whose last row publishes a run. */
import { randomUUID } from 'node:crypto';
import { SecondLookError } from '../../../contract/errors';
import type { Run } from '../../../contract/schemas/runs';
import { createQueue } from '../queue';
import {
  catalogRunSchema,
  findRun,
  prepareRun,
  projectsOf,
  sameContent,
  type CatalogRun,
  type WrittenRun,
} from '../records/run-catalog';
import { mediaFolderIn, storedMediaFolder } from '../records/runs';
import { quoted } from '../sql/statement';
import type { Imported, RunDraft } from '../store';
import { isMissing } from './clickhouse-errors';
import { connect, type Connection } from './connection';
import { nativeBlock } from './native-block';
import type { ClickhouseServer } from './server-url';

/*
 * <database>                     the table of runs: the name of each run's database, and its facts
 * <database>_run_<32 digits>     the records of a run and its index; without a row in the table it is a leftover
 * <database>_trial_<32 digits>   the index of a run under trial thresholds; removed when it is closed
 */
const runTable = quoted('runs');
const nameColumn = quoted('name');
const factsColumn = quoted('facts');

/** A run on the server. */
export interface ClickhouseRun extends CatalogRun {
  /** The name of its database. */
  database: string;
}

export interface RunDatabases {
  projects: () => ReturnType<typeof projectsOf>;
  /** Throws `not-found` for a run that does not exist (any more). */
  find: (run: Run) => ClickhouseRun;
  /** The connection to a database of ours. */
  on: (database: string) => Connection;
  /** Creates a database and returns its name. */
  create: (kind: 'run' | 'trial') => Promise<string>;
  /** Removes a database with everything in it. */
  drop: (database: string) => Promise<void>;
  /**
   * Publishes a database as a run, with one row; if a run with the same content exists, that one is returned
   * instead, and the database is dropped. Throws `conflict` if the draft's name is taken.
   */
  publish: (database: string, draft: RunDraft, written: WrittenRun) => Promise<Imported>;
  remove: (run: Run) => Promise<void>;
  close: () => Promise<void>;
}

/** Our databases on the server, except the one with the table of runs. */
async function listOwn(own: Connection, { database }: ClickhouseServer): Promise<string[]> {
  const sql = 'SELECT name FROM system.databases WHERE startsWith(name, {v1:String})';
  const names = (await own.read({ sql, values: [`${database}_`] })).texts(0);
  return names.filter((name) => /^_(?:run|trial)_[0-9a-f]{32}$/.test(name.slice(database.length)));
}

function parsedFacts(text: string) {
  try {
    return catalogRunSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

interface OpenOptions {
  /** Media folders inside it are stored relative to it. */
  dataFolder: string;
  /** Whether databases that imports and trials left behind, when a crash interrupted them, stay. */
  isReadOnly: boolean;
  /** Called with a sentence for each run that cannot be shown; it is left as it is. */
  report: (message: string) => void;
}

/** The runs in the table, after the removal of leftovers. */
async function readRuns(
  own: Connection,
  server: ClickhouseServer,
  { dataFolder, isReadOnly, report }: OpenOptions,
): Promise<ClickhouseRun[]> {
  // Before the table is read, so that a run that is published meanwhile is not taken for a leftover.
  const present = await listOwn(own, server);
  const answer = await own.read({ sql: `SELECT ${nameColumn}, ${factsColumn} FROM ${runTable}`, values: [] });
  const facts = answer.texts(1);
  const listed = new Map(answer.texts(0).map((name, at) => [name, facts[at] ?? '']));
  for (const name of isReadOnly ? [] : present) {
    if (!listed.has(name)) await own.run(`DROP DATABASE IF EXISTS ${quoted(name)} SYNC`);
  }
  return [...listed].flatMap(([database, text]): ClickhouseRun[] => {
    const found = parsedFacts(text);
    if (found !== undefined && present.includes(database)) {
      return [{ ...found, mediaFolder: mediaFolderIn(dataFolder, found.mediaFolder), database }];
    }
    const reason = found === undefined ? 'its row in the table of runs is not valid' : 'it does not exist';
    report(`The run in database ${database} cannot be shown: ${reason}`);
    return [];
  });
}

/** Opens the runs of a server. Throws `conflict` if it has no such database. */
export async function openRunDatabases(
  server: ClickhouseServer,
  options: OpenOptions,
): Promise<RunDatabases> {
  const { dataFolder } = options;
  const own = connect(server, server.database);
  const connections = new Map<string, Connection>();
  const queue = createQueue();
  let runs: readonly ClickhouseRun[];
  try {
    await own.run(
      `CREATE TABLE IF NOT EXISTS ${runTable} (${nameColumn} String, ${factsColumn} String) ENGINE = MergeTree ORDER BY ${nameColumn}`,
    );
    runs = await readRuns(own, server, options);
  } catch (error) {
    await own.close();
    if (!isMissing(error, 'UNKNOWN_DATABASE')) throw error;
    const message = `The ClickHouse server has no database ${server.database}. Create it with CREATE DATABASE ${server.database}, or correct --store`;
    throw new SecondLookError('conflict', message, { cause: error });
  }

  async function forget(database: string): Promise<void> {
    await connections.get(database)?.close();
    connections.delete(database);
  }
  async function drop(database: string): Promise<void> {
    await forget(database);
    await own.run(`DROP DATABASE IF EXISTS ${quoted(database)} SYNC`);
  }

  return {
    projects: () => projectsOf(runs),
    find: (run) => findRun(runs, run),
    on(database) {
      const connection = connections.get(database) ?? connect(server, database);
      connections.set(database, connection);
      return connection;
    },
    async create(kind) {
      const database = `${server.database}_${kind}_${randomUUID().replaceAll('-', '')}`;
      await own.run(`CREATE DATABASE ${quoted(database)}`);
      return database;
    },
    drop,
    publish: (database, draft, written) =>
      queue(async (): Promise<Imported> => {
        const same = sameContent(runs, draft, written.contentHash);
        if (same !== undefined) {
          await drop(database);
          return { run: same.run, wasThere: true };
        }
        const prepared = prepareRun(runs, draft, written);
        const mediaFolder = storedMediaFolder(dataFolder, draft.mediaFolder);
        const facts = JSON.stringify({ ...prepared, mediaFolder });
        const columns = [
          { name: 'name', text: database },
          { name: 'facts', text: facts },
        ].map(({ name, text }) => ({ name, type: 'String' as const, values: [Buffer.from(text)] }));
        await own.insert(runTable, [nativeBlock(columns)]);
        runs = [...runs, { ...prepared, database }];
        return { run: prepared.run, wasThere: false };
      }),
    remove: (run) =>
      queue(async () => {
        const found = findRun(runs, run);
        await own.run(`DELETE FROM ${runTable} WHERE ${nameColumn} = {v1:String}`, [found.database]);
        runs = runs.filter((kept) => kept !== found);
        // What remains of it if this fails is removed at the next start.
        await drop(found.database);
      }),
    async close() {
      for (const connection of [own, ...connections.values()]) await connection.close();
    },
  };
}
