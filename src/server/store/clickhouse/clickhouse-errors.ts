/** Errors of a ClickHouse server, and of the connection to it, as sentences without address, user or statement. */
import { ClickHouseError } from '@clickhouse/client';
import { SecondLookError, type ErrorKind } from '../../../contract/errors';
import { codeOf } from '../records/disk-errors';
import { passwordVariable } from './server-url';

type Meaning = readonly [kind: ErrorKind, sentence: string];

const wrongUser: Meaning = [
  'internal',
  `The ClickHouse server refuses the user or the password. Correct the user in --store, or the password in ${passwordVariable}, and start Second Look again`,
];
const noAccess: Meaning = [
  'internal',
  'The ClickHouse user lacks a privilege. Grant those that the README lists, and try again',
];
const tooMuch: Meaning = [
  'too-large',
  'The ClickHouse server needs more time or memory for this than one query may take. Set more filters and try again',
];
const isGone: Meaning = [
  'not-found',
  'The tables of the run are not on the ClickHouse server: the run was deleted. Reload the page',
];
const isBusy: Meaning = [
  'not-ready',
  'The ClickHouse server is running too many queries; try again in a moment',
];

/** By the name of the server's error. */
const meanings: ReadonlyMap<string | undefined, Meaning> = new Map([
  ['AUTHENTICATION_FAILED', wrongUser],
  ['REQUIRED_PASSWORD', wrongUser],
  ['WRONG_PASSWORD', wrongUser],
  ['UNKNOWN_USER', wrongUser],
  ['ACCESS_DENIED', noAccess],
  ['READONLY', noAccess],
  ['MEMORY_LIMIT_EXCEEDED', tooMuch],
  ['TIMEOUT_EXCEEDED', tooMuch],
  ['TOO_SLOW', tooMuch],
  ['UNKNOWN_DATABASE', isGone],
  ['UNKNOWN_TABLE', isGone],
  ['TOO_MANY_SIMULTANEOUS_QUERIES', isBusy],
  ['TOO_MANY_PARTS', isBusy],
  [
    'NOT_ENOUGH_SPACE',
    ['no-space', 'The disk of the ClickHouse server is full. Free some space and try again'],
  ],
]);

/** Whether an error says that the server did not answer, or stopped answering. */
function isOfNetwork(error: unknown): boolean {
  const code = codeOf(error);
  if (typeof code === 'string' && /^E[A-Z_]+$|CERT|SIGNATURE/.test(code)) return true;
  return error instanceof Error && /timeout error|socket hang up/i.test(error.message);
}

/** The error in a sentence if its meaning is known; any other error unchanged. */
export function inSentences(error: unknown): unknown {
  if (error instanceof SecondLookError) return error;
  if (error instanceof ClickHouseError) {
    const meaning = meanings.get(error.type);
    return meaning === undefined ? error : new SecondLookError(...meaning, { cause: error });
  }
  if (!isOfNetwork(error)) return error;
  const code = codeOf(error);
  const message =
    `The ClickHouse server cannot be reached${typeof code === 'string' ? ` (${code})` : ''}. ` +
    'Check that it runs, and that --store names its HTTP port, and try again';
  return new SecondLookError('not-ready', message, { cause: error });
}

/** Whether an error says that the server has no such table or database. */
export const isMissing = (error: unknown, what: 'UNKNOWN_TABLE' | 'UNKNOWN_DATABASE'): boolean =>
  error instanceof SecondLookError && error.cause instanceof ClickHouseError && error.cause.type === what;
