/** When each kind of error is answered. */
import type { ErrorKind } from '../../contract/errors';

export const errorMeanings = {
  'bad-parameter':
    'A parameter or a body is malformed, unknown, or given twice; the error names it and says what is allowed.',
  'no-token': 'The server asks for its access token.',
  forbidden: 'The request comes from another host name or another page than those of this server.',
  'not-found': 'There is no such project, run, sample, medium or path; the error says what there is.',
  'wrong-method': 'The path takes another method.',
  conflict:
    'An import is in the way of what is there, or was cancelled; or the data folder can only be read.',
  damaged: 'The record of the sample is damaged on disk; the others are served.',
  'too-large': 'The body, or something in it, is larger than allowed.',
  'wrong-type': 'The body is of a type that is not taken.',
  'bad-range': 'The range lies outside the file.',
  'unmet-expectation': 'The request expects something other than 100-continue.',
  'too-many-guesses': 'Too many wrong access tokens at once; the right one is still taken.',
  internal: 'A fault in the server; the error has a number that its log has too.',
  'not-ready':
    'Too much is going on, or an index is being made again; try again after the seconds in Retry-After.',
  'no-space': 'The disk is full; nothing was changed.',
} as const satisfies Record<ErrorKind, string>;
