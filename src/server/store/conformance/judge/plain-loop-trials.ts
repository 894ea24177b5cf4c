/** The samples of a run under trials, each judged record by record when it is first requested. */
import { printTrial, type Trial } from '../../../../contract/trial';
import { plainSample, type PlainSample } from './plain-loop-values';

/** Returns a function from a trial to the samples under it. */
export function plainTrials(samples: readonly PlainSample[]): (trial: Trial) => readonly PlainSample[] {
  const known = new Map<string, readonly PlainSample[]>();
  return (trial) => {
    if (trial.length === 0) return samples;
    const key = JSON.stringify(printTrial(trial));
    const judged = known.get(key) ?? samples.map((sample) => plainSample(sample, trial));
    known.set(key, judged);
    return judged;
  };
}
