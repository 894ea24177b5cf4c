/** Files that cannot be imported: the message names the place, and what was there before is untouched. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { get, upload } from './api-door';
import { madeLines, madePage, madeRun, type MadeEntry } from './made-runs';
import { runCommand } from './run-command';
import { startServer, type RunningServer } from './start-server';

const many = madeRun(3, 6000);
const earlier = madeRun(4, 50);

/** The run with one entry changed. */
function changed(index: number, change: (entry: MadeEntry) => MadeEntry): MadeEntry[] {
  return many.map((entry, at) => (at === index ? change(entry) : entry));
}
const withSample = (entry: MadeEntry, part: Record<string, unknown>): MadeEntry => ({
  ...entry,
  result: { ...entry.result, sample: { ...Object(entry.result['sample']), ...part } },
});

const lastOfPage = madePage(many);
const cut = (text: string) => text.slice(0, Math.floor(text.length * 0.7));
const [, second] = many;
const secondId = second?.result.sampleId ?? 0;

/** The bytes with the second one of a word changed. */
function withByte(bytes: Buffer, word: string, byte: number): Buffer {
  bytes[bytes.indexOf(word) + 1] = byte;
  return bytes;
}

interface Broken {
  what: string;
  name: string;
  content: string | Uint8Array;
  /** What the message must say. */
  says: readonly RegExp[];
}

const broken: readonly Broken[] = [
  {
    what: 'a page that is cut off',
    name: 'cut.json',
    content: cut(lastOfPage),
    says: [/cut\.json/, /end|cut off/i],
  },
  {
    what: 'JSON Lines cut off within a line',
    name: 'cut.jsonl',
    content: cut(madeLines(many)),
    says: [/cut\.jsonl/, /line [\d,]+/],
  },
  {
    what: 'a gzip file that is cut off',
    name: 'cut.json.gz',
    content: gzipSync(lastOfPage).subarray(0, 20_000),
    says: [/cut\.json\.gz/, /gzip|cut off|end/i],
  },
  {
    what: 'a wrong type in the sample of record 5,000 of a page',
    name: 'type.json',
    content: madePage(changed(4999, (entry) => withSample(entry, { totalLengthMs: 'long' }))),
    says: [/type\.json/, /result entry 5,000/, /sample\.totalLengthMs/, /number/, /"long"/],
  },
  {
    what: 'a wrong type in record 5,000 of JSON Lines',
    name: 'type.jsonl',
    content: madeLines(changed(4999, (entry) => withSample(entry, { metadata: { site: ['north'] } }))),
    says: [/type\.jsonl/, /line 5,000/, /sample\.metadata\.site/],
  },
  {
    what: 'a wrong type in a prediction',
    name: 'prediction.jsonl',
    content: madeLines(
      changed(4999, (entry) => ({
        ...entry,
        predictions: [{ sampleId: entry.result.sampleId, startMs: 0, endMs: 1, prediction: 7 }],
      })),
    ),
    says: [/prediction\.jsonl/, /5,000/, /prediction/, /text/],
  },
  {
    what: 'a sample id that is null',
    name: 'null.json',
    // JSON has no NaN: it is written as null.
    content: madePage(
      changed(4999, ({ predictions, result }) => ({
        predictions,
        result: { ...result, sampleId: Number.NaN },
      })),
    ),
    says: [/null\.json/, /result entry 5,000/, /sampleId/],
  },
  {
    what: 'the same id twice, with different entries',
    name: 'twice.json',
    content: madePage([
      ...many,
      ...many.slice(1, 2).map((entry) => withSample(entry, { label: 'another label' })),
    ]),
    says: [/twice\.json/, /result entry 2\b/, /result entry 6,001/, new RegExp(String(secondId))],
  },
  {
    what: 'the same id twice in JSON Lines',
    name: 'twice.jsonl',
    content: madeLines([
      ...many,
      ...many.slice(1, 2).map((entry) => withSample(entry, { label: 'another label' })),
    ]),
    says: [/twice\.jsonl/, /line 2\b/, /line 6,001/, new RegExp(String(secondId))],
  },
  {
    what: 'predictions of a sample that is not there',
    name: 'stray.json',
    content: madePage(many.slice(0, 10)).replace(
      '"predictions":[',
      '"predictions":[{"sampleId":999999,"prediction":"idle","startMs":0,"endMs":1},',
    ),
    says: [/stray\.json/, /999,?999/],
  },
  {
    what: 'no JSON at all',
    name: 'notes.json',
    content: 'sample,label\n1,idle\n',
    says: [/notes\.json/, /JSON/],
  },
  {
    what: 'bytes of a picture',
    name: 'picture.json',
    content: Buffer.from('89504e470d0a1a0a0000', 'hex'),
    says: [/picture\.json/],
  },
  { what: 'an empty file', name: 'empty.json', content: '', says: [/empty\.json/, /empty/i] },
  {
    what: 'JSON of something else',
    name: 'other.json',
    content: '{"name":"x","version":"1.0.0"}',
    says: [/other\.json/, /result/],
  },
  {
    what: "Studio's failure saved as a file",
    name: 'failed.json',
    content: '{"success":false,"error":"No model testing results found, run startClassifyJob first"}',
    says: [/failed\.json/, /No model testing results found/],
  },
  {
    what: 'text that is no UTF-8',
    name: 'latin.jsonl',
    content: withByte(Buffer.from(madeLines(earlier)), 'idle', 0xff),
    says: [/latin\.jsonl/, /line \d+/, /UTF-8/],
  },
];

