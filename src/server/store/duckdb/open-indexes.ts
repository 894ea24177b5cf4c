/** The indexes that are open: opened when first used, a few kept, none closed while it is in use. */
import { SecondLookError } from '../../../contract/errors';
import type { Summary } from '../../../contract/summary';
import { inWords } from '../disk-errors';
import type { StoredRun } from '../runs';
import { createLruCache, type LruCache } from './lru-cache';
import { openOrRebuild } from './rebuild';
import type { RunIndex } from './run-index';
import type { AllCounts } from './summary';

/** Indexes that nobody uses stay open up to so many, and up to so many samples together. */
const openMost = 6;
const openSamples = 2_000_000;
/** Longer than this nobody is kept waiting for an index that is being made again, in milliseconds. */
const patience = 10_000;
const cachedSummaries = 64;

/** An open index with what was found out from it. */
export interface OpenIndex {
  index: RunIndex;
  allCounts: AllCounts;
  summaries: LruCache<Summary>;
}

interface Slot {
  run: StoredRun;
  opening: Promise<OpenIndex>;
  users: number;
  isLeaving: boolean;
}

export interface OpenIndexes {
  /** Runs the task with the run's index, which stays open meanwhile. */
  use: <Result>(run: StoredRun, task: (open: OpenIndex) => Promise<Result>) => Promise<Result>;
  /** Closes the run's index once nobody uses it. */
  leave: (run: StoredRun) => void;
  /** Waits for what is running, stops what is being made again, and closes everything. */
  closeAll: () => Promise<void>;
}

async function open(
  run: StoredRun,
  report: (message: string) => void,
  signal: AbortSignal,
): Promise<OpenIndex> {
  const opening = openOrRebuild(run, report, signal).catch((error: unknown) => {
    throw inWords(error, 'the run cannot be shown', run.folder);
  });
  return {
    index: await opening,
    allCounts: new Map(),
    summaries: createLruCache(cachedSummaries, () => 1),
  };
}

/** The index once it is open; throws `not-ready` where that takes long. */
async function inGoodTime(opening: Promise<OpenIndex>, { run }: StoredRun): Promise<OpenIndex> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const message = `The index of run ${run.id} is being made again from its records; try again in a minute`;
      reject(new SecondLookError('not-ready', message));
    }, patience);
  });
  try {
    return await Promise.race([opening, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** No index is open yet; what is amiss with one is told to `report`. */
export function createOpenIndexes(report: (message: string) => void): OpenIndexes {
  const slots = new Map<string, Slot>();
  const uses = new Set<Promise<unknown>>();
  const closings = new Set<Promise<void>>();
  const stop = new AbortController();

  function close(slot: Slot): void {
    const closing = slot.opening.then(({ index }) => index.close()).catch(() => undefined);
    closings.add(closing);
    void closing.then(() => closings.delete(closing));
  }
  function leaveSlot(key: string, slot: Slot): void {
    if (slots.get(key) === slot) slots.delete(key);
    slot.isLeaving = true;
    if (slot.users === 0) close(slot);
  }
  function makeRoom(): void {
    let samples = 0;
    for (const { run } of slots.values()) samples += run.run.samples;
    for (const [key, slot] of slots) {
      if (slots.size <= openMost && samples <= openSamples) return;
      if (slot.users > 0) continue;
      samples -= slot.run.run.samples;
      leaveSlot(key, slot);
    }
  }
  function enter(run: StoredRun): Slot {
    const known = slots.get(run.folder);
    const slot = known ?? { run, opening: open(run, report, stop.signal), users: 0, isLeaving: false };
    if (known === undefined) {
      // The next one to ask tries again.
      slot.opening.catch(() => {
        if (slots.get(run.folder) === slot) slots.delete(run.folder);
      });
    }
    slot.users += 1;
    slots.delete(run.folder);
    slots.set(run.folder, slot);
    makeRoom();
    return slot;
  }

  async function runTask<Result>(
    run: StoredRun,
    task: (opened: OpenIndex) => Promise<Result>,
  ): Promise<Result> {
    const slot = enter(run);
    try {
      return await task(await inGoodTime(slot.opening, run));
    } finally {
      slot.users -= 1;
      if (slot.isLeaving && slot.users === 0) close(slot);
    }
  }

  return {
    async use(run, task) {
      const running = runTask(run, task);
      uses.add(running);
      try {
        return await running;
      } finally {
        uses.delete(running);
      }
    },
    leave(run) {
      const slot = slots.get(run.folder);
      if (slot !== undefined) leaveSlot(run.folder, slot);
    },
    async closeAll() {
      stop.abort(new SecondLookError('not-ready', 'The store is being closed'));
      await Promise.allSettled(uses);
      for (const [key, slot] of slots) leaveSlot(key, slot);
      await Promise.all(closings);
    },
  };
}
