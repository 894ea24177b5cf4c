/** Metadata keys per sample and run are limited, and the first one above a limit is named with its place. */
import { describe, expect, test } from 'vitest';
import { importLimits } from '../../contract/schemas/imports';
import { pageOf, predictionOf, problemsOf, readAll, resultOf, sourceOf } from './fixtures/source-fixtures';

const { metadataKeysPerSample, metadataKeysPerRun } = importLimits;

const withKeys = (sampleId: number, keys: number, name = 'key') =>
  resultOf(sampleId, {
    metadata: Object.fromEntries(Array.from({ length: keys }, (_key, at) => [`${name}_${at}`, 'x'])),
  });
const linesOf = (results: readonly ReturnType<typeof resultOf>[]) =>
  results
    .map((result) => JSON.stringify({ result, predictions: [predictionOf(result.sampleId)] }))
    .join('\n');
const pagesOf = (results: readonly ReturnType<typeof resultOf>[]) => pageOf(results, []);

describe.each([
  { name: 'run.jsonl', write: linesOf, record: 'line', prefix: String.raw`result\.` },
  { name: 'run.json', write: pagesOf, record: 'result entry', prefix: '' },
])('$name', ({ name, write, record, prefix }) => {
  test('a sample with one key too many is refused at its record, and the others are read', async () => {
    const samples = [
      withKeys(1, metadataKeysPerSample),
      withKeys(2, metadataKeysPerSample + 1),
      withKeys(3, 1),
    ];
    const says = String.raw`^${name}, ${record} 2 \(byte [\d,]+\): ${prefix}sample\.metadata has 10,001 keys; at most 10,000 are allowed`;
    expect(await problemsOf(sourceOf(name, write(samples)))).toEqual([expect.stringMatching(says)]);
  });

  test('the first key above the limit of the run is refused once, at the first sample that has it', async () => {
    const full = Array.from({ length: metadataKeysPerRun / metadataKeysPerSample }, (_sample, at) =>
      withKeys(at, metadataKeysPerSample, `sample_${at}`),
    );
    expect((await readAll([sourceOf(name, write(full))])).entries).toHaveLength(full.length);
    const samples = [
      ...full,
      withKeys(100, 2, 'sample_0'),
      withKeys(101, 3, 'more'),
      withKeys(102, 3, 'most'),
    ];
    const says = String.raw`^${name}, ${record} 12 \(byte [\d,]+\): ${prefix}sample\.metadata\.more_0 is one metadata key too many: the samples of a run may have 100,000 different keys`;
    expect(await problemsOf(sourceOf(name, write(samples)))).toEqual([expect.stringMatching(says)]);
  });
});
