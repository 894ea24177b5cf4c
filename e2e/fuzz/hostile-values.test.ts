/** Whatever labels, names, keys and values contain: a filter by exactly that value finds exactly its samples. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { parameterLimits } from '../../src/contract/kinds/kind';
import { requestLimits } from '../../src/server/http/guards/limits';
import { oddText } from './arbitrary-values';
import { holds, openFuzzApp, leastRuns, refusalOf, type FuzzApp } from './fuzz-door';

let app: FuzzApp;
beforeAll(async () => {
  app = await openFuzzApp();
});
afterAll(() => app.close());

interface Sample {
  label: string;
  filename: string;
  device: string;
  key: string;
  value: string;
  said: string;
}

const long = oddText.map((text) => `${text}x`.repeat(10_240).slice(0, 10_240));
const text = fc.oneof({ weight: 12, arbitrary: oddText }, { weight: 1, arbitrary: long });

/** A few shared texts, so that one value occurs in several samples. */
const samples = fc.array(text, { minLength: 2, maxLength: 6 }).chain((pool) => {
  const one = fc.constantFrom(...pool);
  const made = fc.record({ label: one, filename: one, device: one, key: one, value: one, said: one });
  return fc.array(made, { minLength: 3, maxLength: 8 });
});

const line = ({ label, filename, device, key, value, said }: Sample, index: number) => {
  const sampleId = index + 1;
  // A name such as __proto__ becomes an own member only if the JSON is written by hand.
  const metadata = `{${JSON.stringify(key)}:${JSON.stringify(value)}}`;
  const sample = JSON.stringify({ id: sampleId, label, filename, deviceName: device }).slice(0, -1);
  const prediction = JSON.stringify({ sampleId, startMs: 0, endMs: 1, prediction: said });
  return `{"result":{"sampleId":${sampleId},"sample":${sample},"metadata":${metadata}},"classifications":[]},"predictions":[${prediction}]}`;
};

// A lone surrogate is not a character; an index may store it as U+FFFD.
const same = (one: string, other: string) => one.toWellFormed() === other.toWellFormed();
const fold = (any: string) => any.toWellFormed().normalize('NFC').toLowerCase().normalize('NFC');

const report = z.object({ run: z.object({ id: z.string() }) });
const counted = z.object({ totalCount: z.int() });

/** The answer must be a correct count, or a refusal that names the limit. */
async function expectCount(name: string, given: string, wanted: string, count: number): Promise<void> {
  const search = new URLSearchParams([[name, given]]).toString();
  // A long text of escaped characters exceeds the maximum length of a URL.
  const answer = await app.ask(`/v1/api/6/classify/all/result/page?${search}`);
  expect(app.lines.splice(0)).toEqual([]);
  if (wanted.length > parameterLimits.textLength || search.length + 100 > requestLimits.addressLength) {
    if (wanted.length <= parameterLimits.textLength && answer.status === 200) return;
    expect(answer.status).toBe(400);
    expect(refusalOf(answer)).toMatch(new RegExp(`"${name}"|^The address has`));
    return;
  }
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  expect(counted.parse(JSON.parse(answer.text)).totalCount, `${name}=${given.slice(0, 300)}`).toBe(count);
  const summary = await app.ask(`/v1/api/6/second-look/summary?${search}`);
  expect(summary.status, summary.text.slice(0, 300)).toBe(200);
}

test('a filter on every value of a hostile run finds exactly its samples, as a plain loop counts them', async () => {
  let filters = 0;
  await holds(
    fc.asyncProperty(samples, async (list) => {
      const imported = await app.upload(6, 'hostile.jsonl', list.map(line).join('\n'));
      expect(imported.status, imported.text.slice(0, 300)).toBe(200);
      const count = (matches: (sample: Sample) => boolean) => list.filter(matches).length;
      for (const { label, filename, device, key, value, said } of list.slice(0, 3)) {
        // An empty text is not a word that a verdict expects or predicts.
        const ofSaid = said === '' ? 0 : count((other) => same(other.said, said));
        const ofExpected = label === '' ? 0 : count((other) => same(other.label, label));
        const checks: [name: string, given: string, wanted: string, count: number][] = [
          ['labels', JSON.stringify([label]), label, count((other) => same(other.label, label))],
          ['not.labels', JSON.stringify([label]), label, count((other) => !same(other.label, label))],
          ['expected', JSON.stringify([label]), label, ofExpected],
          ['said', JSON.stringify([said]), said, ofSaid],
          ['devices', JSON.stringify([device]), device, count((other) => same(other.device, device))],
          ['predictions', JSON.stringify([said]), said, ofSaid],
          [
            'metadata',
            JSON.stringify([{ key, op: 'eq', values: [value] }]),
            key.length > value.length ? key : value,
            count((other) => same(other.key, key) && same(other.value, value)),
          ],
          ['metadata', JSON.stringify([{ key, op: 'neq' }]), key, count((other) => !same(other.key, key))],
        ];
        const name = fold(filename);
        if (filename !== '') {
          const isIn = count((other) => fold(other.filename).includes(name));
          checks.push(['filename', filename, filename, isIn]);
        }
        for (const one of checks) await expectCount(...one);
        filters += checks.length;
      }
      const { run } = report.parse(JSON.parse(imported.text));
      const deleted = await app.ask(`/v1/api/6/second-look/runs/${run.id}`, { method: 'DELETE' });
      expect(deleted.status).toBe(200);
    }),
    16,
  );
  expect(filters).toBeGreaterThanOrEqual(leastRuns * 24);
});

test('filters on a label and a file name of 10 KB find their samples', async () => {
  const label = '<img onerror> '.repeat(1000).slice(0, 10_240);
  const one = { label, filename: label, device: 'a', key: 'a', value: label, said: 'a' };
  const imported = await app.upload(6, 'long.jsonl', [one, { ...one, label: 'b' }].map(line).join('\n'));
  expect(imported.status, imported.text.slice(0, 300)).toBe(200);
  await expectCount('labels', JSON.stringify([label]), label, 1);
  await expectCount('filename', label, label, 2);
  await expectCount('metadata', JSON.stringify([{ key: 'a', op: 'eq', values: [label] }]), label, 2);
});
