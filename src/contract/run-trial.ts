/** Checks whether a run has the thresholds that a trial sets, and which values it accepts for them. */
import { isolatedText } from './isolated-text';
import { numberFromText } from './kinds/numbers';
import type { Problem } from './kinds/kind';
import type { Run, RunThreshold } from './schemas/runs';
import { trialName, type Trial, type TrialThreshold } from './trial';

/** The run's threshold that the trial changes; `undefined` if the run has none with this name. */
export function thresholdOfRun(
  { learnBlocks }: Run,
  { block, key }: Pick<TrialThreshold, 'block' | 'key'>,
): RunThreshold | undefined {
  return learnBlocks.find(({ id }) => id === block)?.thresholds.find((threshold) => threshold.key === key);
}

const listed = 10;

function namesOf({ learnBlocks }: Run): string {
  const names = learnBlocks.flatMap(({ id, thresholds }) =>
    thresholds.map(({ key }) => isolatedText(trialName({ block: id, key }).slice(0, 60))),
  );
  if (names.length === 0) return 'it has no thresholds';
  const more = names.length - listed;
  return `it has ${names.slice(0, listed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Why the run refuses a trial threshold; `undefined` if it accepts it. */
function refusal(run: Run, one: TrialThreshold): string | undefined {
  const name = `"${isolatedText(trialName(one).slice(0, 60))}"`;
  const threshold = thresholdOfRun(run, one);
  if (threshold === undefined)
    return `${name} is no threshold of the run ${isolatedText(run.id)}; ${namesOf(run)}`;
  const { value, options } = threshold;
  const isNumber = typeof value === 'number' || numberFromText(value) !== undefined;
  if (isNumber) return typeof one.value === 'number' ? undefined : `${name} must be a number`;
  const words = options.map((option) => option.value);
  const isAllowed = typeof one.value === 'string' && (words.length === 0 || words.includes(one.value));
  if (isAllowed) return undefined;
  const allowed = words.slice(0, listed).map((word) => isolatedText(word.slice(0, 60)));
  return `${name} must be ${words.length === 0 ? 'a word' : `one of ${allowed.join(', ')}`}`;
}

/** The trial thresholds that the run accepts, and the problems with the others. */
export function trialOfRun(run: Run, trial: Trial): { known: Trial; problems: readonly Problem[] } {
  const problems = trial.flatMap((one): Problem[] => {
    const message = refusal(run, one);
    return message === undefined ? [] : [{ parameter: trialName(one), message }];
  });
  const names = problems.map(({ parameter }) => parameter);
  return { known: trial.filter((one) => !names.includes(trialName(one))), problems };
}
