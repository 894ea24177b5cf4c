/** Runs in which every text tries to run code, break out, or reorder the text around it: two hundred, split up. */
import { z } from 'zod';
import { get, upload } from '../api-door';
import { hostileFamilies, hostileStrings } from '../hostile-strings';
import type { RunningServer } from '../start-server';
import { expect } from './second-look';

/** A facet lists a hundred values, so the texts are split into runs with fewer. */
const runSize = 75;
const parts = Array.from({ length: Math.ceil(hostileStrings.length / runSize) }, (_, part) =>
  hostileStrings.slice(part * runSize, (part + 1) * runSize),
);

/** Sample 1 has all of the texts where a record may have several; the others have one in each place. */
export function lineOf(texts: readonly string[], place: number): string {
  const sampleId = place + 1;
  // Wraps around at the end of the list.
  const textAt = (at: number) => texts[at % texts.length] ?? '';
  const [label, said] = [textAt(place), textAt(place + 1)];
  const all = place === 0;
  const structured = texts.map((text, at) => ({ startIndex: at, endIndex: at, label: text }));
  const learnBlock = { id: 1, type: 'keras', name: textAt(place + 4), title: label };
  return JSON.stringify({
    result: {
      sampleId,
      sample: {
        id: sampleId,
        filename: textAt(place + 1),
        label,
        deviceName: textAt(place + 2),
        deviceType: textAt(place + 5),
        category: 'testing',
        metadata: {
          all: label,
          ...(all && Object.fromEntries(texts.map((key, at) => [key, textAt(at + 3)]))),
        },
        sensors: texts.slice(place, place + 3).map((name) => ({ name, units: textAt(place + 6) })),
        ...(all && { structuredLabels: structured, intervalMs: 1 }),
        totalLengthMs: 1000,
        added: '2026-01-01T00:00:00Z',
      },
      classifications: [
        {
          learnBlock,
          result: [
            Object.fromEntries((all ? texts : [label, said]).map((name, at) => [name, (at + 1) / 100])),
          ],
          thresholds: (all ? texts : [label]).map((text, at) => ({
            key: `key ${at}`,
            description: text,
            helpText: textAt(at + 1),
            value: at % 2 === 0 ? 0.5 : text,
          })),
          expectedLabels: [{ startIndex: 0, endIndex: 0, label }],
        },
      ],
    },
    predictions: [
      { sampleId, startMs: 0, endMs: 1000, label, prediction: said, predictionCorrect: place % 3 === 0 },
    ],
  });
}

/** Imports the texts into project 1, one run for each part of them. */
export async function importParts({ address }: RunningServer): Promise<void> {
  for (const [part, texts] of parts.entries()) {
    const content = texts.map((_text, place) => lineOf(texts, place)).join('\n');
    const names = { name: hostileFamilies.tags[0] ?? '', run: `part ${part}` };
    const answer = await upload(address, 1, [{ name: 'run.jsonl', content }], names);
    expect(answer.status, answer.text).toBe(200);
  }
}

const runSchema = z.object({
  project: z.object({ runs: z.array(z.object({ id: z.string(), name: z.string() })) }),
});

export interface PartRun {
  /** The id of the run. */
  run: string;
  /** Sample n has the nth text as its label, and the next one as its prediction. */
  texts: readonly string[];
}

/** The imported runs, in the order of the texts. */
export async function partRuns({ address }: RunningServer): Promise<PartRun[]> {
  const { body } = await get(address, '/v1/api/1/second-look/project');
  const known = runSchema.parse(body).project.runs;
  return parts.map((texts, part) => ({
    run: known.find(({ name }) => name === `part ${part}`)?.id ?? '',
    texts,
  }));
}
