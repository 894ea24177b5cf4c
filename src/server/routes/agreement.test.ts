/** The agreement of rules and job, through the app, on entries for which it is known. */
import { expect, it } from 'vitest';
import { agreementSamples, agreementSchema } from '../../contract/schemas/sample-answers';
import { addRun, emptyApp, gesturesApp } from '../http/fixtures/app-under-test';
import { pageOffsets } from './agreement';
import { entryOf, scored } from '../store/conformance/fixtures/store-fixtures';

const path = '/v1/api/1/second-look/agreement';

it('counts the windows on which the rules agree with the job', async () => {
  const { store, ask } = emptyApp();
  const said = ['wave', 'wave', 'idle'];
  await addRun(
    store,
    said.map((prediction, index) =>
      entryOf(
        {
          sampleId: index,
          sample: { id: index, label: 'wave' },
          classifications: scored({ wave: 0.9, idle: 0.1 }),
        },
        [{ sampleId: index, label: 'wave', prediction, predictionCorrect: prediction === 'wave' }],
      ),
    ),
  );
  const answer = agreementSchema.parse(await (await ask(path)).json());
  expect(answer).toMatchObject({ samples: 3, compared: 3, agreeing: 2 });
});

it('compares nothing if the job judged nothing, and is not sent twice', async () => {
  const { ask, run } = await gesturesApp();
  const first = await ask(path);
  const answer = agreementSchema.parse(await first.json());
  expect(answer).toMatchObject({ run: run.id, samples: 4 });
  const etag = first.headers.get('etag') ?? '';
  expect((await ask(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
  expect((await ask(`${path}?outcome=incorrect`)).status).toBe(400);
});

it.each([0, 1, 99, 100, 101, 1999, 2000, 2001, 1_000_000])('reads even pages of %i samples', (samples) => {
  const offsets = pageOffsets(samples);
  expect(new Set(offsets).size).toBe(offsets.length);
  expect(offsets.length).toBe(Math.min(Math.ceil(samples / 100), agreementSamples / 100));
  for (const offset of offsets) expect(offset).toBeLessThan(samples);
});
