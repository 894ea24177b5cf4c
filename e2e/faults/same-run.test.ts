/** The same run twice, or from ten concurrent clients: one is imported, each gets its result, no row is duplicated. */
import { rm, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { errorSchema } from '../../src/contract/errors';
import { importReportSchema } from '../../src/contract/schemas/imports';
import { get, type Answer } from '../api-door';
import { killAll, runFaulty, serverOn, type FaultyServer } from './faulty-process';
import { newPlace } from './folder-answers';
import { startUpload } from './slow-upload';
import { expectedRun, expectWhole, hashesOf, runsOf, uploadRun, type ExpectedRun } from './whole-runs';

const clients = 10;
const same = expectedRun(91, 200);

let folder: string;
let server: FaultyServer;
beforeAll(async () => {
  folder = await newPlace('same');
  server = await serverOn(folder);
});
afterAll(async () => {
  killAll();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  for (const { projectId, id, samples } of await runsOf(server.address)) {
    const summary = await get(server.address, `/v1/api/${projectId}/second-look/summary`, { run: id });
    const { total, run } = z.object({ total: z.int(), run: z.string() }).parse(summary.body);
    expect({ total, run }).toEqual({ total: samples, run: id });
  }
});

const reportOf = ({ status, body, text }: Answer) => {
  expect(status, text).toBe(200);
  return importReportSchema.parse(body);
};

test('ten concurrent clients with the same run', async () => {
  const answers = await Promise.all(
    Array.from({ length: clients }, () => uploadRun(server.address, 5, 'same', same)),
  );
  const reports = answers.map(reportOf);
  expect(reports.filter(({ wasThere }) => !wasThere)).toHaveLength(1);
  expect(new Set(reports.map(({ run }) => run.id)).size).toBe(1);
  expect(await hashesOf(server.address)).toEqual({ '5/same': same.hash });
});

test('again later, under another name, from a command line, and into another project', async () => {
  expect(reportOf(await uploadRun(server.address, 5, 'same', same)).wasThere).toBe(true);
  const renamed = reportOf(await uploadRun(server.address, 5, 'another name', same));
  expect(renamed).toMatchObject({ wasThere: true, run: { name: 'same' } });
  const file = `${folder}.jsonl`;
  await writeFile(file, same.content);
  const command = ['import', file, '--project', '5', '--run', 'same', '--data', folder];
  const ends = await Promise.all([runFaulty(command), runFaulty(command)]);
  for (const { code, output, errors } of ends) {
    expect(code, errors).toBe(0);
    expect(output).toMatch(/^The same 200 samples were there already: project 5, .*run "same"\.\n/);
  }
  await rm(file);
  expect(reportOf(await uploadRun(server.address, 6, 'same', same)).wasThere).toBe(false);
  expect(await hashesOf(server.address)).toEqual({ '5/same': same.hash, '6/same': same.hash });
});

test('ten concurrent clients with ten runs of the same name', async () => {
  const runs = Array.from({ length: clients }, (_, at): ExpectedRun => expectedRun(100 + at, 30));
  const answers = await Promise.all(runs.map((run) => uploadRun(server.address, 7, 'one name', run)));
  const winners = runs.filter((_run, at) => answers[at]?.status === 200);
  expect(winners).toHaveLength(1);
  for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
    expect(status).toBe(409);
    expect(errorSchema.parse(body).error).toMatch(
      /has a run "one name" .* with other results; choose another/,
    );
  }
  expect((await hashesOf(server.address))['7/one name']).toBe(winners[0]?.hash);
});

test('a stalled upload does not delay other imports', async () => {
  const content = Buffer.from(same.content);
  const slow = startUpload(server.address, 9, 'slow', content.length);
  await slow.send(content.subarray(0, 1000));
  await slow.received(1000);
  expect((await uploadRun(server.address, 9, 'other', expectedRun(150, 30))).status).toBe(200);
  expect(slow.isAnswered()).toBe(false);
  await slow.send(content.subarray(1000));
  expect(await slow.status).toBe(200);
});

test('more uploads than may wait: each acknowledged one is stored, the others get a request to try again', async () => {
  const runs = Array.from({ length: 30 }, (_, at) => expectedRun(200 + at, 10));
  const answers = await Promise.all(
    runs.map((run, at) => uploadRun(server.address, 8, `run ${at}`, run).catch(() => undefined)),
  );
  const expected: Record<string, string> = {};
  for (const [at, answer] of answers.entries()) {
    expect([200, 503], answer?.text).toContain(answer?.status);
    if (answer?.status === 200) expected[`8/run ${at}`] = runs[at]?.hash ?? '';
    else expect(errorSchema.parse(answer?.body).error).toMatch(/Too many imports are waiting; try again/);
  }
  expect(Object.keys(expected).length).toBeGreaterThan(clients);
  expect(Object.keys(expected).length).toBeLessThan(runs.length);
  expect(await hashesOf(server.address)).toMatchObject(expected);
  const ofProject = (await runsOf(server.address)).filter(({ projectId }) => projectId === 8);
  expect(ofProject).toHaveLength(Object.keys(expected).length);
  await server.kill();
  await expectWhole(folder);
  server = await serverOn(folder);
  expect(await hashesOf(server.address)).toMatchObject(expected);
});
