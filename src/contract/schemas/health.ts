/** The schema of the server's health: whether it can write, the state of the demo projects, and running rebuilds. */
import { z } from 'zod';
import { success } from '../errors';
import { rebuildSchema } from './runs';

/** `off`: the server was started without the demo projects, or already has them from an earlier start. */
export const demoStates = ['off', 'loading', 'ready', 'failed'] as const;

export const healthSchema = z.object({
  success,
  version: z.string().describe('The version of the server.'),
  demo: z.enum(demoStates).describe('How far the demo projects are: off, loading, ready or failed.'),
  readOnly: z
    .string()
    .nullable()
    .describe('Why nothing can be imported or deleted, and what to do; null where it can.'),
  rebuilding: z
    .array(rebuildSchema)
    .describe(
      'The indexes that are being built from the records of runs, again or for trial thresholds. What needs one can be looked at when it is done.',
    ),
});
