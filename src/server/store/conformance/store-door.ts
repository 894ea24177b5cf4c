/** Helpers for store tests: open a store, import entries, read pages and summaries. */
import { expect } from 'vitest';
import { parseQuery } from '../../../contract/query';
import type { Run } from '../../../contract/schemas/runs';
import type { Facet, Unit } from '../../../contract/schemas/summary';
import { wholeSummary, type MatrixChoice } from '../../../contract/schemas/summary-parts';
import type { Page, RunDraft, Store } from '../store';
import { batchesOf, draftOf, type ImportEntry } from './fixtures/store-fixtures';

export interface OpenedStore {
  store: Store;
  /** Removes the store's data after it was closed. */
  remove: () => Promise<void>;
}

export const decoder = new TextDecoder();

export const queryOf = (text: string) => parseQuery(new URLSearchParams(text));

/** Imports the entries as a run. */
export async function importRun(
  store: Store,
  entries: readonly ImportEntry[],
  changes: Partial<RunDraft> = {},
) {
  return store.importRun(draftOf(changes), batchesOf(entries), { signal: new AbortController().signal });
}

async function textsOf(parts: AsyncIterable<Uint8Array>): Promise<string[]> {
  const texts: string[] = [];
  for await (const part of parts) texts.push(decoder.decode(part));
  return texts;
}

/** A page as texts. */
export async function readPage({ totalCount, sampleIds, results, predictions }: Page) {
  return {
    totalCount,
    sampleIds,
    results: await textsOf(results()),
    predictions: await textsOf(predictions()),
  };
}

/** The ids of the samples that a query matches, in order. */
export const idsFor = async (store: Store, run: Run, text: string) => [
  ...(await store.page(run, queryOf(text))).sampleIds,
];

/** Returns a function that imports entries as the only run of a new store, and reads its ids and summaries. */
export const runOpenerFor = (openStore: () => Promise<Store>) => async (entries: readonly ImportEntry[]) => {
  const store = await openStore();
  const { run } = await importRun(store, entries);
  return {
    ids: (text: string) => idsFor(store, run, text),
    summary: (text: string, unit: Unit = 'samples', matrix: MatrixChoice = {}, group?: string) =>
      store.summary(run, queryOf(text), undefined, { ...wholeSummary, unit, matrix, group }),
  };
};

/** The values of a facet, each with its count, in order. */
export const countsOf = (facet: Facet | undefined) => facet?.values.map(({ value, count }) => [value, count]);

/** The same value, but its numbers may differ in their last digits: intervals are computed differently. */
export function nearly(value: unknown): unknown {
  if (typeof value === 'number') return expect.closeTo(value, 9);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, nearly(part)]));
}
