/** What an endpoint declares. */
import type { z } from 'zod';
import type { ParameterDoc } from './kinds/kind';

export interface Endpoint {
  method: 'get' | 'post' | 'delete';
  path: string;
  /** An address to try, on the demo projects where it can be. */
  example: string;
  /** Studio's own, or one that we add. */
  group: 'studio' | 'second-look';
  summary: string;
  /** `filters`: the whole query of `query.ts`; `run`: only what chooses the run. */
  takes: 'filters' | 'run' | 'nothing';
  /** The endpoint's own parameters. */
  parameters?: readonly ParameterDoc[];
  /** What a write takes as its body: bytes, or JSON of a schema. */
  body?: 'application/octet-stream' | z.ZodType;
  /** A schema, or the content types of an answer that is no JSON. */
  answer: z.ZodType | readonly string[];
}

/** A whole number from 0, as a parameter's schema. */
export const wholeNumber = { type: 'integer', minimum: 0 };
