/** Where a command writes: results to one stream, everything about the way there to the other. */

export interface Writer {
  write: (text: string) => unknown;
  /** Whether a person looks at it as it comes. */
  isTTY?: boolean;
  columns?: number;
}

export interface Terminal {
  stdout: Writer;
  stderr: Writer;
}

/** What a command's code is when it ends. */
export const exitCodes = { done: 0, failed: 1, wrongUsage: 2 } as const;

/** A command line that says something that no command understands; its message is one line. */
export class WrongUsage extends Error {}
