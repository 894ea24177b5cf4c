/** The chips of trial thresholds: their texts, and that each removes its own threshold. */
import { expect, it } from 'vitest';
import { emptyQuery } from '../../../contract/query';
import { blockOf, runOf, thresholdOf } from '../../../contract/fixtures/run-fixtures';
import { readTrial } from '../../../contract/trial';
import { trialChips } from './trial-chips';

const run = runOf(
  blockOf(3, 'Classification', thresholdOf('min_confidence', 0.6, { description: 'Minimum confidence' })),
  blockOf(
    4,
    'Left',
    thresholdOf('limit', 1, { description: 'Limit' }),
    thresholdOf('method', 'max', { description: '', words: ['mean'] }),
  ),
  blockOf(5, 'Right', thresholdOf('limit', 2, { description: 'Limit' })),
);

it("shows the trial value and the job's value, and removes one after the other", () => {
  const text = 't.3.min_confidence=0.7&t.4.limit=1.5&t.4.method=mean';
  let query = { ...emptyQuery, trial: readTrial(new URLSearchParams(text), []) };
  const chips = trialChips(run, query.trial);
  expect(chips.map(({ sentence }) => sentence)).toEqual([
    'Trial: Minimum confidence 0.7 (job: 0.6)',
    'Trial: Limit of Left 1.5 (job: 1)',
    'Trial: method the mean (job: max)',
  ]);
  for (const [at, { remove }] of chips.entries()) {
    query = remove(query);
    expect(trialChips(run, query.trial).map(({ key }) => key)).toEqual(
      chips.slice(at + 1).map(({ key }) => key),
    );
  }
});
