/** Messages for disk errors, and for data that does not fit into an index. */
import { isAbsolute, relative, sep } from 'node:path';
import { SecondLookError } from '../../../contract/errors';

/** The operating system's code of an error, such as `ENOSPC`. */
export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** Whether an error means that the disk, or our quota, is full; DuckDB has its own message for it. */
function saysFull(error: unknown): boolean {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return true;
  return error instanceof Error && /no space left|disk quota|not enough disk space/i.test(error.message);
}

/** Whether the system has temporarily run out of a resource, which says nothing about the data on disk. */
export function isExhausted(error: unknown): boolean {
  if (['EMFILE', 'ENFILE', 'ENOMEM'].includes(String(codeOf(error)))) return true;
  return error instanceof Error && /too many open files|cannot allocate memory/i.test(error.message);
}

/** Whether DuckDB ran out of memory for texts: it holds those of about 100,000 samples at once. */
const lacksRoom = (error: unknown) =>
  error instanceof Error && /out of memory error|failed to pin block/i.test(error.message);

/** The meaning of other system errors, and what to do. */
const refusals: ReadonlyMap<unknown, string> = new Map([
  ['EIO', 'The disk that holds the data folder reports an error (EIO); look after the disk'],
  ['EROFS', 'The disk that holds the data folder is read-only (EROFS); make it writable'],
  ['EMFILE', 'Too many files are open (EMFILE); wait a little, or raise the limit of open files'],
  ['ENFILE', 'Too many files are open on this machine (ENFILE); wait a little'],
  ['ENOENT', 'The data folder is no longer there, or part of it (ENOENT); put it back'],
]);

/** The error in plain words if it concerns the data folder, including what was not done; any other error unchanged. */
export function inWords(error: unknown, notDone: string, folder: string): unknown {
  const isAbout = error instanceof Error && 'path' in error && typeof error.path === 'string';
  const place = isAbout ? relative(folder, String(error.path)) : '';
  // A path outside the folder is a file that is being imported.
  const isElsewhere = isAbsolute(place) || place.split(sep)[0] === '..';
  if (error instanceof SecondLookError || isElsewhere) return error;
  if (saysFull(error)) {
    const message = `The disk that holds the data folder is full; ${notDone}. Free some space and try again`;
    return new SecondLookError('no-space', message, { cause: error });
  }
  if (lacksRoom(error)) {
    const message = `The file names, labels or metadata values of the samples are too long together for an index; ${notDone}. Shorten them and try again`;
    return new SecondLookError('too-large', message, { cause: error });
  }
  const code = codeOf(error);
  const what = place === '' ? 'the data folder' : `${place} in the data folder`;
  const refusal =
    code === 'EACCES' || code === 'EPERM'
      ? `This user has no access to ${what} (${code}); mend its permissions`
      : (refusals.get(code) ?? (isExhausted(error) ? refusals.get('EMFILE') : undefined));
  if (refusal === undefined) return error;
  return new SecondLookError('internal', `${refusal} and try again: ${notDone}`, { cause: error });
}
