/** The schema of a project as we store it: its impulses and its imported runs. */
import { z } from 'zod';
import { success } from '../errors';
import { variants } from '../query';

/** A threshold of a learn block as the run states it; `value` may be a word. */
export const runThresholdSchema = z.object({
  key: z.string().describe('The name of the threshold for programs; any.'),
  description: z.string().describe('In words.'),
  helpText: z.string().describe('What the threshold does.'),
  value: z.union([z.number(), z.string()]).describe('A number or a word.'),
  suggestedValue: z.number().nullable().describe('The value that training suggests.'),
  options: z
    .array(
      z.object({
        value: z.string().describe('Its value.'),
        description: z.string().describe('In words.'),
      }),
    )
    .describe('The words that can be chosen from.'),
});

/** A learn block of a run, as the run's first sample describes it. */
export const runLearnBlockSchema = z.object({
  id: z.number().describe('Its number.'),
  type: z.string().describe('Its kind.'),
  title: z.string().describe('The name that people see.'),
  lastLayer: z.string().nullable().describe('Which kind of detector it is, for object detection.'),
  thresholds: z.array(runThresholdSchema).describe('The thresholds that the job judged by.'),
});

/** One classify job's result for one project, impulse and variant. */
export const runSchema = z.object({
  id: z.string().describe('Its id, unique in the project, by which the parameter run names it.'),
  name: z.string().describe('Its name.'),
  projectId: z.int().describe('The number of the project.'),
  impulseId: z.int().describe('The impulse that the run belongs to.'),
  variant: z.enum(variants).describe('int8, float32 or akida.'),
  samples: z.int().describe('How many samples the run has.'),
  imported: z.string().describe('When it was imported, as ISO 8601.'),
  files: z.array(z.string()).describe('The names of the files that it came from, without their folders.'),
  contentHash: z.string().describe('A SHA-256 over the records: the same result has the same.'),
  hasMedia: z.boolean().describe("Whether the samples' own data are there."),
  learnBlocks: z.array(runLearnBlockSchema).describe('The learn blocks that spoke in the newest run.'),
});

export const impulseSchema = z.object({
  id: z.int().describe('Its number.'),
  name: z.string().describe('Its name.'),
});

/** A project with all choices of the header. Runs are sorted newest first. */
export const projectSchema = z.object({
  id: z.int().describe('Its number.'),
  name: z.string().describe('Its name.'),
  description: z.string().describe('In words.'),
  licence: z.string().describe('The licence of the data.'),
  source: z.string().describe('Where the data are from.'),
  isDemo: z.boolean().describe('Whether it came with Second Look.'),
  selectedVariant: z.enum(variants).describe('The variant that is shown where none is named.'),
  defaultImpulseId: z.int().describe('The impulse that is shown where none is named.'),
  impulses: z.array(impulseSchema).describe('The impulses that have a run.'),
  runs: z.array(runSchema).describe('The imported results, newest first.'),
});

export const projectAnswerSchema = z.object({ success, project: projectSchema.describe('The project.') });

export type RunThreshold = z.infer<typeof runThresholdSchema>;
export type RunLearnBlock = z.infer<typeof runLearnBlockSchema>;
/** An index that is being built from a run's records: to replace a damaged one, or for trial thresholds. */
export const rebuildSchema = z.object({
  projectId: z.int().describe('The number of the project.'),
  run: z.string().describe('The id of the run.'),
  trial: z
    .string()
    .describe(
      "The trial thresholds that it is built for, as in a query string; empty: the run's own is rebuilt.",
    ),
  samples: z.int().describe('How many samples are indexed so far.'),
  share: z.number().describe('How much of the work is done, 0 to 1.'),
  rate: z.number().describe('Samples a second.'),
  timeLeft: z.number().nullable().describe('Seconds left; null where that is not known yet.'),
});

export type Run = z.infer<typeof runSchema>;
export type Project = z.infer<typeof projectSchema>;

/** The parts of a query that choose the run. */
export interface RunChoice {
  variant?: Run['variant'];
  impulseId?: number;
  run?: string;
}

/**
 * The run that a query selects: its `run` by id; otherwise the newest run of its impulse and variant, which default
 * to the project's default impulse and selected variant. If a default has no run, another one that has a run is
 * used, so that a project with only an `int8` run shows it. `undefined` if no run matches.
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