let server: RunningServer;
let files: string;
beforeAll(async () => {
  server = await startServer(['--no-demo']);
  files = await mkdtemp(join(tmpdir(), 'second-look-broken-'));
  const imported = await upload(server.address, 5, [{ name: 'earlier.json', content: madePage(earlier) }]);
  expect(imported.status, imported.text).toBe(200);
  before = await everything();
});
afterAll(async () => {
  await rm(files, { recursive: true, force: true });
  await server.stop();
});

/** A hash of all that the server shows: its projects, their runs, every byte of every page. */
async function everything(): Promise<string> {
  const { text, body } = await get(server.address, '/v1/api/projects');
  const { projects } = z.object({ projects: z.array(z.object({ id: z.int() })) }).parse(body);
  const hash = createHash('sha256').update(text);
  for (const { id } of projects) {
    hash.update((await get(server.address, `/v1/api/${id}/second-look/project`)).text);
    hash.update((await get(server.address, `/v1/api/${id}/classify/all/result/page?limit=100000`)).text);
    hash.update((await get(server.address, `/v1/api/${id}/second-look/summary`)).text);
  }
  return hash.digest('hex');
}
let before = '';
afterEach(async () => {
  expect(await everything(), 'everything that was there before').toBe(before);
});

describe.each(broken)('$what', ({ name, content, says }) => {
  test.each([
    ['into a project with a run', 5],
    ['as a new project', 6],
  ] as const)('uploaded %s', async (_where, project) => {
    const answer = await upload(server.address, project, [{ name, content }]);
    expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
    expect(answer.status, answer.text).toBeLessThan(500);
    const { error } = z.object({ success: z.literal(false), error: z.string() }).parse(answer.body);
    for (const words of says) expect(error).toMatch(words);
  });

  test('by the command line, into the folder of the running server', async () => {
    const file = join(files, name);
    await writeFile(file, content);
    const end = await runCommand(['import', file, '--project', '5', '--data', server.folder]);
    expect(end.code, end.output + end.errors).toBe(1);
    for (const words of says) expect(end.errors).toMatch(words);
  });
});

test('check says the same of a file and changes nothing', async () => {
  for (const { name, content, says } of broken) {
    const file = join(files, name);
    await writeFile(file, content);
    const end = await runCommand(['check', file]);
    expect(end.code, end.output + end.errors).toBe(1);
    for (const words of says) expect(end.output + end.errors).toMatch(words);
  }
});

test('an upload that is shorter or longer than it says', async () => {
  const content = madePage(earlier.slice(0, 5));
  const declared = (size: number) => ({ files: JSON.stringify([{ name: 'said.json', size }]) });
  for (const size of [content.length - 10, content.length + 10]) {
    const answer = await upload(server.address, 6, [{ name: 'said.json', content }], declared(size));
    expect(answer.status, answer.text).toBe(400);
    expect(answer.text).toMatch(/bytes/);
  }
});

test('a file that is not there, and no file', async () => {
  const missing = await runCommand([
    'import',
    join(files, 'nowhere.json'),
    '--project',
    '5',
    '--data',
    server.folder,
  ]);
  expect(missing.code).toBe(1);
  expect(missing.errors).toMatch(/nowhere\.json/);
  const none = await runCommand(['import', '--project', '5', '--data', server.folder]);
  expect(none.code).toBe(2);
});

test('equal entries that stand twice are one, and said so', async () => {
  const content = madeLines([...earlier.slice(0, 5), ...earlier.slice(2, 3)]);
  const answer = await upload(server.address, 77, [{ name: 'equal.jsonl', content }]);
  expect(answer.status, answer.text).toBe(200);
  const { run } = z.object({ run: z.object({ id: z.string(), samples: z.int() }) }).parse(answer.body);
  expect(run.samples).toBe(5);
  const address = new URL(`/v1/api/77/second-look/runs/${run.id}`, server.address);
  const deleted = await fetch(address, { method: 'DELETE' });
  expect(deleted.status).toBe(200);
});
