/** The open indexes of runs and trials: opened on first use, a few kept open, none closed while it is in use. */
import { SecondLookError } from '../../../contract/errors';
import type { Trial } from '../../../contract/trial';
import { paceOf, type Progress } from '../../../domain/progress-words';
import { inWords } from '../records/disk-errors';
import { createQueue } from '../queue';
import type { RunPart, StoredRun } from '../records/runs';
import type { Rebuild } from '../store';
import { openOrRebuild, type RebuildOptions } from './rebuild';
import type { Lanes, RunIndex } from './run-index';
import { openTrialIndex, type TrialOptions } from './trial-index';

/** The maximum number of idle indexes that stay open, and of samples in them; trial indexes count too. */
const openMost = 6;
const openSamples = 2_000_000;
/** How long requests wait for an index that is being built, in milliseconds since its start. */
const patience = 10_000;
/** A slow machine cannot rebuild an index of more samples within that time, so requests do not wait for it. */
const samplesInPatience = 50_000;
/** How long a trial index is still built after a request was refused as `not-ready`, for the next one. */
const askedAgainWithin = 15_000;

/** An index that is being rebuilt. */
interface Making {
  /** On the clock of `performance.now`. */
  since: number;
  progress: Progress;
}

interface Slot {
  run: StoredRun;
  /** Empty: the run's own index. */
  trial: Trial;
  opening: Promise<RunIndex>;
  /** Resolves when the index has to be built and requests no longer wait for it. */
  isLate: Promise<void>;
  /** The progress of building it, while it is being built. */
  making: Making | undefined;
  /** Stops building it. */
  abandon: (reason: SecondLookError) => void;
  /** Abandons it if no request has come back for it. */
  abandonLater: NodeJS.Timeout | undefined;
  /** Undefined until it is open. */
  opened: RunIndex | undefined;
  users: number;
  isLeaving: boolean;
}

export interface OpenIndexes {
  /** Runs the task with the run's index, or that of a trial; the index stays open meanwhile. */
  use: <Result>(
    run: StoredRun,
    task: (index: RunIndex) => Promise<Result>,
    trial?: Trial,
    signal?: AbortSignal,
  ) => Promise<Result>;
  /** The index if it is open; this does not keep it open. */
  peek: (run: StoredRun, trial: Trial) => RunIndex | undefined;
  /** The indexes that are being built. */
  rebuilds: () => Rebuild[];
  /** Closes the run's indexes once they are idle, and stops building those of trials. */
  leave: (run: StoredRun) => void;
  /** Waits for running tasks, stops builds, and closes everything. */
  closeAll: () => Promise<void>;
}

interface OpenOptions extends Pick<RebuildOptions, 'report' | 'readOnly'> {
  /** A new folder for the index of a trial. */
  begin: () => Promise<RunPart>;
}

const slotKey = ({ folder }: StoredRun, trial: Trial) => JSON.stringify([folder, ...trial]);

/** Starts opening or building an index. */
function openSlot(
  run: StoredRun,
  trial: Trial,
  { begin, readOnly, report, signal, queue }: OpenOptions & Pick<TrialOptions, 'signal' | 'queue'>,
  lanes: Lanes,
): Slot {
  let late: NodeJS.Timeout | undefined;
  let refuse: () => void = () => undefined;
  const isLate = new Promise<void>((resolve) => {
    refuse = resolve;
  });
  const onProgress = (progress: Progress) => {
    slot.making = { since: slot.making?.since ?? performance.now(), progress };
    late ??= setTimeout(refuse, run.run.samples > samplesInPatience ? 0 : patience);
  };
  const own = new AbortController();
  const shared = { report, signal: AbortSignal.any([signal, own.signal]), onProgress };
  const open = async (): Promise<RunIndex> => {
    try {
      slot.opened =
        trial.length === 0
          ? await openOrRebuild(run, { ...shared, readOnly }, lanes)
          : await openTrialIndex(run, trial, { ...shared, begin, queue }, lanes);
      return slot.opened;
    } catch (error) {
      throw inWords(error, 'the run cannot be shown', run.folder);
    } finally {
      slot.making = undefined;
      clearTimeout(late);
    }
  };
  const slot: Omit<Slot, 'opening'> = {
    run,
    trial,
    isLate,
    making: undefined,
    abandon: (reason) => own.abort(reason),
    abandonLater: undefined,
    opened: undefined,
    users: 0,
    isLeaving: false,
  };
  return Object.assign(slot, { opening: open() });
}

function notReady({ run: { run }, trial, making }: Slot): SecondLookError {
  const what =
    trial.length === 0
      ? `The index of run ${run.id} is being rebuilt from its records`
      : `The samples of run ${run.id} are being judged under the trial threshold`;
  const percent = Math.floor((making?.progress.share ?? 0) * 100);
  return new SecondLookError('not-ready', `${what}: ${percent} % done; try again in a moment`);
}

