/** What the disk refuses, in words. */
import { SecondLookError } from '../../contract/errors';

/** The operating system's code of an error, such as `ENOSPC`. */
export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** Whether an error says that the disk, or the share of it that we may use, is full; DuckDB says so in its own words. */
function saysFull(error: unknown): boolean {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return true;
  return error instanceof Error && /no space left|disk quota|not enough disk space/i.test(error.message);
}

/** A full disk as `no-space`, with what did not happen because of it; any other error as it is. */
export function inWords(error: unknown, notDone: string): unknown {
  if (!saysFull(error)) return error;
  const message = `The disk that holds the data folder is full; ${notDone}. Free some space and try again`;
  return new SecondLookError('no-space', message, { cause: error });
}
