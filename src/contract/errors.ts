/** What can go wrong between the two sides: the error shape, its kinds and their HTTP status. */
import { z } from 'zod';
import { samplePlaceSchema } from './sample-place';

/** Every kind of refusal or failure, with the status that it is answered with. */
export const errorStatus = {
  'bad-parameter': 400,
  'no-token': 401,
  forbidden: 403,
  'not-found': 404,
  'wrong-method': 405,
  conflict: 409,
  damaged: 410,
  'too-large': 413,
  'wrong-type': 415,
  'bad-range': 416,
  'unmet-expectation': 417,
  'too-many-guesses': 429,
  internal: 500,
  'not-ready': 503,
  'no-space': 507,
} as const;

export type ErrorKind = keyof typeof errorStatus;

/** The body of every answer that is not a success; the message is written for the person who reads it. */
export const errorSchema = z.object({
  success: z.literal(false),
  error: z.string(),
  /** Of a damaged sample that was asked for alone, so that one can go on past it. */
  place: samplePlaceSchema.optional(),
});

/** A failure with words for the person who meets it: what, which parameter or place, what is allowed. */
export class SecondLookError extends Error {
  constructor(
    readonly kind: ErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SecondLookError';
  }

  get status(): (typeof errorStatus)[ErrorKind] {
    return errorStatus[this.kind];
  }
}
