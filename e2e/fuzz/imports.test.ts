/** Arbitrary bytes as an import: refused with the place, without changing anything, or stored value for value. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { madeLines, madeRun } from '../made-runs';
import { jsonText, oddNumber, oddText } from './arbitrary-values';
import { holds, openFuzzApp, leastRuns, refusalOf, type FuzzAnswer, type FuzzApp } from './fuzz-door';
import { changedAt, memberOf, sizeOf, textOf, treeOf, type Change, type JsonNode } from './json-tree';

let app: FuzzApp;
let before = '';

/** All data of the earlier project, and the list of projects. */
async function everything(): Promise<string> {
  const paths = ['projects', '5/second-look/project', '5/classify/all/result/page', '5/second-look/summary'];
  const answers = await Promise.all(paths.map((path) => app.ask(`/v1/api/${path}`)));
  return answers.map(({ text }) => text).join('\n');
}

const report = z.object({ run: z.object({ id: z.string() }) });

/** The result of an import: refused with a message, or stored; then everything is restored to the state before. */
async function tryImport(name: string, content: string): Promise<{ refusal: string } | { page: FuzzAnswer }> {
  const answer = await app.upload(6, name, content);
  expect(app.lines.splice(0)).toEqual([]);
  if (answer.status !== 200) {
    const refusal = refusalOf(answer);
    expect(await everything(), refusal).toBe(before);
    return { refusal };
  }
  const page = await app.ask('/v1/api/6/classify/all/result/page?limit=100000');
  const others = ['classify/all/result', 'classify/all/metrics', 'second-look/summary', 'impulses'];
  for (const path of [...others, 'raw-data/metadata-filter-options', 'second-look/summary?search=a']) {
    const { status, text } = await app.ask(`/v1/api/6/${path}`);
    expect(status, text).toBe(200);
    expect(() => JSON.parse(text)).not.toThrow();
  }
  const { run } = report.parse(JSON.parse(answer.text));
  const deleted = await app.ask(`/v1/api/6/second-look/runs/${run.id}`, { method: 'DELETE' });
  expect(deleted.status, deleted.text).toBe(200);
  expect(app.lines.splice(0)).toEqual([]);
  expect(await everything()).toBe(before);
  expect(page.status, page.text).toBe(200);
  return { page };
}

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: jsonText.map((by): Change => ({ how: 'replace', by })) },
  { weight: 3, arbitrary: oddNumber.map((by): Change => ({ how: 'replace', by })) },
  { weight: 2, arbitrary: fc.constantFrom<Change>({ how: 'drop' }, { how: 'double' }, { how: 'wrap' }) },
  { weight: 2, arbitrary: oddText.map((to): Change => ({ how: 'rename', to })) },
);

const changes = fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 2 });

const entry = fc.tuple(fc.nat({ max: 1000 }), changes).map(([made, list]): JsonNode => {
  const [first] = madeRun(made, 1);
  return list.reduce(
    (node, [at, one]) => changedAt(node, at % Math.max(1, sizeOf(node)), one),
    treeOf(first),
  );
});

const steady = (seed: number) =>
  madeRun(seed, 3).map((made) => treeOf({ ...made, result: { ...made.result } }));

const asText = (node: JsonNode | undefined) => (node === undefined ? '' : textOf(node));

/** The changed record among valid records. */
function withOthers(changed: JsonNode): JsonNode[] {
  const [, ...others] = steady(12);
  return [...others.slice(0, 1), changed, ...others.slice(1)];
}

/** What the page of an accepted import must contain, as it was written. */
function expectExact(page: FuzzAnswer, entries: readonly JsonNode[]): void {
  const parsed: unknown = JSON.parse(page.text);
  expect(parsed).toMatchObject({ success: true, totalCount: entries.length });
  for (const node of entries) {
    expect(page.text).toContain(asText(memberOf(node, 'result')));
    const predictions = memberOf(node, 'predictions');
    if (predictions?.kind !== 'list') continue;
    for (const prediction of predictions.items) expect(page.text).toContain(textOf(prediction));
  }
}

interface Tally {
  accepted: number;
  refused: number;
}

/** Both results occurred; but the few trials on disk, about a dozen, may all have the same one. */
function expectBoth({ accepted, refused }: Tally, weight: number): void {
  if (weight === 1) expect(Math.min(accepted, refused)).toBeGreaterThan(0);
  else expect(accepted + refused).toBeGreaterThan(0);
}

describe.each([
  { kind: 'memory', weight: 1 },
  { kind: 'disk', weight: 16 },
] as const)('into the store: $kind', ({ kind, weight }) => {
  beforeAll(async () => {
    app = await openFuzzApp(kind);
    expect((await app.upload(5, 'earlier.jsonl', madeLines(madeRun(4, 20)))).status).toBe(200);
    before = await everything();
  });
  afterAll(() => app.close());

  test('any change to a record of JSON Lines', async () => {
    const tally: Tally = { accepted: 0, refused: 0 };
    await holds(
      fc.asyncProperty(entry, async (changed) => {
        const entries = withOthers(changed);
        const end = await tryImport('fuzz.jsonl', entries.map(textOf).join('\n'));
        if ('page' in end) {
          tally.accepted += 1;
          expectExact(end.page, entries);
        } else {
          tally.refused += 1;
          expect(end.refusal).toMatch(/^fuzz\.jsonl, line 2 \(byte [\d,]+\): ./);
        }
      }),
      weight,
    );
    expectBoth(tally, weight);
  });

  test('any change to a record of a page', async () => {
    const tally: Tally = { accepted: 0, refused: 0 };
    await holds(
      fc.asyncProperty(entry, async (changed) => {
        const entries = withOthers(changed);
        const results = entries.map((node) => asText(memberOf(node, 'result'))).filter((text) => text !== '');
        const predictions = entries.flatMap((node) => {
          const list = memberOf(node, 'predictions');
          return list?.kind === 'list' ? list.items.map(textOf) : [];
        });
        const content = `{"success":true,"result":[${results.join()}],"predictions":[${predictions.join()}]}`;
        const end = await tryImport('fuzz.json', content);
        if ('page' in end) {
          tally.accepted += 1;
          for (const text of [...results, ...predictions]) expect(end.page.text).toContain(text);
        } else {
          tally.refused += 1;
          expect(end.refusal).toMatch(/^fuzz\.json, (result entry|prediction) \d+ \(byte [\d,]+\): ./);
        }
      }),
      weight,
    );
    expectBoth(tally, weight);
  });

  test('any text as a file', async () => {
    let tried = 0;
    const files = fc.oneof(
      jsonText,
      fc.array(jsonText, { maxLength: 3 }).map((lines) => lines.join('\n')),
      jsonText.map((any) => `{"success":true,"result":${any}}`),
      jsonText.map((any) => `{"success":true,"result":[],"predictions":${any}}`),
      fc.tuple(jsonText, jsonText).map(([one, other]) => `{"result":${one},"predictions":${other}}`),
      jsonText.map((any) => `{"page":${any},"result":{}}`),
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    await holds(
      fc.asyncProperty(
        fc.constantFrom('fuzz.json', 'fuzz.jsonl', 'fuzz.json.gz'),
        files,
        async (name, content) => {
          const end = await tryImport(name, content);
          tried += 1;
          if ('refusal' in end) expect(end.refusal).toContain(name);
        },
      ),
      weight,
    );
    expect(tried).toBeGreaterThanOrEqual(leastRuns);
  });
});
