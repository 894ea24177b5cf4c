/** Where a sample stands among those that match a query, and between which. */
import { z } from 'zod';

export const samplePlaceSchema = z.object({
  /** Row number among the matching samples, from 0; `null` where it does not match. */
  position: z.int().nullable(),
  previous: z.int().nullable(),
  next: z.int().nullable(),
});

export type SamplePlace = z.infer<typeof samplePlaceSchema>;
