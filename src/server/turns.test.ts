/** Work on one thread: whatever goes on for long, other work gets its turns, and so does what comes in. */
import { describe, expect, it } from 'vitest';
import { shortWork, takeTurn, type WorkLength } from './turns';

/** Keeps the thread busy for longer than a turn. */
function toil(): void {
  const end = performance.now() + 6;
  while (performance.now() < end);
}

/** Works until it is told to stop; says how many turns that took. */
async function workUntil(isOver: () => boolean, length: WorkLength): Promise<number> {
  let turns = 0;
  for (; !isOver(); turns++) {
    toil();
    await takeTurn(length);
  }
  return turns;
}

const lengths = ['short', 'long'] as const;
const pairs = lengths.flatMap((endless) => lengths.map((other) => ({ endless, other })));

describe('work that goes on until other work has ended', () => {
  it.each(pairs)('endless $endless work lets $other work come to its end', async ({ endless, other }) => {
    let isOver = false;
    const going = workUntil(() => isOver, endless);
    let turns = 0;
    await shortWork(() => workUntil(() => turns++ === 10, other));
    isOver = true;
    expect(await going).toBeGreaterThan(0);
  });

  it.each(lengths)('endless %s work, and two of it, let in what comes from outside', async (endless) => {
    let isOver = false;
    const going = [workUntil(() => isOver, endless), workUntil(() => isOver, endless)];
    for (let come = 0; come < 5; come++) await new Promise(setImmediate);
    isOver = true;
    for (const turns of await Promise.all(going)) expect(turns).toBeGreaterThan(0);
  });
});

it('long work gives way to short work that has begun, as long as that has its turns', async () => {
  const order: WorkLength[] = [];
  const work = async (length: WorkLength) => {
    for (let at = 0; at < 6; at++) {
      order.push(length);
      toil();
      await takeTurn(length);
    }
  };
  await Promise.all([work('long'), work('long'), work('long'), shortWork(() => work('short'))]);
  // Every second turn at least is its own, however much long work there is.
  expect(order.lastIndexOf('short')).toBeLessThan(16);
  expect(order.filter((length) => length === 'long')).toHaveLength(18);
});

it('work that failed is no longer given way to', async () => {
  await expect(shortWork(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  let turns = 0;
  expect(await workUntil(() => turns++ === 3, 'long')).toBe(3);
});
