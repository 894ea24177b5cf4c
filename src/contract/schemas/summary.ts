/** The schema of a summary: everything that the dashboard shows in addition to the rows, for one set of filters. */
import { z } from 'zod';
import { success } from '../errors';

/** What a summary counts: samples, or their verdicts. */
export const units = ['samples', 'verdicts'] as const;
export type Unit = (typeof units)[number];

/** The maximum sizes of a summary's lists; values beyond them are counted in `distinct` and can be searched for. */
export const summaryLimits = { facetValues: 100, metadataKeys: 50, bins: 40, matrixLabels: 100 } as const;

const results = z.object({
  correct: z.int().describe('Those that are correct.'),
  incorrect: z.int().describe('Those that are incorrect.'),
  unknown: z.int().describe('Those that cannot be judged.'),
});

/**
 * One value of a facet. `count` applies all filters except the facet's own. The other counts also ignore the
 * filters that resemble an outcome (outcome, verdict, boxError, wrong, and their exclusions), otherwise every error
 * rate would be 0 or 100 %.
 */
export const facetValueSchema = z.object({
  value: z.string().nullable().describe('The value; null where nothing was expected or said.'),
  count: z.int().describe('How many samples or verdicts.'),
  of: z.int().describe('How many without the filters that are like an outcome.'),
  judged: z.int().describe('How many of these can be judged.'),
  incorrect: z.int().describe('Those that are incorrect.'),
});

/** The values of one field: most frequent first, ties by text. Selected values are always included. */
export const facetSchema = z.object({
  values: z.array(facetValueSchema).describe('The values, most frequent first.'),
  distinct: z.int().describe('How many different values there are, listed or not.'),
  missing: z.int().describe('Samples or verdicts without a value, under all other filters.'),
});

/**
 * Counts in equal bins from `low` to `high`: the ends of the field's scale, or of the values of the whole run, so
 * that the axis does not change with the filters. The last bin includes `high`. The same filters apply as to a
 * facet.
 */
export const histogramSchema = z.object({
  low: z.number().describe('Where the first bin begins.'),
  high: z.number().describe('Where the last bin ends.'),
  counts: z.array(z.int()).describe('Samples or verdicts per bin, under all other filters.'),
  incorrect: z
    .array(z.int())
    .describe('The incorrect ones per bin, without the filters that are like an outcome.'),
  missing: z.int().describe('Samples or verdicts without a value, under all other filters.'),
});

/** One cell of the matrix: the verdicts with one expected and one predicted word. */
export const matrixCellSchema = z.object({
  expected: z
    .string()
    .nullable()
    .describe('The word that was expected; null where nothing is there, or there is no label.'),
  said: z
    .string()
    .nullable()
    .describe('The word that the model said; null for a miss, or where nothing was said.'),
  count: z.int().describe('How many verdicts.'),
  samples: z.int().describe('How many samples have such a verdict.'),
  judged: z.int().describe('How many of these can be judged.'),
  incorrect: z.int().describe('Those that are incorrect.'),
});

/** A cell for the words that the matrix does not list: an absent side means all of them together. */
export const matrixOtherCellSchema = matrixCellSchema
  .omit({ samples: true })
  .partial({ expected: true, said: true });

/** A 95 % interval: its two ends, from 0 to 1. */
const intervalSchema = z.object({
  low: z.number().describe('Its lower end, from 0 to 1.'),
  high: z.number().describe('Its upper end, from 0 to 1.'),
});

/** How many verdicts or samples are right, of those that can be judged. */
const groupedRateSchema = z.object({
  judged: z.int().describe('How many of these can be judged.'),
  correct: z.int().describe('Those that are correct.'),
  groups: z
    .int()
    .describe('How many groups have something that can be judged; none where no sample has the key.'),
  interval: intervalSchema.nullable().describe('The 95 % interval by its two ends; null below 5 groups.'),
});

const boxRateSchema = z.object({
  value: z.number().nullable().describe('The rate; null where there is nothing to have a rate of.'),
  interval: intervalSchema.nullable().describe('The 95 % interval by its two ends; null below 5 groups.'),
});

