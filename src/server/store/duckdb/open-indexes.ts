/** The indexes that are open: opened when first used, a few kept, none closed while it is in use. */
import type { StoredRun } from '../runs';
import type { Summary } from '../../../contract/summary';
import { createLruCache, type LruCache } from './lru-cache';
import { openOrRebuild } from './rebuild';
import type { RunIndex } from './run-index';
import type { AllCounts } from './summary';

const openMost = 3;
const cachedSummaries = 64;

/** An open index with what was found out from it. */
export interface OpenIndex {
  index: RunIndex;
  allCounts: AllCounts;
  summaries: LruCache<Summary>;
}

interface Slot {
  opening: Promise<OpenIndex>;
  users: number;
  isLeaving: boolean;
}

export interface OpenIndexes {
  /** Runs the task with the run's index, which stays open meanwhile. */
  use: <Result>(run: StoredRun, task: (open: OpenIndex) => Promise<Result>) => Promise<Result>;
  /** Closes the run's index once nobody uses it. */
  leave: (run: StoredRun) => void;
  closeAll: () => Promise<void>;
}

async function open(run: StoredRun, report: (message: string) => void): Promise<OpenIndex> {
  return {
    index: await openOrRebuild(run, report),
    allCounts: new Map(),
    summaries: createLruCache(cachedSummaries, () => 1),
  };
}

/** No index is open yet; what is amiss with one is told to `report`. */
export function createOpenIndexes(report: (message: string) => void): OpenIndexes {
  const slots = new Map<string, Slot>();
  const closings = new Set<Promise<void>>();

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
    for (const [key, slot] of slots) {
      if (slots.size <= openMost) return;
      if (slot.users === 0) leaveSlot(key, slot);
    }
  }
  function enter(run: StoredRun): Slot {
    const known = slots.get(run.folder);
    const slot = known ?? { opening: open(run, report), users: 0, isLeaving: false };
    slot.users += 1;
    slots.delete(run.folder);
    slots.set(run.folder, slot);
    makeRoom();
    return slot;
  }

  return {
    async use(run, task) {
      const slot = enter(run);
      try {
        const opened = await slot.opening.catch((error: unknown) => {
          // The next one to ask tries again.
          if (slots.get(run.folder) === slot) slots.delete(run.folder);
          throw error;
        });
        return await task(opened);
      } finally {
        slot.users -= 1;
        if (slot.isLeaving && slot.users === 0) close(slot);
      }
    },
    leave(run) {
      const slot = slots.get(run.folder);
      if (slot !== undefined) leaveSlot(run.folder, slot);
    },
    async closeAll() {
      for (const [key, slot] of slots) leaveSlot(key, slot);
      await Promise.all(closings);
    },
  };
}
