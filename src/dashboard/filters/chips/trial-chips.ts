/** The chips of trial thresholds: the trial value, the job's value, and a removal function. Pure functions. */
import { isolatedText } from '../../../contract/isolated-text';
import type { Query } from '../../../contract/query';
import { thresholdOfRun } from '../../../contract/run-trial';
import type { Run, RunThreshold } from '../../../contract/schemas/runs';
import { trialName, withTried, type TrialThreshold } from '../../../contract/trial';
import { shownText } from '../../ui/shortened-text';

export interface TrialChip {
  /** Identifies the threshold while it is being tried. */
  key: string;
  sentence: string;
  remove: (query: Query) => Query;
}

/** A value in words: the option with this name, or the value as it is. */
function valueWords(value: RunThreshold['value'], options: RunThreshold['options']): string {
  const option = options.find((candidate) => candidate.value === String(value));
  return isolatedText(shownText(option?.description || String(value)));
}

function sentenceOf(run: Run, tried: TrialThreshold): string {
  const threshold = thresholdOfRun(run, tried);
  if (threshold === undefined) return `Trial: ${isolatedText(shownText(trialName(tried)))}`;
  const { description, value, options } = threshold;
  const title = run.learnBlocks.find(({ id }) => id === tried.block)?.title ?? '';
  const isShared = run.learnBlocks.some(
    ({ id, thresholds }) =>
      id !== tried.block && thresholds.some((other) => other.description === description),
  );
  const of = isShared && title !== '' ? ` of ${isolatedText(shownText(title))}` : '';
  const name = isolatedText(shownText(description || tried.key));
  return `Trial: ${name}${of} ${valueWords(tried.value, options)} (job: ${valueWords(value, options)})`;
}

/** The chips of a trial, in order. */
export const trialChips = (run: Run, trial: Query['trial']): TrialChip[] =>
  trial.map((tried) => ({
    key: trialName(tried),
    sentence: sentenceOf(run, tried),
    remove: (query) => ({ ...query, trial: withTried(query.trial, tried, undefined) }),
  }));
