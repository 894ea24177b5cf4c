/** The schema of a project as we keep it: its impulses and the runs that were imported for it. */
import { z } from 'zod';
import { variants } from './query';

/** A threshold of a learn block as the run says it; `value` may be a word. */
export const runThresholdSchema = z.object({
  key: z.string(),
  description: z.string(),
  helpText: z.string(),
  value: z.union([z.number(), z.string()]),
  suggestedValue: z.number().nullable(),
  options: z.array(z.object({ value: z.string(), description: z.string() })),
});

/** A learn block that spoke in a run, as its first sample says it. */
export const runLearnBlockSchema = z.object({
  id: z.number(),
  type: z.string(),
  title: z.string(),
  lastLayer: z.string().nullable(),
  thresholds: z.array(runThresholdSchema),
});

/** One classify job's result for one project, impulse and variant. */
export const runSchema = z.object({
  /** Unique in the project; what the query's `run` names. */
  id: z.string(),
  name: z.string(),
  projectId: z.int(),
  impulseId: z.int(),
  variant: z.enum(variants),
  samples: z.int(),
  /** ISO 8601. */
  imported: z.string(),
  /** The names of the files that it came from, never their folders. */
  files: z.array(z.string()),
  /** SHA-256 over the records in their order: the same result imported twice has the same. */
  contentHash: z.string(),
  hasMedia: z.boolean(),
  learnBlocks: z.array(runLearnBlockSchema),
});

export const impulseSchema = z.object({ id: z.int(), name: z.string() });

/** A project with everything to choose from in the header. Runs are newest first. */
export const projectSchema = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  licence: z.string(),
  source: z.string(),
  isDemo: z.boolean(),
  selectedVariant: z.enum(variants),
  defaultImpulseId: z.int(),
  impulses: z.array(impulseSchema),
  runs: z.array(runSchema),
});

export type RunThreshold = z.infer<typeof runThresholdSchema>;
export type RunLearnBlock = z.infer<typeof runLearnBlockSchema>;
/** An index that is being made from a run's records: again, as after a damage, or for trial thresholds. */
export const rebuildSchema = z.object({
  projectId: z.int(),
  run: z.string(),
  /** The trial thresholds as a query string has them; empty: the run's own index. */
  trial: z.string(),
  samples: z.int(),
  /** How much of the work is done, 0 to 1. */
  share: z.number(),
  /** Samples a second since the start. */
  rate: z.number(),
  /** Seconds, where they can be told yet. */
  timeLeft: z.number().nullable(),
});

export type Run = z.infer<typeof runSchema>;
export type Project = z.infer<typeof projectSchema>;

/** What of a query chooses the run. */
export interface RunChoice {
  variant?: Run['variant'];
  impulseId?: number;
  run?: string;
}

/**
 * The run that a query means: its `run` by id; else the newest one of its impulse and variant, where an unset impulse
 * is the project's default one and an unset variant its selected one. Unset parts fall back to what has a run at all,
 * so that a project with only an `int8` run shows it. `undefined` where nothing fits.
 */
export function chosenRun(project: Project, choice: RunChoice): Run | undefined {
  const fitting = project.runs.filter(
    (run) =>
      (choice.run === undefined || run.id === choice.run) &&
      (choice.impulseId === undefined || run.impulseId === choice.impulseId) &&
      (choice.variant === undefined || run.variant === choice.variant),
  );
  const preferred = (candidates: Run[], isPreferred: (run: Run) => boolean) => {
    const matching = candidates.filter(isPreferred);
    return matching.length > 0 ? matching : candidates;
  };
  const ofImpulse = preferred(fitting, (run) => run.impulseId === project.defaultImpulseId);
  return preferred(ofImpulse, (run) => run.variant === project.selectedVariant)[0];
}
