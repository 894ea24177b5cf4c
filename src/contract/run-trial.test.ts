/** Which trial thresholds a run accepts, and the messages for the others. */
import { expect, test } from 'vitest';
import { blockOf, runOf, thresholdOf } from './fixtures/run-fixtures';
import { trialOfRun } from './run-trial';
import { readTrial } from './trial';

const run = runOf(
  blockOf(2, '', thresholdOf('min_score', 0.6)),
  blockOf(
    5,
    '',
    thresholdOf('method', 'max', { words: ['max', 'mean'] }),
    thresholdOf('mode', 'fast'),
    thresholdOf('level', '7.5'),
  ),
);

test.each([
  ['t.2.min_score=0.7&t.5.method=mean&t.5.mode=slow&t.5.level=8', [], 4],
  ['t.2.min_score=high', ['"t.2.min_score" must be a number'], 0],
  ['t.5.level=high', ['"t.5.level" must be a number'], 0],
  ['t.5.method=1', ['"t.5.method" must be one of max, mean'], 0],
  ['t.5.method=median', ['"t.5.method" must be one of max, mean'], 0],
  ['t.5.mode=1', ['"t.5.mode" must be a word'], 0],
  [
    't.2.min_scores=0.7&t.2.min_score=0.7',
    [
      '"t.2.min_scores" is no threshold of the run one; it has t.2.min_score, t.5.method, t.5.mode, t.5.level',
    ],
    1,
  ],
  [
    't.3.min_score=0.7',
    ['"t.3.min_score" is no threshold of the run one; it has t.2.min_score, t.5.method, t.5.mode, t.5.level'],
    0,
  ],
])('%s', (search, messages, kept) => {
  const { known, problems } = trialOfRun(run, readTrial(new URLSearchParams(search), []));
  expect(problems.map(({ message }) => message)).toEqual(messages);
  expect(known).toHaveLength(kept);
});
