/** The notices about a run, in words: each with its count and the first example. */
import { describe, expect, it } from 'vitest';
import { pageOf, predictionOf, readAll, resultOf, sourceOf } from './fixtures/source-fixtures';

const noticesOf = async (
  results: readonly { sampleId: number; classifications?: unknown }[],
  predictions?: readonly unknown[],
  total?: number,
) => {
  const said = predictions ?? results.map(({ sampleId }) => predictionOf(sampleId));
  return (await readAll([sourceOf('a.json', pageOf(results, said, total))])).notices;
};

describe('notices', () => {
  it('has none for a run without irregularities', async () => {
    expect(await noticesOf([resultOf(1), resultOf(2)])).toEqual([]);
  });

  it('counts samples without predictions and names the first', async () => {
    const notices = await noticesOf([resultOf(1), resultOf(2), resultOf(3)], [predictionOf(1)]);
    expect(notices).toEqual([
      '2 samples without predictions: what the model said is worked out from the scores. The first is sample 2.',
    ]);
  });

  it('names scores that do not add up, and scores that are no probabilities', async () => {
    const kmeans = { learnBlock: { id: 6, type: 'anomaly' }, result: [{ anomaly: 12 }] };
    const scored = resultOf(2, {}, { idle: 0.97, wave: 0.01, anomaly: 12 });
    const notices = await noticesOf([
      resultOf(1, {}, { idle: 3, wave: 4 }),
      { ...scored, classifications: [...scored.classifications, kmeans] },
      resultOf(3, {}, { idle: -0.02, wave: 1 }),
      resultOf(4, {}, { idle: 0.5, wave: null }),
      // Without an anomaly block, "anomaly" is the name of a class.
      resultOf(5, {}, { normal: 0.03, anomaly: 0.97 }),
    ]);
    expect(notices).toEqual([
      '2 samples with class scores that do not add up to 1 (± 0.05): kept as they are. The first is sample 1.',
      '2 samples with a class score below 0 or above 1: kept as they are. The first is sample 1.',
    ]);
  });

  it('names samples without a label, and labels that are not classes of the model', async () => {
    const { sampleId, sample, classifications } = resultOf(2, { label: 'jump' });
    const expected = classifications.map((block) => ({ ...block, expectedLabels: [] }));
    const notices = await noticesOf(
      [resultOf(1, { label: undefined }), { sampleId, sample, classifications: expected }],
      [],
    );
    expect(notices).toContain('1 sample without a label: the outcome may stay unknown. It is sample 1.');
    expect(notices.join('\n')).toContain("with a label that is none of the model's classes");
  });

  it('names ids that contradict one another, and samples without predictions', async () => {
    const notices = await noticesOf([resultOf(1, { id: 9 }), { ...resultOf(2), classifications: [] }]);
    expect(notices).toEqual([
      '1 sample whose sampleId is not the id of the sample in it: sampleId is what counts. It is sample 1.',
      '1 sample without any classification: nothing can be said about the outcome. It is sample 2.',
    ]);
  });

  it('says when pages are missing', async () => {
    expect(await noticesOf([resultOf(1)], undefined, 1200)).toEqual([
      'The pages say that there are 1,200 samples; these files hold 1 of them.',
    ]);
  });
});
