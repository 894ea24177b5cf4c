/** A worker thread that answers requests; available in the built product, but not when running from source. */
import { join } from 'node:path';
import { Worker, type ResourceLimits } from 'node:worker_threads';
import { SecondLookError } from '../contract/errors';
import { packageRoot } from './package-root';

/** The built file of a thread; `undefined` when the product runs from source. */
export const builtThread = (name: string): string | undefined =>
  import.meta.url.endsWith('.js') ? join(packageRoot, 'dist', 'server', `${name}.js`) : undefined;

interface Waiting<Answer> {
  resolve: (answer: Answer) => void;
  reject: (error: SecondLookError) => void;
}

export interface WorkThreadOptions {
  /** For error messages: the name of the thread, and what happens to the work if it stops. */
  what: string;
  consequence: string;
  limits?: ResourceLimits;
  /** Whether the process may exit while the thread runs. */
  isBackground?: boolean;
}

/** One thread; it answers requests in order. */
export class WorkThread<Request, Answer> {
  readonly #worker: Worker;
  readonly #waiting: Waiting<Answer>[] = [];
  readonly #options: WorkThreadOptions;
  #failure: SecondLookError | undefined;

  constructor(file: string, options: WorkThreadOptions) {
    this.#options = options;
    this.#worker = new Worker(file, {
      execArgv: [],
      ...(options.limits !== undefined && { resourceLimits: options.limits }),
    });
    if (options.isBackground === true) this.#worker.unref();
    this.#worker.on('message', (answer: Answer) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error.message : String(error)));
    this.#worker.on('exit', (code) => this.#fail(`it ended with code ${code}`));
  }

  get requests(): number {
    return this.#waiting.length;
  }

  /** Sends a request; the memory is transferred, not copied. Throws `internal` if the thread has stopped, or stops. */
  async ask(request: Request, memory: readonly ArrayBuffer[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(request, memory);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(reason: string): void {
    const { what, consequence } = this.#options;
    this.#failure ??= new SecondLookError('internal', `${what} stopped: ${reason}. ${consequence}`);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
