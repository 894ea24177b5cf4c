/** The chips of trial thresholds: what they say, and that each removes its own. */
import { expect, it } from 'vitest';
import { emptyQuery } from '../../contract/query';
import type { Run } from '../../contract/runs';
import { readTrial } from '../../contract/trial';
import { trialChips } from './trial-chips';

const threshold = (key: string, description: string, value: number | string) => ({
  key,
  description,
  value,
  helpText: '',
  suggestedValue: null,
  options: typeof value === 'string' ? [{ value: 'mean', description: 'Mean of the cells' }] : [],
});
const block = (id: number, title: string, ...thresholds: Run['learnBlocks'][number]['thresholds']) => ({
  id,
  title,
  thresholds,
  type: 'keras',
  lastLayer: null,
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
    block(3, 'Classification', threshold('min_confidence', 'Minimum confidence', 0.6)),
    block(4, 'Left', threshold('limit', 'Limit', 1), threshold('method', '', 'max')),
    block(5, 'Right', threshold('limit', 'Limit', 2)),
  ],
};

it('says what is tried and what the job had, and removes one after the other', () => {
  const text = 't.3.min_confidence=0.7&t.4.limit=1.5&t.4.method=mean';
  let query = { ...emptyQuery, trial: readTrial(new URLSearchParams(text), []) };
  const chips = trialChips(run, query.trial);
  expect(chips.map(({ sentence }) => sentence)).toEqual([
    'Trial: Minimum confidence 0.7 (job: 0.6)',
    'Trial: Limit of Left 1.5 (job: 1)',
    'Trial: method Mean of the cells (job: max)',
  ]);
  for (const [at, { remove }] of chips.entries()) {
    query = remove(query);
    expect(trialChips(run, query.trial).map(({ key }) => key)).toEqual(
      chips.slice(at + 1).map(({ key }) => key),
    );
  }
});
