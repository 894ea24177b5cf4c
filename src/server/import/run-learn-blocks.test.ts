/** Learn blocks as a run stores them, including what older servers leave out. */
import { describe, expect, it } from 'vitest';
import { resultRecordSchema, type ResultRecord } from '../../contract/schemas/result-page';
import { runLearnBlockSchema } from '../../contract/schemas/runs';
import { runLearnBlock } from './run-learn-blocks';
import { resultOf } from './fixtures/source-fixtures';

const runLearnBlocks = ({ classifications }: ResultRecord) => classifications.map(runLearnBlock);

describe('runLearnBlocks', () => {
  it('copies what the result contains', () => {
    const blocks = runLearnBlocks(resultRecordSchema.parse(resultOf(1)));
    expect(blocks).toEqual([
      {
        id: 5,
        type: 'keras',
        title: 'Classifier',
        lastLayer: null,
        thresholds: [
          {
            key: 'min_score',
            description: 'Score',
            helpText: '',
            value: 0.6,
            suggestedValue: 0.5,
            options: [],
          },
        ],
      },
    ]);
    expect(runLearnBlockSchema.parse(blocks[0])).toEqual(blocks[0]);
  });

  it('fills in what is missing', () => {
    const blocks = runLearnBlocks({
      sampleId: 1,
      sample: { id: 1 },
      classifications: [
        { learnBlock: { type: 'keras-anomaly', name: 'Anomaly' } },
        {
          learnBlock: { type: 'keras-visual-anomaly' },
          objectDetectionLastLayer: 'fomo',
          thresholds: [
            { key: 'how', value: 'max', dropdownOptions: [{ description: 'Highest', value: 'max' }] },
          ],
        },
      ],
    });
    expect(blocks.map(({ id, title }) => [id, title])).toEqual([
      [1, 'Anomaly'],
      [2, 'keras-visual-anomaly'],
    ]);
    expect(blocks[1]).toMatchObject({
      lastLayer: 'fomo',
      thresholds: [
        {
          description: '',
          helpText: '',
          value: 'max',
          suggestedValue: null,
          options: [{ value: 'max', description: 'Highest' }],
        },
      ],
    });
    for (const block of blocks) expect(() => runLearnBlockSchema.parse(block)).not.toThrow();
  });
});
