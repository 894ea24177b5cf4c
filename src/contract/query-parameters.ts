/** Every parameter of the query as it is documented. */
import { fieldNames, sortKeys } from './fields';
import type { ParameterDoc } from './kinds/kind';
import { exclusionDocs } from './exclusions';
import { ownParameters, pageLimits, parameterDocs, variants } from './query';
import { trialDoc } from './trial';

const own: Record<(typeof ownParameters)[number], Omit<ParameterDoc, 'name'>> = {
  limit: {
    schema: { type: 'integer', minimum: 1, maximum: pageLimits.most, default: pageLimits.default },
    description: 'The most samples to return.',
  },
  offset: {
    schema: { type: 'integer', minimum: 0, default: 0 },
    description: 'How many samples to leave out first; past the end the page is empty.',
  },
  sort: {
    schema: { type: 'string' },
    description: `A comma list of ${sortKeys.join(', ')}, each with - before it to turn it round. Samples without the value come last; ties by ID.`,
    example: '-confidence,id',
  },
  variant: {
    schema: { type: 'string', enum: variants },
    description: "The model variant; unset: the project's selected one.",
  },
  impulseId: { schema: { type: 'integer' }, description: "The impulse; unset: the project's default one." },
  run: {
    schema: { type: 'string' },
    description: 'The run; unset: the newest one of the impulse and variant.',
  },
  truncateStructuredLabels: {
    schema: { type: 'boolean' },
    description: 'Cut structured labels, their list and expected labels to the first 10 entries.',
  },
};

/**
 * Every parameter of the query as it is documented: the general ones, then those of each field, exclusions and
 * trial thresholds.
 */
export const queryParameters: readonly ParameterDoc[] = [
  ...ownParameters.map((name) => ({ name, ...own[name] })),
  ...fieldNames.flatMap(parameterDocs),
  ...exclusionDocs(),
  trialDoc,
];

/** The parameters that choose the run, and the one that truncates its labels. */
export const runParameterNames: ReadonlySet<string> = new Set([
  'variant',
  'impulseId',
  'run',
  'truncateStructuredLabels',
]);
