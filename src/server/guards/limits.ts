/** How much one client may ask for at once: the address, a body, time, and queries side by side. */
import { SecondLookError } from '../../contract/errors';
import type { AppContext } from '../app-context';
import { errorAnswer } from '../answers';

export const requestLimits = {
  /** Bytes of the address and of all headers together; Node refuses what is longer. */
  headerBytes: 64 * 1024,
  addressLength: 60_000,
  /** Any body but an upload. */
  bodyBytes: 64 * 1024,
  bodyMilliseconds: 10_000,
  /** A connection on which nothing moves is ended, unless it brings an upload. */
  idleMilliseconds: 120_000,
  queryMilliseconds: 30_000,
  /** Queries that look through samples at the same time, and those that may wait for their turn, and how long. */
  queries: 4,
  /** So many of them may be heavy ones, so that there is always a place that pages come to soon. */
  heavyQueries: 2,
  /** Beside them, queries that have nothing to look through. */
  quickQueries: 4,
  /** So many pages that come after a summary go before it nonetheless. */
  pagesBeforeSummary: 24,
  waiting: 124,
  waitMilliseconds: 10_000,
} as const;

/** A refusal of what is too long, before anything reads it. */
export function refuseTooLong(context: AppContext): Response | undefined {
  const { url } = context.req;
  if (url.length > requestLimits.addressLength) {
    return errorAnswer(
      'bad-parameter',
      `The address has ${url.length} characters; at most ${requestLimits.addressLength} are allowed. Use fewer values in the filters.`,
    );
  }
  const length = context.req.header('content-length');
  if (length === undefined || context.req.header('content-type') === 'application/octet-stream')
    return undefined;
  if (!/^\d{1,15}$/.test(length)) return errorAnswer('bad-parameter', 'The content length must be a number.');
  if (Number(length) > requestLimits.bodyBytes) return errorAnswer('too-large', tooLargeWords);
  return undefined;
}

const tooLargeWords = `The body may have at most ${requestLimits.bodyBytes} bytes here.`;

/** The text of a small body. Throws `too-large` past the limit, whatever the length that was declared. */
export async function readSmallBody(request: Request): Promise<string> {
  const reader = request.body?.getReader();
  if (reader === undefined) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  const timer = setTimeout(() => void reader.cancel().catch(() => {}), requestLimits.bodyMilliseconds);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return Buffer.concat(chunks).toString('utf8');
      size += value.byteLength;
      if (size > requestLimits.bodyBytes) throw new SecondLookError('too-large', tooLargeWords);
      chunks.push(value);
    }
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What a query takes: its rows are known, or a look through all samples finds them, or all that match are counted over
 * and over.
 */
export type Weight = 'quick' | 'light' | 'heavy';

/** Runs what is given to it, so many at a time. */
export interface Gate {
  /**
   * The result of `work`, which gets a signal that falls when the client has gone or the time is over. Throws
   * `not-ready` where too many wait already, the wait was too long, or the work was.
   */
  run: <Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    client: AbortSignal,
    weight?: Weight,
  ) => Promise<Result>;
}

const busy = () => new SecondLookError('not-ready', 'Too many requests at once; try again in a moment.');

interface Waiting {
  weight: Weight;
  /** Who has the lowest number goes first. */
  number: number;
  goOn: () => void;
}

export interface GateLimits {
  queries: number;
  heavyQueries: number;
  waiting: number;
  queryMilliseconds: number;
}

/** A gate for queries with the limits above, or with some of its own. */
export function createGate(changes: Partial<GateLimits> = {}): Gate {
  const limits: GateLimits = { ...requestLimits, ...changes };
  const { queryMilliseconds } = limits;
  const running: Record<Weight, number> = { quick: 0, light: 0, heavy: 0 };
  const waiting: Waiting[] = [];
  let lightCome = 0;

  const hasPlace = (weight: Weight) => {
    if (weight === 'quick') return running.quick < requestLimits.quickQueries;
    return (
      running.light + running.heavy < limits.queries &&
      (weight === 'light' || running.heavy < limits.heavyQueries)
    );
  };

  /** Lets in whoever is next of those that there is a place for: mostly pages, but no summary waits for ever. */
  function letIn(): void {
    let next: Waiting | undefined;
    for (const one of waiting) {
      if (hasPlace(one.weight) && one.number < (next?.number ?? Number.POSITIVE_INFINITY)) next = one;
    }
    next?.goOn();
  }

  async function enter(client: AbortSignal, weight: Weight): Promise<void> {
    const number = weight === 'heavy' ? lightCome + requestLimits.pagesBeforeSummary : lightCome;
    if (weight === 'light') lightCome += 1;
    if (hasPlace(weight)) {
      running[weight] += 1;
      return;
    }
    if (waiting.length >= limits.waiting) throw busy();
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        client.removeEventListener('abort', giveUp);
        const place = waiting.indexOf(one);
        if (place >= 0) waiting.splice(place, 1);
      };
      const goOn = () => {
        leave();
        running[weight] += 1;
        resolve();
      };
      const giveUp = () => {
        leave();
        reject(busy());
      };
      const timer = setTimeout(giveUp, requestLimits.waitMilliseconds);
      client.addEventListener('abort', giveUp);
      const one: Waiting = { weight, number, goOn };
      waiting.push(one);
    });
  }

  return {
    run: async (work, client, weight = 'light') => {
      client.throwIfAborted();
      await enter(client, weight);
      const time = AbortSignal.timeout(queryMilliseconds);
      try {
        return await work(AbortSignal.any([client, time]));
      } catch (error) {
        if (!time.aborted) throw error;
        throw new SecondLookError(
          'not-ready',
          `The request took longer than ${queryMilliseconds / 1000} s and was stopped.`,
        );
      } finally {
        running[weight] -= 1;
        letIn();
      }
    },
  };
}