/** The rates of what is shown, ignoring the filters that resemble an outcome, each with its interval by group. */
export const headlineSchema = z.object({
  group: z
    .string()
    .nullable()
    .describe(
      'The metadata key whose values are the groups; null where each sample is one. Samples without the key are one each.',
    ),
  samples: groupedRateSchema.describe('Of the samples.'),
  verdicts: groupedRateSchema.describe('Of the verdicts.'),
  boxes: z
    .object({
      hits: z.int().describe('Boxes of the label of the true box that they are on, once a true box.'),
      surplus: z
        .int()
        .describe('Further boxes on these; right in precision and F1, and not counted in recall.'),
      falseAlarms: z.int().describe('Boxes where nothing is, or something else.'),
      misses: z.int().describe('True boxes that were missed, or for which something else was said.'),
      groups: z
        .int()
        .describe('How many groups have something that can be judged; none where no sample has the key.'),
      precision: boxRateSchema.describe('Of the boxes that were said, those that are right.'),
      recall: boxRateSchema.describe('Of the true boxes, those that were found.'),
      f1: boxRateSchema.describe('2 × right ÷ (2 × right + false alarms + misses).'),
    })
    .nullable()
    .describe('Of the verdicts on boxes; null where the run has none.'),
});

const withoutOutcomeFilter = results.describe(
  'The same without the filters that are like an outcome: outcome, verdict, boxError, wrong.',
);

export const summarySchema = z.object({
  success,
  run: z.string().describe('The id of the run.'),
  unit: z.enum(units).describe('What facets and histograms count: samples, or their verdicts.'),
  total: z.int().describe('Samples in the run.'),
  fieldsWithValues: z
    .array(z.string())
    .describe('The fields that some sample or verdict of the run has a value of.'),
  matching: z.int().describe('Samples that match the filters, as totalCount of a page.'),
  outcomes: results.describe('How many of these are correct, incorrect or unknown.'),
  judgedWithoutOutcomeFilter: withoutOutcomeFilter,
  verdicts: z
    .object({
      matching: z.int().describe('Verdicts that meet the filters, of samples that match.'),
      judgedWithoutOutcomeFilter: withoutOutcomeFilter,
    })
    .describe('The verdicts of these samples: decisions on a window, a box or a key each.'),
  headline: headlineSchema.describe(
    'The rates of what is shown, without the same filters, each with its 95 % interval by group.',
  ),
  unknownReasons: z
    .array(
      z.object({
        reason: z.string().describe('In words.'),
        count: z.int().describe('How many samples.'),
      }),
    )
    .describe(
      'Why samples cannot be judged. This and what follows is empty where other parts were asked for.',
    ),
  facets: z
    .record(z.string(), facetSchema)
    .describe(
      'Per field of a choice or a flag, its values with counts under all other filters. A flag has "true" and "false".',
    ),
  metadata: z
    .array(facetSchema.extend({ key: z.string().describe('The metadata key.') }))
    .describe('Per metadata key, most used first.'),
  metadataKeys: z.int().describe('How many metadata keys there are, listed or not.'),
  withoutMetadata: z
    .int()
    .describe(
      'Samples without any metadata, under all filters but that on metadata; 0 where no part of it was asked for.',
    ),
  histograms: z
    .record(z.string(), histogramSchema)
    .describe('Per field of numbers or dates, counts in equal bins.'),
  /**
   * Counts the verdicts that meet all filters except `expected` and `said`; cells without verdicts are left out.
   * Lists at most `summaryLimits.matrixLabels` words in addition to `null`, the same ones on both sides: first
   * those with the most incorrect verdicts in one cell off the diagonal, then those with the most verdicts, then by
   * text.
   */
  matrix: z
    .array(matrixCellSchema)
    .describe(
      `How often each word was said where each was expected, in verdicts, under all filters but those of these two; cells without verdicts are left out. Lists at most ${summaryLimits.matrixLabels} words: those of the largest confusions, then those with the most verdicts.`,
    ),
  matrixOther: z
    .object({
      labels: z.int().describe('How many words are not listed.'),
      cells: z
        .array(matrixOtherCellSchema)
        .describe(
          'Their verdicts added up. A side that is absent stands for all words that are not listed, whatever they are called.',
        ),
    })
    .describe('The verdicts of the words that `matrix` does not list.'),
  matrixOf: z
    .object({
      block: z
        .string()
        .nullable()
        .describe('The ID of their learn block; null where the matrix has no cells.'),
      key: z.string().nullable().describe('Their key; null where they have none.'),
    })
    .describe('Which verdicts the matrix is of.'),
});

export type FacetValue = z.infer<typeof facetValueSchema>;
export type Facet = z.infer<typeof facetSchema>;
export type Histogram = z.infer<typeof histogramSchema>;
export type MatrixCell = z.infer<typeof matrixCellSchema>;
export type MatrixOtherCell = z.infer<typeof matrixOtherCellSchema>;
export type Headline = z.infer<typeof headlineSchema>;
export type Summary = z.infer<typeof summarySchema>;
