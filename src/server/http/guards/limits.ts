/** Limits on clients: the length of URLs and bodies, time, and concurrent queries. */
import { SecondLookError } from '../../../contract/errors';
import type { AppContext } from '../app-context';
import { errorAnswer } from '../answers';

export const requestLimits = {
  /** Bytes of the URL and all headers together; Node refuses more. */
  headerBytes: 64 * 1024,
  addressLength: 60_000,
  /** Any body except an upload. */
  bodyBytes: 64 * 1024,
  bodyMilliseconds: 10_000,
  /** An idle connection is closed after this time, unless it is an upload. */
  idleMilliseconds: 120_000,
  queryMilliseconds: 30_000,
  /** Queries that search samples: how many run concurrently, how many may wait, and for how long. */
  queries: 4,
  /** At most this many of them are heavy, so that pages soon find a place. */
  heavyQueries: 2,
  /** Additional queries that do not search samples. */
  quickQueries: 4,
  /** How many later pages may overtake a waiting summary. */
  pagesBeforeSummary: 24,
  waiting: 124,
  waitMilliseconds: 10_000,
} as const;

/** Refuses a URL that is too long, before anything parses it. */
export function refuseTooLong({ req }: AppContext): Response | undefined {
  const { length } = req.url;
  if (length <= requestLimits.addressLength) return undefined;
  return errorAnswer(
    'bad-parameter',
    `The address has ${length} characters; at most ${requestLimits.addressLength} are allowed. Use fewer values in the filters.`,
  );
}

/** The text of a small body. Throws `too-large` above the limit, whatever length was declared. */
export async function readSmallBody({ body }: Request): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let left = requestLimits.bodyBytes;
  const timer = setTimeout(() => void reader.cancel().catch(() => {}), requestLimits.bodyMilliseconds);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return Buffer.concat(chunks).toString('utf8');
      left -= value.byteLength;
      if (left < 0) {
        const words = `The body may have at most ${requestLimits.bodyBytes} bytes here.`;
        throw new SecondLookError('too-large', words);
      }
      chunks.push(value);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** The cost of a query: `quick` if cached, `light` if it searches all samples once, `heavy` if it counts matches. */
export type Weight = 'quick' | 'light' | 'heavy';

/** Limits how much work runs concurrently. */
export interface Gate {
  /**
   * The result of `work`, which gets a signal that is aborted when the client disconnects or the time is up. Throws
   * `not-ready` if too many are waiting, or if waiting or the work took too long.
   */
  run: <Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    client: AbortSignal,
    weight?: Weight,
  ) => Promise<Result>;
}

interface Waiting {
  weight: Weight;
  /** Lower number means higher priority. */
  number: number;
  start: () => void;
}

export interface GateLimits {
  queries: number;
  heavyQueries: number;
  waiting: number;
  queryMilliseconds: number;
}

/** A gate for queries with the limits above, or with changed ones. */
export function createGate(changes: Partial<GateLimits> = {}): Gate {
  const limits: GateLimits = { ...requestLimits, ...changes };
  const running: Record<Weight, number> = { quick: 0, light: 0, heavy: 0 };
  /** Sorted by their numbers. */
  const waiting: Waiting[] = [];
  let lightCount = 0;

  function hasPlace(weight: Weight): boolean {
    if (weight === 'quick') return running.quick < requestLimits.quickQueries;
    if (weight === 'heavy' && running.heavy >= limits.heavyQueries) return false;
    return running.light + running.heavy < limits.queries;
  }

  /** Waits for a place and takes it. */
  async function enter(client: AbortSignal, weight: Weight): Promise<void> {
    const number = weight === 'heavy' ? lightCount + requestLimits.pagesBeforeSummary : lightCount;
    if (weight === 'light') lightCount += 1;
    if (hasPlace(weight)) {
      running[weight] += 1;
      return;
    }
    const busy = new SecondLookError('not-ready', 'Too many requests at once; try again in a moment.');
    if (waiting.length >= limits.waiting) throw busy;
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        client.removeEventListener('abort', giveUp);
        waiting.splice(waiting.indexOf(one), 1);
      };
      const start = () => {
        leave();
        running[weight] += 1;
        resolve();
      };
      const giveUp = () => {
        leave();
        reject(busy);
      };
      const one: Waiting = { weight, number, start };
      const timer = setTimeout(giveUp, requestLimits.waitMilliseconds);
      client.addEventListener('abort', giveUp);
      waiting.push(one);
      waiting.sort((first, second) => first.number - second.number);
    });
  }

  return {
    run: async (work, client, weight = 'light') => {
      client.throwIfAborted();
      await enter(client, weight);
      const time = AbortSignal.timeout(limits.queryMilliseconds);
      try {
        return await work(AbortSignal.any([client, time]));
      } catch (error) {
        if (!time.aborted) throw error;
        throw new SecondLookError(
          'not-ready',
          `The request took longer than ${limits.queryMilliseconds / 1000} s and was stopped.`,
        );
      } finally {
        running[weight] -= 1;
        waiting.find((next) => hasPlace(next.weight))?.start();
      }
    },
  };
}
