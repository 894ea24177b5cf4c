/** With the job's own thresholds, our rules agree with the job on every demo run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { predictionRecordSchema, resultRecordSchema } from '../src/contract/schemas/result-page';
import { entryAgreement } from '../src/domain/agreement';
import { root } from './start-server';

const entrySchema = z.object({ result: resultRecordSchema, predictions: z.array(predictionRecordSchema) });
const data = join(root, 'src/demo/data');
const runs = readdirSync(data).flatMap((project) =>
  readdirSync(join(data, project))
    .filter((file) => file.endsWith('.jsonl.gz'))
    .map((file) => ({ run: `${project}/${file}`, path: join(data, project, file) })),
);

test('there are two runs of each of the three demo projects', () => {
  expect(runs.length).toBe(6);
});

describe.each(runs)('$run', ({ run, path }) => {
  test('the rules agree with the job on at least 99 % of the windows', () => {
    const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n').filter(Boolean);
    let compared = 0;
    let agreeing = 0;
    for (const line of lines) {
      const agreement = entryAgreement(entrySchema.parse(JSON.parse(line)));
      compared += agreement.compared;
      agreeing += agreement.agreeing;
    }
    const share = agreeing / compared;
    console.log(
      `${run}: ${agreeing} of ${compared} windows agree (${(share * 100).toFixed(3)} %), ${lines.length} samples`,
    );
    expect(compared).toBeGreaterThan(lines.length / 2);
    expect(share).toBeGreaterThanOrEqual(0.99);
  });
});
