/** The output of a command, line by line: results go to one stream, everything else to the other. */

/** A stream of the process or of a test. */
export interface Stream {
  write: (text: string) => unknown;
  isTTY?: boolean;
  columns?: number;
}

// Sentences isolate text from outside with these two characters. Here all other bidirectional characters are
// escaped, so they are not needed, and many terminals show them as boxes.
const isolates = /[\u2068\u2069]/g;
/** Control characters (C0, DEL, C1), line and paragraph separators, and the other bidirectional controls. */
const steering = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066\u2067]/gu;

function escapeOf(control: string): string {
  const inJson = JSON.stringify(control).slice(1, -1);
  return inJson === control ? `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}` : inJson;
}

/** The text as one line that cannot control a terminal: labels and file names may contain anything. */
export function printable(text: string): string {
  return text.replaceAll(isolates, '').replaceAll(steering, escapeOf);
}

/** One output stream, safe for any text. */
export class Output {
  readonly #stream: Stream;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  /** Whether the output is a terminal. */
  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  get columns(): number {
    return this.#stream.columns ?? 80;
  }

  line(text: string): void {
    this.#stream.write(`${printable(text)}\n`);
  }

  /** A message of several lines, such as a stack trace; all but the first are indented, so that none fakes a message. */
  message(text: string): void {
    const [first = '', ...others] = text.split('\n');
    this.line(first);
    for (const other of others) this.line(`    ${other.trimStart()}`);
  }

  /** In a terminal: replaces the line that is being drawn with this text; the next `line` is appended to it. */
  redraw(text: string): void {
    this.#stream.write(`\r\u001b[2K${printable(text)}`);
  }
}

export interface Terminal {
  stdout: Output;
  stderr: Output;
}

export interface Streams {
  stdout: Stream;
  stderr: Stream;
}

export const terminalOf = ({ stdout, stderr }: Streams): Terminal => ({
  stdout: new Output(stdout),
  stderr: new Output(stderr),
});

interface FailingStream extends Stream {
  on: (event: 'error', listener: (error: NodeJS.ErrnoException) => void) => unknown;
}

/** Errors that mean that the reader has exited, as with `| head`. */
const closedCodes = new Set<unknown>(['EPIPE', 'ECONNRESET', 'EIO', 'ERR_STREAM_DESTROYED']);

/**
 * Handles failing writes to the process's outputs. A reader that has exited is not an error: the command exits
 * according to its result. If standard output cannot be written for another reason, standard error says so once,
 * and `onLost` is called.
 */
export function surviveLostOutput(
  { stdout, stderr }: { stdout: FailingStream; stderr: FailingStream },
  onLost: () => void,
): void {
  let isLost = false;
  stdout.on('error', ({ code, message }) => {
    if (isLost || closedCodes.has(code)) return;
    isLost = true;
    new Output(stderr).line(
      `second-look: Standard output could not be written (${message}). Only the report is lost, not the work that it is about.`,
    );
    onLost();
  });
  // There is nowhere else to report it.
  stderr.on('error', () => {});
}

/** The exit codes of commands. */
export const exitCodes = { done: 0, failed: 1, wrongUsage: 2 } as const;

/** An invalid command line; the message is one line. */
export class WrongUsage extends Error {}
