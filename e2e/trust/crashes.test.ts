/** A crash leaks no secret: not in the output, in no report, in no file. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { root } from '../start-server';
import { canariesIn, formsOf, tokenCanary } from './canaries';
import { importSamples, makePlace, removePlace, sampleLine, startTrusted } from './trusted-server';

const place = makePlace();
afterAll(() => removePlace(place));

const modules = [
  new URL('../faults/failing-parts.mjs', import.meta.url),
  new URL('./aborting-parts.mjs', import.meta.url),
].map(({ href }) => `--import ${href}`);
const saidSchema = z.object({
  reports: z.record(z.string(), z.boolean()),
  flags: z.array(z.string()),
});

/** Where Node and the system put reports, heap snapshots and core dumps. */
const left = () =>
  [root, tmpdir()].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) =>
        /^(report\..*json|.*heapsnapshot|.*heapprofile|.*cpuprofile|core(\..*)?)$/i.test(name),
      )
      .map((name) => join(folder, name)),
  );

test('neither an unhandled failure nor an abort of the process reveals a secret', async () => {
  const before = left();
  const server = await startTrusted({
    place,
    args: ['--token', tokenCanary],
    environment: { NODE_OPTIONS: modules.join(' ') },
  });
  const secrets = formsOf(server.folderKey());
  const headers = [`x-api-key: ${tokenCanary}`];
  await importSamples(server, [sampleLine(1, { filename: 's' })], { headers });

  process.kill(server.pid, 'SIGUSR2');
  const printed = () => server.printed();
  while (!printed().includes('without a handler')) await setTimeout(10);
  const health = { target: '/v1/api/second-look/health', headers };
  expect((await server.ask(health)).status).toBe(200);

  process.kill(server.pid, 'SIGWINCH');
  await server.ended;
  const said = printed()
    .split('\n')
    .find((line) => line.startsWith('{"reports"'));
  const { reports, flags } = saidSchema.parse(JSON.parse(said ?? ''));
  expect(reports).toEqual({
    reportOnFatalError: false,
    reportOnSignal: false,
    reportOnUncaughtException: false,
  });
  expect(flags.filter((flag) => /report|heap|inspect|prof|core/i.test(flag))).toEqual([]);
  expect(canariesIn(Buffer.from(printed()), secrets)).toEqual([]);
  expect(left()).toEqual(before);

  const files = readdirSync(server.dataFolder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(server.dataFolder, name))
    .filter((path) => statSync(path).isFile());
  expect(files.length).toBeGreaterThan(2);
  for (const path of files) {
    // The only file with the folder's key is readable by its owner only.
    const own = path.endsWith('/server.json') ? [] : secrets;
    expect(canariesIn(readFileSync(path), own), path).toEqual([]);
  }
});
