/** The gate: a limited number of concurrent queries, the others wait their turn, and waiting ends. */
import { describe, expect, it } from 'vitest';
import { createGate, requestLimits, type Weight } from './limits';

const forever = () => new Promise<never>(() => {});
const client = () => new AbortController();

/** Work that runs until it is released. */
function work() {
  let finish = () => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { done, finish: () => finish() };
}

describe('the gate', () => {
  it('admits a limited number at once, and the next when one is done', async () => {
    const gate = createGate();
    const jobs = Array.from({ length: requestLimits.queries + 2 }, work);
    const started: number[] = [];
    const runs = jobs.map((job, index) =>
      gate.run(async () => {
        started.push(index);
        await job.done;
      }, client().signal),
    );
    await new Promise(setImmediate);
    expect(started).toEqual([0, 1, 2, 3]);
    jobs[1]?.finish();
    await runs[1];
    await new Promise(setImmediate);
    expect(started).toEqual([0, 1, 2, 3, 4]);
    for (const job of jobs) job.finish();
    await Promise.all(runs);
    expect(started).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('refuses when too many are waiting, and recovers afterwards', async () => {
    const gate = createGate();
    const jobs = Array.from({ length: requestLimits.queries + requestLimits.waiting }, work);
    const runs = jobs.map((job) => gate.run(() => job.done, client().signal));
    await expect(gate.run(() => Promise.resolve(1), client().signal)).rejects.toMatchObject({
      kind: 'not-ready',
    });
    for (const job of jobs) job.finish();
    await Promise.all(runs);
    expect(await gate.run(() => Promise.resolve(1), client().signal)).toBe(1);
  });

  it('admits pages before summaries that came earlier, but only a limited number', async () => {
    const gate = createGate();
    const started: string[] = [];
    const start = (weight: Weight, name: string) => {
      const job = work();
      const run = gate.run(
        () => {
          started.push(name);
          return job.done;
        },
        client().signal,
        weight,
      );
      return async () => {
        job.finish();
        await run;
        await new Promise(setImmediate);
      };
    };
    const all = <Name extends string>(names: readonly Name[], weight: Weight) =>
      names.map((name) => start(weight, name));
    const count = requestLimits.pagesBeforeSummary + 3;
    const names = Array.from({ length: count }, (_, at) => `p${at}`);
    const summaries = all(['s0', 's1', 's2', 's3'], 'heavy');
    const pages = all(names, 'light');
    await new Promise(setImmediate);
    expect(started.splice(0)).toEqual(['s0', 's1', 'p0', 'p1']);
    // Work that does not search samples does not wait for other work.
    const quick = all(['q0', 'q1', 'q2', 'q3', 'q4'], 'quick');
    await new Promise(setImmediate);
    expect(started.splice(0)).toEqual(['q0', 'q1', 'q2', 'q3']);
    await quick[0]?.();
    expect(started.splice(0)).toEqual(['q4']);
    // A place that a summary could take is always free.
    await summaries[0]?.();
    for (const end of pages) await end();
    const before = requestLimits.pagesBeforeSummary;
    expect(started).toEqual([...names.slice(2, before), 's2', ...names.slice(before)]);
    for (const end of [...summaries, ...quick]) await end();
    expect(started.at(-1)).toBe('s3');
  });

  it('has room for 64 clients at once', async () => {
    const gate = createGate();
    const jobs = Array.from({ length: 64 }, work);
    const runs = jobs.map((job, index) =>
      gate.run(() => job.done, client().signal, index % 2 === 0 ? 'light' : 'heavy'),
    );
    for (const job of jobs) job.finish();
    await Promise.all(runs);
  });

  it('gives the place of a disconnected client to the next', async () => {
    const gate = createGate();
    const jobs = Array.from({ length: requestLimits.queries }, work);
    const runs = jobs.map((job) => gate.run(() => job.done, client().signal));
    const gone = client();
    const waiting = gate.run(() => Promise.resolve('gone'), gone.signal);
    const next = gate.run(() => Promise.resolve('next'), client().signal);
    gone.abort();
    await expect(waiting).rejects.toBeDefined();
    for (const job of jobs) job.finish();
    expect(await next).toBe('next');
    await Promise.all(runs);
  });

  it('tells work that its client disconnected, or that its time is up', async () => {
    const gate = createGate({ queryMilliseconds: 20 });
    const untilStopped = (signal: AbortSignal) =>
      Promise.race([
        forever(),
        new Promise<never>((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('stopped'))),
        ),
      ]);
    await expect(gate.run(untilStopped, client().signal)).rejects.toMatchObject({ kind: 'not-ready' });
    const gone = client();
    const run = createGate().run(untilStopped, gone.signal);
    await new Promise(setImmediate);
    gone.abort();
    await expect(run).rejects.toThrow('stopped');
  });

  it('is free again after work that failed', async () => {
    const gate = createGate();
    for (let turn = 0; turn < requestLimits.queries * 2; turn++) {
      await expect(gate.run(() => Promise.reject(new Error('no')), client().signal)).rejects.toThrow('no');
    }
    expect(await gate.run(() => Promise.resolve(1), client().signal)).toBe(1);
  });
});
