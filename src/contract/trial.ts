/** Trial thresholds (parameters `t.<block id>.<key>` that judge a run again with other thresholds) and their codec. */
import { isolatedText } from './isolated-text';
import { numberFromText, textFromNumber } from './kinds/numbers';
import type { ParameterDoc, Problem } from './kinds/kind';
import { readWholeNumber } from './whole-number';

/** Another value for one threshold of one learn block. */
export interface TrialThreshold {
  /** The id of the learn block. */
  block: number;
  key: string;
  /** A number, or a word if the run's own value is a word. */
  value: number | string;
}

/** Sorted by block, then by key; each threshold occurs once. */
export type Trial = readonly TrialThreshold[];

export const trialLimits = { thresholds: 20, keyLength: 200, wordLength: 200 } as const;

const prefix = 't.';

/** Whether a parameter has the name prefix of trial thresholds. */
export const isTrialName = (name: string): boolean => name.startsWith(prefix);

/** The parameter name of a threshold. */
export const trialName = ({ block, key }: Pick<TrialThreshold, 'block' | 'key'>): string =>
  `${prefix}${block}.${key}`;

const form = `t.<block id>.<key>, such as t.2.min_score, with a key of at most ${trialLimits.keyLength} characters`;

function placeOf(name: string): Pick<TrialThreshold, 'block' | 'key'> | undefined {
  const [, digits = '', key = ''] = /^t\.(0|[1-9]\d*)\.(.+)$/su.exec(name) ?? [];
  const block = readWholeNumber(digits);
  return block === undefined || key === '' || key.length > trialLimits.keyLength ? undefined : { block, key };
}

/** A word must start with a letter, so that a mistyped number is not taken for a word. */
function valueOf(text: string): number | string | undefined {
  const isWord = text.length <= trialLimits.wordLength && /^\p{L}\P{C}*$/u.test(text);
  return isWord ? text : numberFromText(text);
}

const compare = (a: TrialThreshold, b: TrialThreshold) =>
  a.block - b.block || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** The trial with one threshold set to a value, or without that threshold. */
export function withTried(
  trial: Trial,
  { block, key }: Pick<TrialThreshold, 'block' | 'key'>,
  value: TrialThreshold['value'] | undefined,
): Trial {
  const others = trial.filter((one) => one.block !== block || one.key !== key);
  return value === undefined ? others : [...others, { block, key, value }].sort(compare);
}

/** Parses the trial of a query string; invalid parts are reported to `problems`, valid parts are still returned. */
export function readTrial(parameters: URLSearchParams, problems: Problem[]): Trial {
  let trial: Trial = [];
  for (const name of new Set([...parameters.keys()].filter(isTrialName))) {
    const shown = isolatedText(name.slice(0, 60));
    const place = placeOf(name);
    const value = valueOf(parameters.get(name) ?? '');
    if (place === undefined)
      problems.push({ parameter: name, message: `"${shown}" must have the form ${form}` });
    else if (value === undefined)
      problems.push({
        parameter: name,
        message: `"${shown}" must be a number, or a word of at most ${trialLimits.wordLength} letters`,
      });
    else if (trial.length === trialLimits.thresholds)
      problems.push({
        parameter: name,
        message: `"${shown}" is one trial threshold too many: at most ${trialLimits.thresholds} are allowed`,
      });
    else trial = withTried(trial, place, value);
  }
  return trial;
}

/** The parameters that parse to the same trial. */
export const printTrial = (trial: Trial): [name: string, text: string][] =>
  trial.map((one) => [trialName(one), typeof one.value === 'number' ? textFromNumber(one.value) : one.value]);

/** All trial thresholds as they are documented. */
export const trialDoc: ParameterDoc = {
  name: 't.{block}.{key}',
  schema: { type: ['number', 'string'] },
  description: `A trial threshold: another value for the threshold with this key of the learn block with this id, such as t.2.min_score=0.7. Everything is then judged by the rules from the stored scores, not by what the job said. At most ${trialLimits.thresholds}; only thresholds that the run has. No record changes.`,
  example: '0.7',
};
