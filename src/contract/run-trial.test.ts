/** Which trial thresholds a run takes, and what is said of the others. */
import { expect, test } from 'vitest';
import type { Run } from './runs';
import { trialOfRun } from './run-trial';
import { readTrial } from './trial';

const threshold = (key: string, value: number | string, words: readonly string[] = []) => ({
  key,
  value,
  description: key,
  helpText: '',
  suggestedValue: null,
  options: words.map((word) => ({ value: word, description: word })),
});
const block = (id: number, ...thresholds: Run['learnBlocks'][number]['thresholds']) => ({
  id,
  type: 'keras',
  title: '',
  lastLayer: null,
  thresholds,
});
const run: Run = {
  id: 'one',
  name: '',
  projectId: 1,
  impulseId: 1,
  variant: 'int8',
  samples: 0,
  imported: '',
  files: [],
  contentHash: '',
  hasMedia: false,
  learnBlocks: [
    block(2, threshold('min_score', 0.6)),
    block(
      5,
      threshold('method', 'max', ['max', 'mean']),
      threshold('mode', 'fast'),
      threshold('level', '7.5'),
    ),
  ],
};

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
