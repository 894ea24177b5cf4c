/** Talks with the floor process: asks it one query at a time. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { facetSchema, histogramSchema, matrixCellSchema } from '../../src/contract/summary';

const readySchema = z.object({ reading: z.number(), residentBytes: z.number() });
const pageSchema = z.object({ matching: z.int(), sampleIds: z.array(z.int()) });
const wholeSchema = pageSchema.extend({
  facets: z.record(z.string(), facetSchema),
  metadata: z.array(facetSchema.extend({ key: z.string() })),
  histograms: z.record(z.string(), histogramSchema),
  matrix: z.array(matrixCellSchema),
});
const timed = <Answer extends z.ZodType>(answer: Answer) => z.object({ milliseconds: z.number(), answer });
const timedPage = timed(pageSchema);
const timedWhole = timed(wholeSchema);

export type FloorWhole = z.infer<typeof wholeSchema>;

export interface Floor {
  /** Milliseconds for reading the run. */
  ready: z.infer<typeof readySchema>;
  whole: (query: string) => Promise<z.infer<typeof timedWhole>>;
  page: (query: string) => Promise<z.infer<typeof timedPage>>;
  close: () => void;
}

/** Starts the floor over a run of `rows` samples; resolves once it has read it. */
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
  const ask = (query: string, isPage: boolean) => {
    const answer = next();
    child.send({ query, isPage });
    return answer;
  };
  const ready = readySchema.parse(await next());
  return {
    ready,
    whole: async (query) => timedWhole.parse(await ask(query, false)),
    page: async (query) => timedPage.parse(await ask(query, true)),
    close() {
      if (child.connected) child.disconnect();
    },
  };
}
