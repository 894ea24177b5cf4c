/** The schema of a summary: everything that the dashboard shows beside the rows, under one set of filters. */
import { z } from 'zod';

/** What a summary counts: samples, or their verdicts. */
export const units = ['samples', 'verdicts'] as const;
export type Unit = (typeof units)[number];

const results = z.object({ correct: z.int(), incorrect: z.int(), unknown: z.int() });

/**
 * One value of a facet. `count` is under all filters but the facet's own; the others leave out the filters that are like
 * an outcome too (outcome, verdict, boxError, wrong, and their exclusions), or every error rate would be 0 or 100 %.
 */
export const facetValueSchema = z.object({
  /** `null` where a field has it for a value: nothing expected, nothing said. */
  value: z.string().nullable(),
  count: z.int(),
  of: z.int(),
  judged: z.int(),
  incorrect: z.int(),
});

/** The values of one field: most frequent first, ties by text. Chosen values are always among them. */
export const facetSchema = z.object({
  values: z.array(facetValueSchema),
  /** How many different values there are, listed or not. */
  distinct: z.int(),
  /** Samples or verdicts without a value, under all filters but the facet's own. */
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
  /** Incorrect ones per bin, without the filters that are like an outcome. */
  incorrect: z.array(z.int()),
  missing: z.int(),
});

/** One cell of the matrix: verdicts of an expected word for which the model said another, or the same. */
export const matrixCellSchema = z.object({
  /** `null`: nothing is there, or there is no label. */
  expected: z.string().nullable(),
  /** `null`: missed, or nothing was said. */
  said: z.string().nullable(),
  /** Verdicts. */
  count: z.int(),
  /** Samples that have such a verdict. */
  samples: z.int(),
  judged: z.int(),
  incorrect: z.int(),
});

/** A cell of the words that the matrix does not list: a side that is not there stands for all of them together. */
export const matrixOtherCellSchema = matrixCellSchema
  .omit({ samples: true })
  .partial({ expected: true, said: true });

/** A 95 % interval by its two ends, from 0 to 1. */
const intervalSchema = z.object({ low: z.number(), high: z.number() });

/** How many are right of those that can be judged. */
const groupedRateSchema = z.object({
  judged: z.int(),
  correct: z.int(),
  /** The groups that have any judged. */
  groups: z.int(),
  /** `null` below 5 groups. */
  interval: intervalSchema.nullable(),
});

const boxRateSchema = z.object({
  /** `null` where there is nothing to have a rate of. */
  value: z.number().nullable(),
  interval: intervalSchema.nullable(),
});

/** The rates of what is shown, without the filters that are like an outcome, each with its interval by group. */
export const headlineSchema = z.object({
  /** The metadata key whose values are the groups; `null`: each sample is one. Samples without the key are one each. */
  group: z.string().nullable(),
  samples: groupedRateSchema,
  verdicts: groupedRateSchema,
  /** `null` where the run has no verdicts on boxes. */
  boxes: z
    .object({
      hits: z.int(),
      /** Further hits of a true box that has one; right in precision and F1, and not counted in recall. */
      surplus: z.int(),
      /** Said where nothing is, or another label than what is there. */
      falseAlarms: z.int(),
      /** True boxes that were missed, or for which another label was said. */
      misses: z.int(),
      groups: z.int(),
      precision: boxRateSchema,
      recall: boxRateSchema,
      f1: boxRateSchema,
    })
    .nullable(),
});

export const summarySchema = z.object({
  success: z.literal(true),
  run: z.string(),
  /** What facets and histograms count. */
  unit: z.enum(units),
  /** Samples in the run. */
  total: z.int(),
  /** The choice, flag, range and date fields that some sample or verdict of the run has a value of. */
  fieldsWithValues: z.array(z.string()),
  /** Samples that match the filters; the page's `totalCount`. */
  matching: z.int(),
  /** Of the matching samples. */
  outcomes: results,
  /** The same without the filters that are like an outcome, for rates that make sense while one is set. */
  judgedWithoutOutcomeFilter: results,
  /** Verdicts that meet the filters, and by result those without the filters that are like an outcome. */
  verdicts: z.object({ matching: z.int(), judgedWithoutOutcomeFilter: results }),
  headline: headlineSchema,
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
   * Of the verdicts that meet the filters but those of `expected` and `said`; cells without verdicts are left out. At
   * most `summaryLimits.matrixLabels` words are listed, the same ones on both sides, `null` apart: those with the most
   * incorrect verdicts in one cell off the diagonal, then those with the most verdicts, then by text.
   */
  matrix: z.array(matrixCellSchema),
  /** The verdicts that `matrix` leaves out. */
  matrixOther: z.object({
    /** How many words are not listed. */
    labels: z.int(),
    cells: z.array(matrixOtherCellSchema),
  }),
  /** The learn block that the matrix is of, and the key, where there are any. */
  matrixOf: z.object({ block: z.string().nullable(), key: z.string().nullable() }),
});

/** How much a summary lists at most; what is more is counted in `distinct` and can be searched for. */
export const summaryLimits = { facetValues: 100, metadataKeys: 50, bins: 40, matrixLabels: 100 } as const;

export type FacetValue = z.infer<typeof facetValueSchema>;
export type Facet = z.infer<typeof facetSchema>;
export type Histogram = z.infer<typeof histogramSchema>;
export type MatrixCell = z.infer<typeof matrixCellSchema>;
export type MatrixOtherCell = z.infer<typeof matrixOtherCellSchema>;
export type Headline = z.infer<typeof headlineSchema>;
export type Summary = z.infer<typeof summarySchema>;
