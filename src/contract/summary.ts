/** The schema of a summary: everything that the dashboard shows beside the rows, under one set of filters. */
import { z } from 'zod';

/**
 * One value of a facet. `count` is under all filters but the facet's own; `judged` and `incorrect` leave out the
 * outcome filter too, or every error rate would be 0 or 100 %.
 */
export const facetValueSchema = z.object({
  value: z.string(),
  count: z.int(),
  judged: z.int(),
  incorrect: z.int(),
});

/** The values of one field: most frequent first, ties by text. Chosen values are always among them. */
export const facetSchema = z.object({
  values: z.array(facetValueSchema),
  /** How many different values there are, listed or not. */
  distinct: z.int(),
  /** Samples without a value, under all filters but the facet's own. */
  missing: z.int(),
});

/**
 * Counts in equal bins from `low` to `high`: the ends of the field's scale, or of the whole run's values, so that the
 * axis stays where it is while filters change. The last bin includes `high`. Same filters as a facet.
 */
export const histogramSchema = z.object({
  low: z.number(),
  high: z.number(),
  counts: z.array(z.int()),
  /** Incorrect samples per bin, without the outcome filter. */
  incorrect: z.array(z.int()),
  missing: z.int(),
});

/** One cell of the matrix: samples of an expected label for which the model said a prediction. */
export const matrixCellSchema = z.object({
  /** `null`: the sample has no label. */
  expected: z.string().nullable(),
  /** `null`: the run has no prediction for the sample. */
  said: z.string().nullable(),
  count: z.int(),
  incorrect: z.int(),
});

/** A cell of the labels that the matrix does not list: a side that is not there stands for all of them together. */
export const matrixOtherCellSchema = matrixCellSchema.partial({ expected: true, said: true });

export const summarySchema = z.object({
  success: z.literal(true),
  run: z.string(),
  /** Samples in the run. */
  total: z.int(),
  /** Samples that match the filters; the page's `totalCount`. */
  matching: z.int(),
  /** Of the matching samples. */
  outcomes: z.object({ correct: z.int(), incorrect: z.int(), unknown: z.int() }),
  /** The same without the outcome filter, for rates that make sense while it is set. */
  judgedWithoutOutcomeFilter: z.object({ correct: z.int(), incorrect: z.int(), unknown: z.int() }),
  /** Why samples are unknown, of the matching ones. This and what follows is empty where the caller asked for other parts. */
  unknownReasons: z.array(z.object({ reason: z.string(), count: z.int() })),
  /** Per choice and flag field, by field name; a flag's values are "true" and "false". */
  facets: z.record(z.string(), facetSchema),
  /** Per metadata key, most used first; at most `summaryLimits.metadataKeys`. */
  metadata: z.array(facetSchema.extend({ key: z.string() })),
  /** How many keys the run has, asked for or not. */
  metadataKeys: z.int(),
  /** Samples without any metadata, under all filters but the metadata filter; 0 where no part of it was asked for. */
  withoutMetadata: z.int(),
  /** Per range and date field that has values in the run. */
  histograms: z.record(z.string(), histogramSchema),
  /**
   * Of the matching samples; cells without samples are left out. At most `summaryLimits.matrixLabels` labels are
   * listed, the same ones on both sides, `null` apart: those with the most incorrect samples in one cell off the
   * diagonal, then those with the most samples, then by text.
   */
  matrix: z.array(matrixCellSchema),
  /** The samples that `matrix` leaves out: with them the counts add up to `matching`. */
  matrixOther: z.object({
    /** How many labels are not listed. */
    labels: z.int(),
    cells: z.array(matrixOtherCellSchema),
  }),
});

/** How much a summary lists at most; what is more is counted in `distinct` and can be searched for. */
export const summaryLimits = { facetValues: 100, metadataKeys: 50, bins: 40, matrixLabels: 100 } as const;

export type FacetValue = z.infer<typeof facetValueSchema>;
export type Facet = z.infer<typeof facetSchema>;
export type Histogram = z.infer<typeof histogramSchema>;
export type MatrixCell = z.infer<typeof matrixCellSchema>;
export type MatrixOtherCell = z.infer<typeof matrixOtherCellSchema>;
export type Summary = z.infer<typeof summarySchema>;
