/** Files that cannot be imported: the message names the place, and existing data is not changed. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { get, upload } from './api-door';
import { broken, earlier } from './broken-files';
import { madeLines, madePage } from './made-runs';
import { runCommand } from './run-command';
import { startServer, type RunningServer } from './start-server';

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

/** A hash of everything that the server returns: its projects, their runs, every byte of every page. */
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

test.each(broken)('an upload of $what', async ({ name, content, says }) => {
  for (const project of [5, 6]) {
    const answer = await upload(server.address, project, [{ name, content }]);
    expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
    expect(answer.status, answer.text).toBeLessThan(500);
    const { error } = z.object({ success: z.literal(false), error: z.string() }).parse(answer.body);
    for (const words of says) expect(error).toMatch(words);
  }
});

describe.each(broken.filter(({ isCommon }) => isCommon))(
  'on the command line, $what',
  ({ name, content, says }) => {
    let file = '';
    beforeAll(async () => {
      file = join(files, name);
      await writeFile(file, content);
    });

    test('into the folder of a running server', async () => {
      const end = await runCommand(['import', file, '--project', '5', '--data', server.folder]);
      expect(end.code, end.output + end.errors).toBe(1);
      for (const words of says) expect(end.errors).toMatch(words);
    });

    test('into a new folder', async () => {
      const folder = join(files, 'data');
      const end = await runCommand(['import', file, '--project', '5', '--data', folder]);
      expect(end.code, end.output + end.errors).toBe(1);
      for (const words of says) expect(end.errors).toMatch(words);
    });

    test('checked only', async () => {
      const end = await runCommand(['check', file]);
      expect(end.code, end.output + end.errors).toBe(1);
      for (const words of says) expect(end.output + end.errors).toMatch(words);
    });
  },
);

test('an upload that is shorter or longer than declared', async () => {
  const content = madePage(earlier.slice(0, 5));
  const declared = (size: number) => ({ files: JSON.stringify([{ name: 'said.json', size }]) });
  for (const size of [content.length - 10, content.length + 10]) {
    const answer = await upload(server.address, 6, [{ name: 'said.json', content }], declared(size));
    expect(answer.status, answer.text).toBe(400);
    expect(answer.text).toMatch(/bytes/);
  }
});

test('a missing file, and no file', async () => {
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

test('equal duplicate entries are imported once, with a notice', async () => {
  const content = madeLines([...earlier.slice(0, 5), ...earlier.slice(2, 3)]);
  const answer = await upload(server.address, 77, [{ name: 'equal.jsonl', content }]);
  expect(answer.status, answer.text).toBe(200);
  const { run } = z.object({ run: z.object({ id: z.string(), samples: z.int() }) }).parse(answer.body);
  expect(run.samples).toBe(5);
  const address = new URL(`/v1/api/77/second-look/runs/${run.id}`, server.address);
  const deleted = await fetch(address, { method: 'DELETE' });
  expect(deleted.status).toBe(200);
});