/** The index once it is open; throws `not-ready` if it has to be built and that takes long. */
async function inGoodTime(slot: Slot, signal: AbortSignal | undefined): Promise<RunIndex> {
  let stopWaiting: () => void = () => undefined;
  signal?.throwIfAborted();
  const gone = new Promise<never>((_, reject) => {
    stopWaiting = () => reject(signal?.reason);
    signal?.addEventListener('abort', stopWaiting);
  });
  const tooLong = slot.isLate.then(() => {
    throw notReady(slot);
  });
  try {
    return await Promise.race([slot.opening, tooLong, gone]);
  } finally {
    signal?.removeEventListener('abort', stopWaiting);
  }
}

/** Starts without open indexes; problems with one are reported, and in a read-only folder not repaired. */
export function createOpenIndexes(options: OpenOptions): OpenIndexes {
  const slots = new Map<string, Slot>();
  const uses = new Set<Promise<unknown>>();
  const closings = new Set<Promise<void>>();
  const stop = new AbortController();
  const lanes: Lanes = { short: createQueue(), long: createQueue() };
  const queue = createQueue();

  function close(slot: Slot): void {
    const closing = slot.opening.then((index) => index.close()).catch(() => undefined);
    closings.add(closing);
    void closing.then(() => closings.delete(closing));
  }
  function leaveSlot(slot: Slot): void {
    const key = slotKey(slot.run, slot.trial);
    if (slots.get(key) === slot) slots.delete(key);
    clearTimeout(slot.abandonLater);
    slot.isLeaving = true;
    if (slot.users === 0) close(slot);
  }
  /** Do not build an index for a trial that no request waits for: each step of a slider is a new trial. */
  function abandon(slot: Slot): void {
    slot.abandon(new SecondLookError('not-ready', 'No request waited for this trial; try again'));
    leaveSlot(slot);
  }
  function makeRoom(): void {
    let samples = 0;
    for (const { run } of slots.values()) samples += run.run.samples;
    for (const slot of slots.values()) {
      if (slots.size <= openMost && samples <= openSamples) return;
      // Otherwise an index that is being built could be built a second time concurrently.
      if (slot.users > 0 || slot.opened === undefined) continue;
      samples -= slot.run.run.samples;
      leaveSlot(slot);
    }
  }
  function enter(run: StoredRun, trial: Trial): Slot {
    const key = slotKey(run, trial);
    const known = slots.get(key);
    const slot = known ?? openSlot(run, trial, { ...options, signal: stop.signal, queue }, lanes);
    if (known === undefined) {
      // The next request tries again.
      slot.opening.catch(() => {
        clearTimeout(slot.abandonLater);
        if (slots.get(key) === slot) slots.delete(key);
      });
    }
    clearTimeout(slot.abandonLater);
    slot.users += 1;
    slots.delete(key);
    slots.set(key, slot);
    makeRoom();
    return slot;
  }
  function exit(slot: Slot, isGone: boolean): void {
    slot.users -= 1;
    if (slot.users > 0) return;
    if (slot.isLeaving) close(slot);
    else if (slot.trial.length > 0 && slot.making !== undefined) {
      if (isGone) abandon(slot);
      else slot.abandonLater = setTimeout(() => abandon(slot), askedAgainWithin).unref();
    }
  }

  async function runTask<Result>(
    run: StoredRun,
    task: (index: RunIndex) => Promise<Result>,
    trial: Trial,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const slot = enter(run, trial);
    try {
      return await task(await inGoodTime(slot, signal));
    } finally {
      exit(slot, signal?.aborted === true);
    }
  }

  return {
    use(run, task, trial = [], signal = undefined) {
      const running = runTask(run, task, trial, signal);
      uses.add(running);
      return running.finally(() => uses.delete(running));
    },
    peek: (run, trial) => slots.get(slotKey(run, trial))?.opened,
    rebuilds() {
      const now = performance.now();
      return [...slots.values()].flatMap(({ run: { run }, trial, making }) => {
        if (making === undefined) return [];
        const { since, progress } = making;
        return [{ run, trial, ...progress, ...paceOf(progress, (now - since) / 1000) }];
      });
    },
    leave(run) {
      for (const slot of slots.values()) {
        if (slot.run.folder !== run.folder) continue;
        if (slot.trial.length > 0) slot.abandon(new SecondLookError('not-found', 'The run was deleted'));
        leaveSlot(slot);
      }
    },
    async closeAll() {
      stop.abort(new SecondLookError('not-ready', 'The store is being closed'));
      await Promise.allSettled(uses);
      for (const slot of slots.values()) leaveSlot(slot);
      await Promise.all(closings);
    },
  };
}
