/** The position of a sample among those that match a query, and its neighbours. */
import { z } from 'zod';

export const samplePlaceSchema = z.object({
  position: z
    .int()
    .nullable()
    .describe('Its row among the samples that match, from 0; null where it does not match.'),
  previous: z.int().nullable().describe('The sample before it; null at the start.'),
  next: z.int().nullable().describe('The sample after it; null at the end.'),
});

export type SamplePlace = z.infer<typeof samplePlaceSchema>;
