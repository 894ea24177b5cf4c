/** A run in which every text tries to run code, break out, or reorder the text around it. */
import { z } from 'zod';
import { get, upload } from '../api-door';
import { hostileLine } from '../hostile-entry';
import { hostileFamilies } from '../hostile-strings';
import type { RunningServer } from '../start-server';
import { expect } from './second-look';

/**
 * All texts that are drawn in a special way (bidirectional, with many marks, long), and two of each other family: the
 * tests of components have all of them, and only a browser has a layout.
 */
export const drawnTexts: readonly string[] = Object.values(hostileFamilies).flatMap((texts) =>
  texts === hostileFamilies.turning || texts === hostileFamilies.shapes
    ? [...texts]
    : [...texts.slice(0, 1), ...texts.slice(-1)],
);

export interface HostileRun {
  /** The id of the run. */
  run: string;
  /** Sample n has the nth text as its label, and the next one as its prediction. */
  texts: readonly string[];
}

const runName = 'hostile texts';

/** Imports the texts into project 1. */
export async function importHostile({ address }: RunningServer): Promise<void> {
  const content = drawnTexts.map((_text, place) => hostileLine(drawnTexts, place)).join('\n');
  const names = { name: hostileFamilies.tags[0] ?? '', run: runName };
  const answer = await upload(address, 1, [{ name: 'run.jsonl', content }], names);
  expect(answer.status, answer.text).toBe(200);
}

const runSchema = z.object({
  project: z.object({ runs: z.array(z.object({ id: z.string(), name: z.string() })) }),
});

/** The imported run. */
export async function hostileRun({ address }: RunningServer): Promise<HostileRun> {
  const { body } = await get(address, '/v1/api/1/second-look/project');
  const run = runSchema.parse(body).project.runs.find(({ name }) => name === runName);
  return { run: run?.id ?? '', texts: drawnTexts };
}
