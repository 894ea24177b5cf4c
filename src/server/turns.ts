/** Turns on the one thread that all queries are worked on: long work goes on in short turns, and gives way to short work. */

/** The longest that work keeps others waiting, in milliseconds. */
const turn = 4;
/** Long work waits at most so long before each of its turns for short work that has not ended, in milliseconds. */
const patience = 2;

/** Looking for the rows of a page is short work, counting over all rows long work. */
export type WorkLength = 'short' | 'long';

interface Waiting {
  since: number;
  goOn: () => void;
}

const waiting: Record<WorkLength, Waiting[]> = { short: [], long: [] };
let shortWorks = 0;
let planned: { immediate: NodeJS.Immediate } | { timer: NodeJS.Timeout } | undefined;
let turnStarted: number | undefined;
let wasLong = false;

/** What may go on now: short work first, but long work that has waited long enough has every second turn. */
function nextLength(): WorkLength | undefined {
  const [short, long] = [waiting.short[0], waiting.long[0]];
  const isPatient = long !== undefined && performance.now() - long.since < patience;
  if (short !== undefined && (long === undefined || wasLong || isPatient)) return 'short';
  return long !== undefined && (shortWorks === 0 || !isPatient) ? 'long' : undefined;
}

/** Lets one go on at a time, so that whatever else has come in is looked at between any two. */
function takeNext(): void {
  planned = undefined;
  const length = nextLength();
  if (length !== undefined) {
    wasLong = length === 'long';
    waiting[length].shift()?.goOn();
  }
  plan();
}

function plan(): void {
  if (waiting.short.length + waiting.long.length === 0) return;
  const isWaitOver = nextLength() !== undefined;
  if (planned !== undefined) {
    if ('immediate' in planned || !isWaitOver) return;
    clearTimeout(planned.timer);
  }
  planned = isWaitOver ? { immediate: setImmediate(takeNext) } : { timer: setTimeout(takeNext, patience) };
}

/** Lets others in between once a turn is over; to be called by all work that may take longer than one. */
export async function takeTurn(length: WorkLength): Promise<void> {
  if (turnStarted === undefined) {
    turnStarted = performance.now();
    // What has come in is looked at before the next one begins.
    setImmediate(() => {
      turnStarted = undefined;
    });
  }
  if (performance.now() - turnStarted < turn) return;
  await new Promise<void>((resolve) => {
    waiting[length].push({ since: performance.now(), goOn: resolve });
    plan();
  });
}

/** Does work that long work is to give way to. */
export async function shortWork<Result>(work: () => Promise<Result>): Promise<Result> {
  shortWorks += 1;
  try {
    return await work();
  } finally {
    shortWorks -= 1;
    plan();
  }
}
