// ClickHouse's HTTP interface, as far as our client uses it, in front of the embedded engine: one statement at a time.
// Arguments: the folder in which chdb is installed, a folder for its data, and the password of the user "tester".
import { createRequire } from 'node:module';
import { unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [installed, data, password] = process.argv.slice(2);
const { Session } = createRequire(join(installed, 'package.json'))('chdb');
const session = new Session(join(data, 'engine'));
session.query('SET max_threads = 1');
const authorization = `Basic ${Buffer.from(`tester:${password}`).toString('base64')}`;

/** Parameters of the URL that are not settings. */
const notSettings = [
  'query',
  'query_id',
  'database',
  'wait_end_of_query',
  'default_format',
  'role',
  'session_id',
];
const escapes = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', 0: '\0' };
const unescaped = (text) => text.replaceAll(/\\(.)/gs, (_all, sign) => escapes[sign] ?? sign);
const literal = (text) => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;

/** Runs a statement in the session; returns the bytes of its answer. */
async function run(sql, parameters = {}) {
  const [, statement = sql, format = 'TabSeparated'] = /^(.*)\sFORMAT (\w+)\s*$/s.exec(sql) ?? [];
  const result = await session.queryBindAsync(statement, parameters, { format });
  return result.bytes();
}

let inserts = 0;
/** Inserts data, which the engine reads from a file. */
async function insert(sql, body) {
  const [, table, format] = /^INSERT INTO (\S+) FORMAT (\w+)$/.exec(sql) ?? [];
  inserts += 1;
  const path = join(data, `insert-${inserts}`);
  await writeFile(path, body);
  try {
    return await run(`INSERT INTO ${table} SELECT * FROM file(${literal(path)}, ${literal(format)})`);
  } finally {
    await unlink(path);
  }
}

/** Only a change is sent, since most requests have the settings of the one before. */
const settings = new Map();
async function answer(parameters, body) {
  await run(`USE "${parameters.get('database') ?? 'default'}"`);
  const bound = {};
  for (const [name, value] of parameters) {
    if (name.startsWith('param_')) bound[name.slice('param_'.length)] = unescaped(value);
    else if (!notSettings.includes(name) && settings.get(name) !== value) {
      await run(`SET ${name} = ${literal(value)}`);
      settings.set(name, value);
    }
  }
  const sql = parameters.get('query');
  return sql === null ? run(body.toString(), bound) : insert(sql, body);
}

async function handle(request, response) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const send = (status, content) => response.writeHead(status).end(content);
  if (request.headers.authorization !== authorization) {
    const reason = 'Authentication failed: password is incorrect, or there is no user with such name.';
    send(403, `Code: 516. DB::Exception: tester: ${reason} (AUTHENTICATION_FAILED)`);
    return;
  }
  try {
    const { searchParams } = new URL(request.url ?? '', 'http://localhost');
    send(200, await answer(searchParams, Buffer.concat(pieces)));
  } catch (error) {
    send(500, error instanceof Error ? error.message : String(error));
  }
}

let last = Promise.resolve();
const server = createServer({ maxHeaderSize: 2 ** 20 }, (request, response) => {
  // The session has one current database, so that requests cannot overlap.
  last = last.then(() => handle(request, response)).catch((error) => response.destroy(error));
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
process.once('disconnect', () => process.exit());
