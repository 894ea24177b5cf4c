/** The contents of a data folder as clients see it: each run by the hash of its records, compared with the input. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { z } from 'zod';
import { projectSchema, type Run } from '../../src/contract/schemas/runs';
import { runCommand } from '../../src/server/commands/run-command';
import { get, upload } from '../api-door';
import { madeLines, madeRun, type MadeEntry } from '../made-runs';
import { onceMade } from './once-made';

const projectsSchema = z.object({ projects: z.array(z.object({ id: z.int() })) });
const projectAnswerSchema = z.object({ project: projectSchema });
const pageSchema = z.object({ result: z.array(z.unknown()), predictions: z.array(z.unknown()) });
const importedSchema = z.object({ run: z.object({ id: z.string() }), wasThere: z.boolean() });

function hashOf(results: readonly unknown[], predictions: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const value of [...results, ...predictions]) hash.update(`${JSON.stringify(value)}\n`);
  return hash.digest('hex');
}

/** A generated run: its file, and the expected hash. */
export interface ExpectedRun {
  content: string;
  hash: string;
  samples: number;
}

export function expectedRun(runSeed: number, samples: number): ExpectedRun {
  const entries: MadeEntry[] = madeRun(runSeed, samples);
  const hash = hashOf(
    entries.map(({ result }) => result),
    entries.flatMap(({ predictions }) => predictions),
  );
  return { content: madeLines(entries), hash, samples };
}

/** Uploads a generated run; the caller checks the status. */
export const uploadRun = (address: string, projectId: number, name: string, { content }: ExpectedRun) =>
  upload(address, projectId, [{ name: 'run.jsonl', content }], { run: name });

/** Uploads a generated run, which must succeed. */
export async function addRun(
  address: string,
  projectId: number,
  name: string,
  expected: ExpectedRun,
): Promise<string> {
  const answer = await uploadRun(address, projectId, name, expected);
  expect(answer.status, answer.text).toBe(200);
  return importedSchema.parse(answer.body).run.id;
}

/** All runs that a server lists. */
export async function runsOf(address: string): Promise<Run[]> {
  const projects = projectsSchema.parse((await get(address, '/v1/api/projects')).body).projects;
  const runs: Run[] = [];
  for (const { id } of projects) {
    const answer = await get(address, `/v1/api/${id}/second-look/project`);
    runs.push(...projectAnswerSchema.parse(answer.body).project.runs);
  }
  return runs;
}

/** The hash of a run's records, as a client receives them. */
export async function hashOfRun(address: string, run: Run): Promise<string> {
  const path = `/v1/api/${run.projectId}/classify/all/result/page`;
  const answer = await onceMade(() => get(address, path, { run: run.id, limit: '100000' }));
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  const { result, predictions } = pageSchema.parse(answer.body);
  return hashOf(result, predictions);
}

/** Each run of a server as `project/name` with the hash of its records. */
export async function hashesOf(address: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const run of await runsOf(address)) {
    hashes[`${run.projectId}/${run.name}`] = await hashOfRun(address, run);
  }
  return hashes;
}

/** `check --data` must find no damage. */
export async function expectWhole(folder: string): Promise<void> {
  let output = '';
  const stream = { write: (text: string) => void (output += text) };
  const code = await runCommand(['check', '--data', folder], { stdout: stream, stderr: stream });
  expect(code, output).toBe(0);
  expect(output).toContain('Everything is whole');
}
