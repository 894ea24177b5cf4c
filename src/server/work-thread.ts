/** A thread that is asked and answers: where the product runs as it is built; from its source there is none. */
import { join } from 'node:path';
import { Worker, type ResourceLimits } from 'node:worker_threads';
import { SecondLookError } from '../contract/errors';
import { packageRoot } from './package-root';

/** The built file of a thread; `undefined` where the product runs from its source. */
export const builtThread = (name: string): string | undefined =>
  import.meta.url.endsWith('.js') ? join(packageRoot, 'dist', 'server', `${name}.js`) : undefined;

interface Waiting<Answer> {
  resolve: (answer: Answer) => void;
  reject: (error: SecondLookError) => void;
}

export interface WorkThreadOptions {
  /** What it is, and what becomes of the work where it stops, in words. */
  what: string;
  consequence: string;
  limits?: ResourceLimits;
  /** Whether the process may end while the thread runs. */
  isBackground?: boolean;
}

/** One thread; it answers in the order in which it is asked. */
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

  /** Asks; the memory is handed over rather than copied. Throws `internal` where the thread has stopped, or stops. */
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
