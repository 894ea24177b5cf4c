/** Communicates with the floor process: sends one query at a time. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { summarySchema } from '../../../src/contract/schemas/summary';

const readySchema = z.object({ reading: z.number(), residentBytes: z.number() });
const pageSchema = z.object({ matching: z.int(), sampleIds: z.array(z.int()) });
const wholeSchema = pageSchema.extend(
  summarySchema.pick({ verdicts: true, facets: true, metadata: true, histograms: true, matrix: true }).shape,
);
const timed = <Answer extends z.ZodType>(answer: Answer) => z.object({ milliseconds: z.number(), answer });
const timedPage = timed(pageSchema);
const timedWhole = timed(wholeSchema);

export type FloorWhole = z.infer<typeof wholeSchema>;

export interface Floor {
  /** Milliseconds for reading the run. */
  ready: z.infer<typeof readySchema>;
  /** `parts`: the summary's own parameters. */
  whole: (query: string, parts: string) => Promise<z.infer<typeof timedWhole>>;
  page: (query: string) => Promise<z.infer<typeof timedPage>>;
  close: () => void;
}

/** Starts the floor with a run of `rows` samples; resolves once it has read it. */
export async function startFloor(path: string, rows: number): Promise<Floor> {
  const door = new URL('floor-process.ts', import.meta.url);
  const child = fork(door, [path, String(rows)], { execArgv: ['--import', 'tsx'] });
  const ended = once(child, 'exit').then(() => {
    throw new Error('The floor process ended early.');
  });
  ended.catch(() => undefined);
  const next = async (): Promise<unknown> => {
    const [message]: unknown[] = await Promise.race([once(child, 'message'), ended]);
    return message;
  };
  const ask = (query: string, parts: string, isPage: boolean) => {
    const answer = next();
    child.send({ query, parts, isPage });
    return answer;
  };
  const ready = readySchema.parse(await next());
  return {
    ready,
    whole: async (query, parts) => timedWhole.parse(await ask(query, parts, false)),
    page: async (query) => timedPage.parse(await ask(query, '', true)),
    close() {
      if (child.connected) child.disconnect();
    },
  };
}
