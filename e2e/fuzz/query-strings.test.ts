/** Any query string on any endpoint: no internal error, no hang, one error shape, and a 400 that names a parameter. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endpointNames as names, endpoints } from '../../src/contract/endpoints/endpoints';
import type { Endpoint } from '../../src/contract/endpoints/endpoint';
import { errorSchema } from '../../src/contract/errors';
import { fields } from '../../src/contract/fields';
import { isolatedText } from '../../src/contract/isolated-text';
import { ownParameters, parametersOf, printQuery, readQuery } from '../../src/contract/query';
import { queryString } from '../../src/contract/query-string';
import { printViewState, readViewState } from '../../src/contract/view-state';
import { upload } from '../api-door';
import { madeLines, madeRun } from '../made-runs';
import { startServer, type RunningServer } from '../start-server';
import { oddText, parameterText } from './arbitrary-values';
import { holds, openFuzzApp, leastRuns, refusalOf, type FuzzApp } from './fuzz-door';

const content = madeLines(madeRun(9, 40));
let app: FuzzApp;
let server: RunningServer;
beforeAll(async () => {
  app = await openFuzzApp();
  expect((await app.upload(7, 'made.jsonl', content)).status).toBe(200);
  server = await startServer(['--no-demo']);
  expect((await upload(server.address, 7, [{ name: 'made.jsonl', content }])).status).toBe(200);
});
afterAll(async () => {
  await app.close();
  await server.stop();
});

const filterNames = [...ownParameters, ...Object.values(fields).flatMap(parametersOf)];
const viewNames = ['view', 'sample', 'window', 'cols', 'cells', 'order', 'matrix.order', 'matrix.block'];

/** A parameter name, usually one that the endpoint knows. */
function parameterName(own: readonly string[]): fc.Arbitrary<string> {
  const filters = fc.constantFrom(...filterNames);
  return fc.oneof(
    { weight: 6, arbitrary: own.length === 0 ? filters : fc.oneof(fc.constantFrom(...own), filters) },
    { weight: 2, arbitrary: filters },
    { weight: 1, arbitrary: fc.constantFrom(...viewNames) },
    { weight: 1, arbitrary: oddText },
  );
}

const pairs = (own: readonly string[], most: number) =>
  fc.array(fc.tuple(parameterName(own), parameterText), { minLength: 1, maxLength: most });

/** A query string: well-formed pairs, or anything at all. */
const search = (own: readonly string[]) =>
  fc.oneof(
    // A single parameter is the most thorough test of it; several test their interaction.
    { weight: 3, arbitrary: pairs(own, 1).map((list) => new URLSearchParams(list).toString()) },
    { weight: 2, arbitrary: pairs(own, 4).map((list) => new URLSearchParams(list).toString()) },
    {
      weight: 1,
      arbitrary: fc.string({ unit: 'binary', maxLength: 60 }).map((any) => any.replaceAll('#', '')),
    },
  );

/** A path of the endpoint, with existing or unknown ids. */
const pathOf = (path: string) =>
  fc
    .tuple(
      fc.constantFrom('7', '7', '7', '7', '8'),
      fc.constantFrom('1', '4', '7', '2', '0'),
      fc.oneof(
        fc.uuid(),
        oddText.map((odd) => encodeURIComponent(odd.toWellFormed()) || '-'),
      ),
    )
    .map(([project, sample, other]) =>
      path
        .replace('{projectId}', project)
        .replace('{sampleId}', sample)
        .replace(/\{\w+\}/, () => other),
    );

const bodyOf = ({ body }: Endpoint): { body: string; headers: Record<string, string> } | undefined => {
  if (body === undefined) return undefined;
  const type = body === 'application/octet-stream' ? body : 'application/json';
  return { body: type === body ? '' : '{"token":"x"}', headers: { 'content-type': type } };
};

function namesOneOf(message: string, address: string): void {
  // Above the maximum length of a URL, none of it is parsed.
  if (message.startsWith('The address has ')) return;
  const given = [...new URL(address, 'http://127.0.0.1').searchParams.keys()];
  const required = ['importId', 'files'];
  const named = [...given, ...required].some((name) =>
    message.includes(`"${isolatedText(name.slice(0, 60))}"`),
  );
  expect(named, `${message} names none of ${JSON.stringify(given)}`).toBe(true);
}

test.each(names)('any query string on %s', async (name) => {
  const endpoint: Endpoint = endpoints[name];
  const own = endpoint.parameters?.map((parameter) => parameter.name) ?? [];
  let asked = 0;
  let answered = 0;
  await holds(
    fc.asyncProperty(pathOf(endpoint.path), search(own), async (path, query) => {
      asked += 1;
      const address = `${path}?${query}`;
      const answer = await app.ask(address, {
        method: endpoint.method.toUpperCase(),
        ...bodyOf(endpoint),
      });
      answered += 1;
      expect(app.lines.splice(0)).toEqual([]);
      if (answer.status === 200) return;
      const message = refusalOf(answer);
      if (answer.status === 400) namesOneOf(message, address);
    }),
  );
  expect(asked).toBeGreaterThanOrEqual(leastRuns);
  expect(answered).toBe(asked);
});

/** The server's response to a request line that is sent as it is; a client library would correct it first. */
async function rawGet(target: string): Promise<{ status: number; body: string }> {
  const { hostname, port, host } = new URL(server.address);
  const socket = connect(Number(port), hostname);
  const signal = AbortSignal.timeout(40_000);
  const stop = () => socket.destroy(new Error('No answer in 40 s'));
  signal.addEventListener('abort', stop);
  socket.write(Buffer.from(`GET ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`));
  const answer = await text(socket);
  signal.removeEventListener('abort', stop);
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  return { status, body: /transfer-encoding: chunked/i.test(head) ? '' : body };
}

const gets = names.filter((name) => endpoints[name].method === 'get');

test('any bytes in a query string over a real socket', async () => {
  let answered = 0;
  await holds(
    fc.asyncProperty(
      fc
        .constantFrom(...gets)
        .chain((name) => fc.tuple(pathOf(endpoints[name].path), search([])))
        // Longer ones are refused while they are still being sent, and then a client may not receive the response.
        .filter(([, query]) => Buffer.byteLength(query) < 50_000),
      async ([path, query]) => {
        // A space or a line end would make it another request, not another query string.
        const { status, body } = await rawGet(`${path}?${query.replaceAll(/[\r\n ]/g, '')}`);
        answered += 1;
        expect(status, body).toBeGreaterThanOrEqual(200);
        expect(status, body).toBeLessThan(500);
        if (status !== 200) errorSchema.strict().parse(JSON.parse(body));
      },
    ),
  );
  expect(answered).toBeGreaterThanOrEqual(leastRuns);
});

test('the valid part of any URL reads back the same from the printed URL', async () => {
  await holds(
    fc.asyncProperty(search(viewNames), async (any) => {
      const first = new URLSearchParams(any);
      const { query } = readQuery(first);
      const view = readViewState(first, []);
      const printed = queryString([...printQuery(query), ...printViewState(view)]);
      const second = new URLSearchParams(printed);
      const again = readQuery(second);
      expect(readViewState(second, again.dropped), printed).toEqual(view);
      expect(again, printed).toEqual({ query, dropped: [] });
    }),
    0.2,
  );
});
