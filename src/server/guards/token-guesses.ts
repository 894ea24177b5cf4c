/** Delays the answers to wrong access tokens, so that guessing is slow, and logs where they come from. */
import { setTimeout } from 'node:timers/promises';

const delayMilliseconds = 250;
/** Answers that are delayed at the same time: with the delay, the guesses that can be made in a second. */
const mostWaiting = 32;
const logPauseMilliseconds = 10_000;

/**
 * The wrong tokens of one server. The right one is never delayed, however many wrong ones come, or a stranger could
 * lock its owner out.
 */
export class TokenGuesses {
  readonly #log: (message: string) => void;
  #waiting = 0;
  #lastLog = Number.NEGATIVE_INFINITY;
  #unlogged = 0;

  constructor(log: (message: string) => void) {
    this.#log = log;
  }

  /** Waits before a wrong token from an address is answered; returns `false` at once where too many wait. */
  async delay(address: string, client: AbortSignal): Promise<boolean> {
    this.#report(address);
    if (this.#waiting >= mostWaiting) return false;
    this.#waiting += 1;
    // It is rejected when the client has gone, which is no error.
    await setTimeout(delayMilliseconds, undefined, { signal: client, ref: false }).catch(() => {});
    this.#waiting -= 1;
    return true;
  }

  /** Counts rather than repeats, so that a flood of guesses does not fill the log. */
  #report(address: string): void {
    this.#unlogged += 1;
    const time = performance.now();
    if (time - this.#lastLog < logPauseMilliseconds) return;
    const more = this.#unlogged === 1 ? '' : ` (${this.#unlogged} since the last message)`;
    this.#log(`A wrong access token came from ${address}${more}.`);
    this.#lastLog = time;
    this.#unlogged = 0;
  }
}
