/** Slows down who guesses at the access token, per address and in all, and logs it, in bounded memory. */
import { setTimeout } from 'node:timers/promises';

interface Rate {
  /** Guesses that are answered at once. */
  free: number;
  /** Milliseconds by which each further one is answered later than the one before. */
  step: number;
  /** Milliseconds after which a guess is forgotten. */
  forgetting: number;
}

const perAddress: Rate = { free: 5, step: 250, forgetting: 10_000 };
const inAll: Rate = { free: 50, step: 50, forgetting: 500 };
const longestDelay = 2000;
const mostAddresses = 1000;
/** Answers that are held back at the same time. */
const mostWaiting = 256;
const logPause = 10_000;

/** How many guesses there were lately: each adds one, and time takes one away now and then. */
class Count {
  readonly #rate: Rate;
  #level = 0;
  #time = 0;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Counts a guess; returns the milliseconds that its answer should take. */
  add(time: number): number {
    const { free, step, forgetting } = this.#rate;
    // Beyond the longest delay nothing is gained by counting on, and the count would take long to sink.
    const most = free + longestDelay / step;
    this.#level = Math.min(most, Math.max(0, this.#level - (time - this.#time) / forgetting) + 1);
    this.#time = time;
    return Math.max(0, this.#level - free) * step;
  }
}

/** Neighbours in one IPv6 network are one address: anyone has billions of them. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [before = '', after = ''] = address.split('%')[0]?.split('::') ?? [];
  const groups = before === '' ? [] : before.split(':');
  const rest = after === '' ? [] : after.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0');
  return [...groups, ...zeros, ...rest].slice(0, 4).join(':');
}

export interface TokenGuessesOptions {
  log: (message: string) => void;
  /** Milliseconds. */
  now?: () => number;
}

/**
 * The wrong tokens of one server. The right one is never delayed, however many wrong ones come, or a stranger could
 * lock its owner out: only the answer to a wrong one is held back.
 */
export class TokenGuesses {
  readonly #log: (message: string) => void;
  readonly #now: () => number;
  /** The least recent first. */
  readonly #addresses = new Map<string, Count>();
  readonly #all = new Count(inAll);
  #waiting = 0;
  #lastLog = Number.NEGATIVE_INFINITY;
  #unlogged = 0;

  constructor({ log, now = () => performance.now() }: TokenGuessesOptions) {
    this.#log = log;
    this.#now = now;
  }

  /** Counts a wrong token from an address; returns the milliseconds to hold its answer back. */
  delay(address: string): number {
    const time = this.#now();
    this.#tell(address, time);
    const network = networkOf(address);
    const count = this.#addresses.get(network) ?? new Count(perAddress);
    this.#addresses.delete(network);
    this.#addresses.set(network, count);
    if (this.#addresses.size > mostAddresses) {
      const [oldest] = this.#addresses.keys();
      if (oldest !== undefined) this.#addresses.delete(oldest);
    }
    return Math.min(longestDelay, Math.max(count.add(time), this.#all.add(time)));
  }

  /** Counts a wrong token, and waits as long as its answer is to be held back; `false` at once where too many wait. */
  async slowDown(address: string, client: AbortSignal): Promise<boolean> {
    const delay = this.delay(address);
    if (delay === 0) return true;
    if (this.#waiting >= mostWaiting) return false;
    this.#waiting += 1;
    try {
      await setTimeout(delay, undefined, { signal: client, ref: false });
    } catch {
      // The client has gone.
    } finally {
      this.#waiting -= 1;
    }
    return true;
  }

  #tell(address: string, time: number): void {
    this.#unlogged += 1;
    if (time - this.#lastLog < logPause) return;
    const more = this.#unlogged === 1 ? '' : ` (${this.#unlogged} since the last message)`;
    this.#log(`A wrong access token came from ${address}${more}.`);
    this.#lastLog = time;
    this.#unlogged = 0;
  }
}
