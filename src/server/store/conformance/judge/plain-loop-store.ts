/** The store as arrays in memory: slow and obvious, as a reference for the others. */
import { createHash } from 'node:crypto';
import { SecondLookError } from '../../../../contract/errors';
import type { Query } from '../../../../contract/query';
import type { Run } from '../../../../contract/schemas/runs';
import type { Trial } from '../../../../contract/trial';
import { entriesOf } from '../../entry-batch';
import { compareWords, selected } from './plain-loop-query';
import { plainSummary } from './plain-loop-summary';
import { plainSample, type PlainSample } from './plain-loop-values';
import { plainTrials } from './plain-loop-trials';
import { findRun, prepareRun, projectsOf, sameContent, type CatalogRun } from '../../records/run-catalog';
import type { Store } from '../../store';

interface KeptRun extends CatalogRun {
  samples: readonly PlainSample[];
  samplesUnder: (trial: Trial) => readonly PlainSample[];
}

/** A store that keeps nothing after it is released. */
export function createPlainLoopStore(): Store {
  let runs: KeptRun[] = [];
  const samplesOf = (run: Run) => findRun(runs, run).samples;
  const samplesUnder = (run: Run, { trial }: Query) => findRun(runs, run).samplesUnder(trial);

  async function* each<Item>(items: readonly Item[]) {
    for (const item of items) yield await Promise.resolve(item);
  }

  return {
    projects: () => Promise.resolve(projectsOf(runs)),
    // Nothing is cached here.
    isKnown: () => false,
    async page(run, query) {
      const matching = selected(samplesUnder(run, query), query);
      const samples = matching.slice(query.offset, query.offset + query.limit);
      return Promise.resolve({
        totalCount: matching.length,
        sampleIds: samples.map(({ sampleId }) => sampleId),
        results: () => each(samples.map(({ result }) => result)),
        predictions: () => each(samples.map(({ predictions }) => predictions)),
        entries: () => each(samples),
        damaged: () => [],
      });
    },
    summary: async (run, query, _signal, choice) =>
      Promise.resolve(plainSummary(run.id, samplesUnder(run, query), query, choice)),
    entry: async (run, sampleId) =>
      Promise.resolve(samplesOf(run).find((sample) => sample.sampleId === sampleId)),
    async position(run, query, sampleId) {
      const matching = selected(samplesUnder(run, query), query);
      const row = matching.findIndex((sample) => sample.sampleId === sampleId);
      if (row < 0) return Promise.resolve(undefined);
      const idAt = (at: number) => matching[at]?.sampleId ?? null;
      return { row, previous: idAt(row - 1), next: idAt(row + 1) };
    },
    async metadataOptions(run, { offset, limit, values: most }) {
      const pairs = samplesOf(run).flatMap(({ metadata }) => [...metadata]);
      const keys = [...new Set(pairs.map(([key]) => key))].sort(compareWords);
      const listed = keys.slice(offset, offset + limit).map((key) => {
        const values = pairs.filter((pair) => pair[0] === key).map(([, value]) => value);
        return { key, options: [...new Set(values)].sort(compareWords).slice(0, most) };
      });
      return Promise.resolve({ totalCount: keys.length, keys: listed });
    },
    rebuilds: () => [],
    mediaFolder: (run) => findRun(runs, run).mediaFolder,
    async importRun(draft, batches, { signal, onProgress }) {
      const samples: PlainSample[] = [];
      const learnBlocks = new Map<number, Run['learnBlocks'][number]>();
      const hash = createHash('sha256');
      for await (const batch of batches) {
        signal.throwIfAborted();
        for (const { sampleId, result, predictions } of entriesOf(batch)) {
          if (samples.some((sample) => sample.sampleId === sampleId)) {
            throw new SecondLookError('conflict', `Sample ${sampleId} stands in the run twice`);
          }
          samples.push(plainSample({ sampleId, result: result.slice(), predictions: predictions.slice() }));
          hash.update(`${result.length} ${predictions.length} `).update(result).update(predictions);
        }
        for (const block of batch.learnBlocks)
          if (!learnBlocks.has(block.id)) learnBlocks.set(block.id, block);
        onProgress?.(samples.length);
      }
      signal.throwIfAborted();
      const written = {
        samples: samples.length,
        contentHash: hash.digest('hex'),
        learnBlocks: [...learnBlocks.values()],
      };
      const same = sameContent(runs, draft, written.contentHash);
      if (same !== undefined) return { run: same.run, wasThere: true };
      const added = { ...prepareRun(runs, draft, written), samples, samplesUnder: plainTrials(samples) };
      runs.push(added);
      return { run: added.run, wasThere: false };
    },
    async deleteRun(run) {
      const removed = findRun(runs, run);
      runs = runs.filter((kept) => kept !== removed);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
