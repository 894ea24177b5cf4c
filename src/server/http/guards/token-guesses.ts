/** Delays responses to wrong access tokens, so that guessing is slow, and logs where they come from. */
import { setTimeout } from 'node:timers/promises';

const delayMilliseconds = 250;
/** The number of responses delayed at the same time: with the delay, this limits the guesses per second. */
const mostWaiting = 32;
const logPauseMilliseconds = 10_000;

/**
 * The wrong tokens sent to one server. The right token is never delayed, however many wrong ones are sent;
 * otherwise a stranger could lock the owner out.
 */
export class TokenGuesses {
  readonly #log: (message: string) => void;
  #waiting = 0;
  #lastLog = Number.NEGATIVE_INFINITY;
  #unlogged = 0;

  constructor(log: (message: string) => void) {
    this.#log = log;
  }

  /** Waits before a wrong token from an address is answered; returns `false` at once if too many are waiting. */
  async delay(address: string, client: AbortSignal): Promise<boolean> {
    this.#report(address);
    if (this.#waiting >= mostWaiting) return false;
    this.#waiting += 1;
    // It rejects when the client disconnects, which is not an error.
    await setTimeout(delayMilliseconds, undefined, { signal: client, ref: false }).catch(() => {});
    this.#waiting -= 1;
    return true;
  }

  /** Logs counts instead of single guesses, so that a flood of them does not fill the log. */
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
