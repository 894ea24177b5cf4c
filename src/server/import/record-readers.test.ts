/** Threads that read records: one that does not start, or stops early, ends the import with one clear message. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SecondLookError } from '../../contract/errors';
import { pageOf, predictionOf, readAll, resultOf, sourceOf } from './fixtures/source-fixtures';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-look-threads-'));
});
afterAll(() => rm(folder, { recursive: true }));

const lines = (count: number) =>
  Array.from({ length: count }, (_, id) => `{"result":${JSON.stringify(resultOf(id))},"predictions":[]}`);
const page = pageOf([resultOf(1), resultOf(2)], [predictionOf(1)]);

/** A file whose declared size is large enough for threads. */
const large = (name: string, content: string) => ({ ...sourceOf(name, content), size: 1 << 30 });
const forms = [
  { form: 'lines', file: () => large('a.jsonl', lines(20).join('\n')) },
  { form: 'a page', file: () => large('a.json', page) },
];

const broken = [
  { what: 'is missing', code: undefined, says: /Cannot find module/ },
  { what: 'cannot be read', code: 'this is no program', says: /Unexpected identifier/ },
  {
    what: 'throws when it is asked',
    code: threadThat('throw new Error("out of order")'),
    says: /out of order/,
  },
  { what: 'ends when it is asked', code: threadThat('process.exit(3)'), says: /it ended with code 3/ },
];

function threadThat(does: string): string {
  return `require('node:worker_threads').parentPort.on('message', () => { ${does} });`;
}

describe.each(broken)('a thread that $what', ({ what, code, says }) => {
  it.each(forms)('ends the import of $form, and nothing is left', async ({ file }) => {
    const thread = join(folder, `${what.replaceAll(' ', '-')}.cjs`);
    if (code !== undefined) await writeFile(thread, code);
    const tempFolder = join(folder, 'temp');
    const reading = readAll([file()], { thread, tempFolder });
    const error = await reading.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(SecondLookError);
    if (!(error instanceof SecondLookError)) return;
    expect(error.kind).toBe('internal');
    expect(error.message).toMatch(
      /^A thread that read records for the import stopped: .+\. Nothing was imported; try again\.$/,
    );
    expect(error.message).toMatch(says);
    expect(await readdir(tempFolder)).toEqual([]);
    expect((await readAll([sourceOf('small.json', page)])).entries).toHaveLength(2);
  });
});

it('is not started for a few samples', async () => {
  const thread = join(folder, 'no such thread.cjs');
  const { entries } = await readAll([sourceOf('a.jsonl', lines(500).join('\n'))], { thread });
  expect(entries).toHaveLength(500);
});
