/** The open indexes of runs and trials: opened on first use, a few kept open, none closed while it is in use. */
import { SecondLookError } from '../../contract/errors';
import type { Trial } from '../../contract/trial';
import { paceOf, type Progress } from '../../domain/progress-words';
import type { CatalogRun } from './records/run-catalog';
import type { Rebuild } from './store';

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

interface Slot<Stored, Index> {
  run: Stored;
  /** Empty: the run's own index. */
  trial: Trial;
  opening: Promise<Index>;
  /** Resolves when the index has to be built and requests no longer wait for it. */
  isLate: Promise<void>;
  /** The progress of building it, while it is being built. */
  making: Making | undefined;
  /** Stops building it. */
  abandon: (reason: SecondLookError) => void;
  /** Abandons it if no request has come back for it. */
  abandonLater: NodeJS.Timeout | undefined;
  /** Undefined until it is open. */
  opened: Index | undefined;
  users: number;
  isLeaving: boolean;
}

export interface OpenIndexes<Stored, Index> {
  /** Runs the task with the run's index, or that of a trial; the index stays open meanwhile. */
  use: <Result>(
    run: Stored,
    task: (index: Index) => Promise<Result>,
    trial?: Trial,
    signal?: AbortSignal,
  ) => Promise<Result>;
  /** The index if it is open; this does not keep it open. */
  peek: (run: Stored, trial: Trial) => Index | undefined;
  /** The indexes that are being built. */
  rebuilds: () => Rebuild[];
  /** Closes the run's indexes once they are idle, and stops building those of trials. */
  leave: (run: Stored) => void;
  /** Waits for running tasks, stops builds, and closes everything. */
  closeAll: () => Promise<void>;
}

/** An index that is opened, and built first if necessary. */
export interface Opening {
  signal: AbortSignal;
  /** Called when the index has to be built, and regularly meanwhile. */
  onProgress: (progress: Progress) => void;
}

/** How an engine opens the indexes of its runs. */
interface OpenOptions<Stored, Index> {
  /** Identifies a run. */
  keyOf: (run: Stored) => string;
  /** Opens the index of a run, or builds that of a trial; an empty trial is the run itself. */
  open: (run: Stored, trial: Trial, opening: Opening) => Promise<Index>;
}

/** Starts opening or building an index. */
function openSlot<Stored extends CatalogRun, Index>(
  run: Stored,
  trial: Trial,
  openIndex: OpenOptions<Stored, Index>['open'],
  stop: AbortSignal,
): Slot<Stored, Index> {
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
  const signal = AbortSignal.any([stop, own.signal]);
  const open = async (): Promise<Index> => {
    try {
      slot.opened = await openIndex(run, trial, { signal, onProgress });
      return slot.opened;
    } finally {
      slot.making = undefined;
      clearTimeout(late);
    }
  };
  const slot: Omit<Slot<Stored, Index>, 'opening'> = {
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

function notReady({ run: { run }, trial, making }: Slot<CatalogRun, unknown>): SecondLookError {
  const what =
    trial.length === 0
      ? `The index of run ${run.id} is being rebuilt from its records`
      : `The samples of run ${run.id} are being judged under the trial threshold`;
  const percent = Math.floor((making?.progress.share ?? 0) * 100);
  return new SecondLookError('not-ready', `${what}: ${percent} % done; try again in a moment`);
}

/** The index once it is open; throws `not-ready` if it has to be built and that takes long. */
async function inGoodTime<Index>(
  slot: Slot<CatalogRun, Index>,
  signal: AbortSignal | undefined,
): Promise<Index> {
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

/** Starts without open indexes. */
export function createOpenIndexes<Stored extends CatalogRun, Index extends { close: () => Promise<void> }>({
  keyOf,
  open,
}: OpenOptions<Stored, Index>): OpenIndexes<Stored, Index> {
  const slotKey = (run: Stored, trial: Trial) => JSON.stringify([keyOf(run), ...trial]);
  const slots = new Map<string, Slot<Stored, Index>>();
  const uses = new Set<Promise<unknown>>();
  const closings = new Set<Promise<void>>();
  const stop = new AbortController();

  function close(slot: Slot<Stored, Index>): void {
    const closing = slot.opening.then((index) => index.close()).catch(() => undefined);
    closings.add(closing);
    void closing.then(() => closings.delete(closing));
  }
  function leaveSlot(slot: Slot<Stored, Index>): void {
    const key = slotKey(slot.run, slot.trial);
    if (slots.get(key) === slot) slots.delete(key);
    clearTimeout(slot.abandonLater);
    slot.isLeaving = true;
    if (slot.users === 0) close(slot);
  }
  /** Do not build an index for a trial that no request waits for: each step of a slider is a new trial. */
  function abandon(slot: Slot<Stored, Index>): void {
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
  function enter(run: Stored, trial: Trial): Slot<Stored, Index> {
    const key = slotKey(run, trial);
    const known = slots.get(key);
    const slot = known ?? openSlot(run, trial, open, stop.signal);
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
  function exit(slot: Slot<Stored, Index>, isGone: boolean): void {
    slot.users -= 1;
    if (slot.users > 0) return;
    if (slot.isLeaving) close(slot);
    else if (slot.trial.length > 0 && slot.making !== undefined) {
      if (isGone) abandon(slot);
      else slot.abandonLater = setTimeout(() => abandon(slot), askedAgainWithin).unref();
    }
  }

  async function runTask<Result>(
    run: Stored,
    task: (index: Index) => Promise<Result>,
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
        if (keyOf(slot.run) !== keyOf(run)) continue;
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
