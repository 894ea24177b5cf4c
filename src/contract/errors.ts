/** The errors that pass between server and clients: their shape, their kinds, and the HTTP status of each. */
import { z } from 'zod';
import { samplePlaceSchema } from './schemas/sample-place';

/** Every kind of refusal or failure: its HTTP status, and when it occurs. */
export const errorKinds = {
  'bad-parameter': {
    status: 400,
    meaning:
      'A parameter or a body is malformed, unknown, or given twice; the error names it and says what is allowed.',
  },
  'no-token': {
    status: 401,
    meaning: 'The server asks for its access token.',
  },
  forbidden: {
    status: 403,
    meaning: 'The request comes from another host name or another page than those of this server.',
  },
  'not-found': {
    status: 404,
    meaning: 'There is no such project, run, sample, medium or path; the error says what there is.',
  },
  'wrong-method': {
    status: 405,
    meaning: 'The path takes another method.',
  },
  conflict: {
    status: 409,
    meaning:
      'An import is in the way of what is there, or was cancelled; or the data folder can only be read.',
  },
  damaged: {
    status: 410,
    meaning: 'The record of the sample is damaged on disk; the others are served.',
  },
  'too-large': {
    status: 413,
    meaning: 'The body, or something in it, is larger than allowed.',
  },
  'wrong-type': {
    status: 415,
    meaning: 'The body is of a type that is not taken.',
  },
  'bad-range': {
    status: 416,
    meaning: 'The range lies outside the file.',
  },
  'unmet-expectation': {
    status: 417,
    meaning: 'The request expects something other than 100-continue.',
  },
  'too-many-guesses': {
    status: 429,
    meaning: 'Too many wrong access tokens at once; the right one is still taken.',
  },
  internal: {
    status: 500,
    meaning: 'A fault in the server; the error has a number that its log has too.',
  },
  'not-ready': {
    status: 503,
    meaning:
      'Too many requests are running, or an index is being rebuilt; try again after the seconds in Retry-After.',
  },
  'no-space': {
    status: 507,
    meaning: 'The disk is full; nothing was changed.',
  },
} as const;

export type ErrorKind = keyof typeof errorKinds;

/** The first field of every successful answer. */
export const success = z.literal(true).describe('Whether it went well; false comes with an error.');

/** An answer that contains nothing else. */
export const successSchema = z.object({ success });

/** The body of every unsuccessful answer; the message is written for people. */
export const errorSchema = z.object({
  success: z.literal(false).describe('Whether it went well; false comes with an error.'),
  error: z.string().describe('What went wrong, where something did.'),
  place: samplePlaceSchema
    .optional()
    .describe('Of a damaged sample that was requested by itself: where it stands, to move past it.'),
});

/** A failure with a message for users: what failed, which parameter or place, what is allowed. */
export class SecondLookError extends Error {
  constructor(
    readonly kind: ErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SecondLookError';
  }

  get status(): (typeof errorKinds)[ErrorKind]['status'] {
    return errorKinds[this.kind].status;
  }
}
