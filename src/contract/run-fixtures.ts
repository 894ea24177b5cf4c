/** Test fixtures: a run with learn blocks and thresholds. */
import type { Run, RunLearnBlock, RunThreshold } from './runs';

export const thresholdOf = (
  key: string,
  value: number | string,
  { description = key, words = [] }: { description?: string; words?: readonly string[] } = {},
): RunThreshold => ({
  key,
  value,
  description,
  helpText: '',
  suggestedValue: null,
  options: words.map((word) => ({ value: word, description: `the ${word}` })),
});

export const blockOf = (id: number, title: string, ...thresholds: RunThreshold[]): RunLearnBlock => ({
  id,
  title,
  thresholds,
  type: 'keras',
  lastLayer: null,
});

export const runOf = (...learnBlocks: RunLearnBlock[]): Run => ({
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
  learnBlocks,
});
