/** What an endpoint declares. */
import type { z } from 'zod';
import type { ParameterDoc } from '../kinds/kind';

export interface Endpoint {
  method: 'get' | 'post' | 'delete';
  path: string;
  /** An example URL, on the demo projects if possible. */
  example: string;
  /** Part of Studio's API, or an addition of ours. */
  group: 'studio' | 'second-look';
  summary: string;
  /** `filters`: the whole query of `query.ts`; `run`: only the parameters that choose the run. */
  takes: 'filters' | 'run' | 'nothing';
  /** The endpoint's own parameters. */
  parameters?: readonly ParameterDoc[];
  /** The body that a write takes: bytes, or JSON that matches a schema. */
  body?: 'application/octet-stream' | z.ZodType;
  /** A schema, or the content types of an answer that is not JSON. */
  answer: z.ZodType | readonly string[];
}

/** The parameter schema of a whole number from 0. */
export const wholeNumber = { type: 'integer', minimum: 0 };
