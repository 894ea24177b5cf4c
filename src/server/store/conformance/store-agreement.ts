/** Compares a store that queries with SQL with the plain loop, on random samples and queries. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Query } from '../../../contract/query';
import type { Run } from '../../../contract/schemas/runs';
import { hasPart, type SummaryChoice } from '../../../contract/schemas/summary-parts';
import type { Trial } from '../../../contract/trial';
import { rulesUnder } from '../../../domain/outcome-rules';
import { sampleFacts, type SampleFacts } from '../../../domain/sample-values';
import type { Store } from '../store';
import { choicesOf, queriesOf, randomCases } from './fixtures/arbitrary-queries';
import { trialsOf } from './fixtures/arbitrary-trials';
import { anyEntries, sampleEntry, type ImportEntry } from './fixtures/store-fixtures';
import { compareWords } from './judge/plain-loop-query';
import { createPlainLoopStore } from './judge/plain-loop-store';
import { decoder, importRun, nearly, queryOf, readPage, type OpenedStore } from './store-door';

/** The values that the rules give for an entry under a trial. */
const factsUnder = ({ result, predictions, facts }: ImportEntry, trial: Trial): SampleFacts =>
  trial.length === 0
    ? facts
    : sampleFacts(
        {
          result: JSON.parse(decoder.decode(result)),
          predictions: JSON.parse(`[${decoder.decode(predictions)}]`),
        },
        rulesUnder(trial),
      );

/** Why samples are unknown, the most frequent reason first, ties by text. */
function reasonsOf(entries: readonly ImportEntry[], sampleIds: readonly number[], trial: Trial) {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const { sampleId } = entry;
    const reason = factsUnder(entry, trial).unknownReason;
    if (reason !== null && sampleIds.includes(sampleId)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || compareWords(a.reason, b.reason));
}

/**
 * Declares the tests for one adapter; `open` returns a new, empty store each time. `cases` is the number of random
 * queries for each number of samples.
 */
export function describeAgreement(
  name: string,
  open: () => Promise<OpenedStore>,
  cases = randomCases(80, 200),
): void {
  async function openStore(): Promise<Store> {
    const { store, remove } = await open();
    onTestFinished(async () => {
      await store.close();
      await remove();
    });
    return store;
  }

  describe(name, () => {
    describe.each([1, 30, 90])('compared with the plain loop, up to %i samples', (most) => {
      const entries = fc.sample(anyEntries(most), { numRuns: 1, seed: 20261124 + most })[0] ?? [];
      const plain = createPlainLoopStore();
      let opened: OpenedStore;
      let store: Store;
      let run: Run;
      let plainRun: Run;

      beforeAll(async () => {
        opened = await open();
        store = opened.store;
        run = (await importRun(store, entries)).run;
        plainRun = (await importRun(plain, entries)).run;
      });
      afterAll(async () => {
        await store.close();
        await opened.remove();
      });

      /** The summary of the reference, which knows that a sample is unknown, with the reasons as the rules word them. */
      async function expectedSummary(query: Query, choice: SummaryChoice): Promise<unknown> {
        const summary = await plain.summary(plainRun, query, undefined, choice);
        const { sampleIds } = await plain.page(plainRun, { ...query, limit: 1000, offset: 0 });
        const unknownReasons = hasPart(choice.parts, 'reasons')
          ? reasonsOf(entries, sampleIds, query.trial)
          : [];
        // The headline's intervals are computed differently, and differ in their last digits.
        return { ...summary, headline: nearly(summary.headline), run: run.id, unknownReasons };
      }

      test('pages, summaries and positions are the same', async () => {
        expect(run.samples).toBe(entries.length);
        const facts = entries.map((entry) => entry.facts);
        const trials = trialsOf(run.learnBlocks, facts, 6, 20261130 + most);
        await fc.assert(
          fc.asyncProperty(
            queriesOf(facts, trials),
            choicesOf(facts),
            fc.nat(most),
            async (query, choice, which) => {
              expect(await readPage(await store.page(run, query))).toEqual(
                await readPage(await plain.page(plainRun, query)),
              );
              expect(await store.summary(run, query, undefined, choice)).toEqual(
                await expectedSummary(query, choice),
              );
              const id = entries[which % Math.max(entries.length, 1)]?.sampleId ?? 0;
              expect(await store.position(run, query, id)).toEqual(await plain.position(plainRun, query, id));
            },
          ),
          { numRuns: cases },
        );
      });

      test('metadata options are the same', async () => {
        for (const wanted of [
          { offset: 0, limit: 100, values: 100 },
          { offset: 1, limit: 3, values: 2 },
        ]) {
          expect(await store.metadataOptions(run, wanted)).toEqual(
            await plain.metadataOptions(plainRun, wanted),
          );
        }
      });
    });

    test('the matrix of more labels than are listed equals that of the plain loop', async () => {
      const store = await openStore();
      const label = fc.nat(159).map((number) => `${number % 3 === 0 ? 'Ä' : 'a'}${number}`);
      const said = fc.array(fc.tuple(fc.oneof(label, fc.constant('')), fc.boolean()), { maxLength: 2 });
      const sample = fc.record({ label: fc.option(label), said });
      const [made = []] = fc.sample(fc.array(sample, { minLength: 400, maxLength: 600, size: 'max' }), {
        numRuns: 1,
        seed: 20261129,
      });
      const entries = made.map(({ label: expected, said: words }, id) =>
        sampleEntry(
          id,
          { label: expected },
          words.map(([word, correct]) => [word, expected === word || correct]),
        ),
      );
      const { run } = await importRun(store, entries);
      const plain = createPlainLoopStore();
      const { run: plainRun } = await importRun(plain, entries);
      for (const text of [
        '',
        'minId=30',
        'verdict=incorrect',
        'outcome=correct',
        'said=a1',
        'not.said=a1',
        'maxId=150',
      ]) {
        const { matrix, matrixOther, matrixOf, verdicts } = await store.summary(run, queryOf(text));
        const expected = await plain.summary(plainRun, queryOf(text));
        expect({ matrix, matrixOther, matrixOf }, text).toEqual({
          matrix: expected.matrix,
          matrixOther: expected.matrixOther,
          matrixOf: expected.matrixOf,
        });
        const sum = [...matrix, ...matrixOther.cells].reduce((total, { count }) => total + count, 0);
        if (!text.includes('said')) expect(sum, text).toBe(verdicts.matching);
        if (text === '') expect(matrixOther.labels).toBeGreaterThan(10);
      }
    });

    test('a summary and a search of more words than are cached', async () => {
      const store = await openStore();
      const keys = Array.from({ length: 55 }, (_key, at) => `key ${100 + at}`);
      const entries = Array.from({ length: 2500 }, (_entry, id) =>
        sampleEntry(id, {
          label: `label ${id}`,
          metadata: Object.fromEntries(keys.map((key) => [key, `${key} of sample ${id}`])),
        }),
      );
      const { run } = await importRun(store, entries);
      const { matching, metadata } = await store.summary(run, queryOf('search=sample'));
      expect(matching).toBe(entries.length);
      expect(metadata.map(({ key }) => key)).toEqual(keys.slice(0, 50));
      expect(metadata.map(({ distinct, values }) => [distinct, values.length])).toEqual(
        metadata.map(() => [entries.length, 100]),
      );
      expect(metadata[0]?.values[0]).toEqual({
        value: 'key 100 of sample 0',
        count: 1,
        of: 1,
        judged: 0,
        incorrect: 0,
      });
      expect(await store.page(run, queryOf('search=2499'))).toMatchObject({ totalCount: 1 });
    });
  });
}
