/** A data folder that cannot be written to: the reasons, and the messages about it. */
import { SecondLookError } from '../../../contract/errors';

const reasons = {
  EROFS: 'its disk is read-only',
  EACCES: 'this user may not write to it',
  EPERM: 'this user may not write to it',
  ENOSPC: 'its disk has no room for more data or files',
  EDQUOT: "this user's share of its disk is used up",
} as const;

/** The system's code for why nothing can be written. */
export type ReadOnlyCode = keyof typeof reasons;

/** Whether a code means that nothing can be written. */
export const isReadOnlyCode = (code: unknown): code is ReadOnlyCode =>
  typeof code === 'string' && Object.hasOwn(reasons, code);

/** Why nothing can be written to a folder, to follow "because". */
export const readOnlyReason = (code: ReadOnlyCode): string => `${reasons[code]} (${code})`;

const isFull = (code: ReadOnlyCode) => code === 'ENOSPC' || code === 'EDQUOT';
const remedy = (code: ReadOnlyCode) =>
  `${isFull(code) ? 'Make room' : 'Make it writable'} and start Second Look again`;

/** What still works with such a folder, for users. */
export const readOnlyNotice = (code: ReadOnlyCode): string =>
  `The data folder can only be read, because ${readOnlyReason(code)}: imports and deletions are refused, and a damaged ` +
  `index cannot be rebuilt. ${remedy(code)}.`;

/** The refusal of an operation that would have to write. */
export const readOnlyError = (code: ReadOnlyCode, notDone: string): SecondLookError =>
  new SecondLookError(
    isFull(code) ? 'no-space' : 'conflict',
    `The data folder can only be read, because ${readOnlyReason(code)}: ${notDone}. ${remedy(code)}`,
  );
