/** The indexes that are open: opened when first used, a few kept, none closed while it is in use. */
import { SecondLookError } from '../../../contract/errors';
import { paceOf, type Progress } from '../../../domain/progress-words';
import { inWords } from '../disk-errors';
import { createQueue } from '../queue';
import type { ReadOnlyCode } from '../read-only';
import type { StoredRun } from '../runs';
import type { Rebuild } from '../store';
import { openOrRebuild, type RebuildOptions } from './rebuild';
import type { Lanes, RunIndex } from './run-index';

/** Indexes that nobody uses stay open up to so many, and up to so many samples together. */
const openMost = 6;
const openSamples = 2_000_000;
/** Longer than this, from its start, nobody is kept waiting for an index that is being made again, in milliseconds. */
const patience = 10_000;
/** So many samples are not made again within that by a slow machine: it is not even tried. */
const samplesInPatience = 50_000;

/** An index that is being made again. */
interface Making {
  /** By the clock of `performance.now`. */
  since: number;
  progress: Progress;
}

interface Slot {
  run: StoredRun;
  opening: Promise<RunIndex>;
  /** Resolves when it turns out that the index has to be made again. */
  isMade: Promise<void>;
  /** How far that is, while it is done. */
  making: () => Making | undefined;
  /** Absent as long as it is not open. */
  opened: RunIndex | undefined;
  users: number;
  isLeaving: boolean;
}

export interface OpenIndexes {
  /** Runs the task with the run's index, which stays open meanwhile. */
  use: <Result>(run: StoredRun, task: (index: RunIndex) => Promise<Result>) => Promise<Result>;
  /** The run's index if it is open; not kept open by that. */
  peek: (run: StoredRun) => RunIndex | undefined;
  /** The runs whose index is being made again. */
  rebuilds: () => Rebuild[];
  /** Closes the run's index once nobody uses it. */
  leave: (run: StoredRun) => void;
  /** Waits for what is running, stops what is being made again, and closes everything. */
  closeAll: () => Promise<void>;
}

/** Starts to open the run's index, or to make it again. */
function openSlot(run: StoredRun, options: Omit<RebuildOptions, 'onProgress'>, lanes: Lanes): Slot {
  let making: Making | undefined;
  let hasToWait: () => void = () => undefined;
  const isMade = new Promise<void>((resolve) => {
    hasToWait = resolve;
  });
  const onProgress = (progress: Progress) => {
    making = { since: making?.since ?? performance.now(), progress };
    hasToWait();
  };
  const open = async (): Promise<RunIndex> => {
    try {
      slot.opened = await openOrRebuild(run, { ...options, onProgress }, lanes);
      return slot.opened;
    } catch (error) {
      throw inWords(error, 'the run cannot be shown', run.folder);
    } finally {
      making = undefined;
    }
  };
  const slot: Omit<Slot, 'opening'> = {
    run,
    isMade,
    making: () => making,
    opened: undefined,
    users: 0,
    isLeaving: false,
  };
  return Object.assign(slot, { opening: open() });
}

const notReady = ({ run: { run }, making }: Slot) =>
  new SecondLookError(
    'not-ready',
    `The index of run ${run.id} is being made again from its records, and is ` +
      `${Math.floor((making()?.progress.share ?? 0) * 100)} % done; try again in a moment`,
  );

/** The index once it is open; throws `not-ready` where it has to be made again and that takes long. */
async function inGoodTime(slot: Slot): Promise<RunIndex> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = async (): Promise<never> => {
    await slot.isMade;
    const waited = performance.now() - (slot.making()?.since ?? 0);
    const wait = slot.run.run.samples > samplesInPatience ? 0 : Math.max(0, patience - waited);
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, wait);
    });
    throw notReady(slot);
  };
  try {
    return await Promise.race([slot.opening, tooLong()]);
  } finally {
    clearTimeout(timer);
  }
}

/** No index is open yet; what is amiss with one is told to `report`, and where nothing can be written it stays so. */
export function createOpenIndexes(
  report: (message: string) => void,
  readOnly: ReadOnlyCode | undefined,
): OpenIndexes {
  const slots = new Map<string, Slot>();
  const uses = new Set<Promise<unknown>>();
  const closings = new Set<Promise<void>>();
  const stop = new AbortController();
  const lanes: Lanes = { short: createQueue(), long: createQueue() };

  function close(slot: Slot): void {
    const closing = slot.opening.then((index) => index.close()).catch(() => undefined);
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
      // One that is being made again would be made twice at once when it is asked for again.
      if (slot.users > 0 || slot.opened === undefined) continue;
      samples -= slot.run.run.samples;
      leaveSlot(key, slot);
    }
  }
  function enter(run: StoredRun): Slot {
    const known = slots.get(run.folder);
    const slot = known ?? openSlot(run, { report, readOnly, signal: stop.signal }, lanes);
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
    task: (index: RunIndex) => Promise<Result>,
  ): Promise<Result> {
    const slot = enter(run);
    try {
      return await task(await inGoodTime(slot));
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
    peek: (run) => slots.get(run.folder)?.opened,
    rebuilds() {
      const now = performance.now();
      return [...slots.values()].flatMap(({ run: { run }, making }) => {
        const { since, progress } = making() ?? { since: now };
        return progress === undefined
          ? []
          : [{ run, ...progress, ...paceOf(progress, (now - since) / 1000) }];
      });
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
