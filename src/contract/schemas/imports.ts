/** The schemas of an import: its request, its progress and its result. */
import { z } from 'zod';
import { success } from '../errors';
import { variants } from '../query';
import { runSchema } from './runs';
import { readWholeNumber } from '../whole-number';

/** The files in the upload, in order, so that messages can name the affected file. */
export const importFilesSchema = z
  .array(z.object({ name: z.string().min(1).max(255), size: z.int().nonnegative() }))
  .min(1)
  .max(1000);

/** The query parameters of an upload; the body is `application/octet-stream`. */
export const importRequestSchema = z.object({
  /** A UUID created by the client, so that it can ask for progress during the upload. */
  importId: z.uuid(),
  files: z.string().transform((text, context) => {
    try {
      return importFilesSchema.parse(JSON.parse(text));
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a JSON list of {"name","size"}' });
      return z.NEVER;
    }
  }),
  name: z.string().min(1).max(200).optional(),
  impulseId: z
    .string()
    .transform((text, context) => {
      const value = readWholeNumber(text);
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: 'must be a whole number' });
      return z.NEVER;
    })
    .optional(),
  variant: z.enum(variants).optional(),
  run: z.string().min(1).max(200).optional(),
  /** An absolute path on the server's machine; allowed only with the key of the server's data folder. */
  media: z.string().min(1).max(4096).optional(),
});

export const importStates = ['reading', 'indexing', 'done', 'failed', 'cancelled'] as const;

export const importProgressSchema = z.object({
  success,
  state: z.enum(importStates).describe('reading, indexing, done, failed or cancelled.'),
  samples: z.int().describe('How many samples are safely written.'),
  samplesRead: z
    .int()
    .describe(
      'How many samples were read from the files; of pages, all are read before the first is written.',
    ),
  bytes: z.int().describe('How many bytes have come.'),
  totalBytes: z.int().describe('How many bytes there are to come in all.'),
  share: z.number().describe('How much of the work is done, 0 to 1.'),
  rate: z.number().describe('Samples a second.'),
  readRate: z.number().describe('Samples a second, of those that were read from the files.'),
  timeLeft: z.number().nullable().describe('Seconds left; null where that is not known yet.'),
  error: z.string().nullable().describe('Why it failed.'),
  run: z.string().nullable().describe('The id of the new run, once it is there.'),
});

/** The result of a successful import. */
export const importReportSchema = z.object({
  success,
  run: runSchema.describe('The new run.'),
  wasThere: z.boolean().describe('The very same result was there already; nothing was added.'),
  notices: z.array(z.string()).describe('What was noticed on the way and is no error.'),
});

/** The limits of what an import reads, stated in its errors. */
export const importLimits = {
  recordBytes: 64 * 1024 * 1024,
  depth: 200,
  unpackedBytes: 64 * 1024 * 1024 * 1024,
  windowsPerSample: 1_000_000,
  metadataKeysPerSample: 10_000,
  metadataKeysPerRun: 100_000,
} as const;

export type ImportProgress = z.infer<typeof importProgressSchema>;
export type ImportReport = z.infer<typeof importReportSchema>;
export type ImportRequest = z.infer<typeof importRequestSchema>;
