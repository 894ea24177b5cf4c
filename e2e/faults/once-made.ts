/** What a server answers once it has made an index again that it needs for the answer, however slow the machine is. */
import { setTimeout } from 'node:timers/promises';

/** The share that the server tells must change within this, in milliseconds: a starved machine is slow, but never still. */
const stillness = 180_000;
const pause = 100;

const shareIn = ({ status, text }: { status: number; text: string }) =>
  status === 503 ? /being made again from its records: (\d+) % done/.exec(text)?.[1] : undefined;

/** Asks again for as long as the index comes on; else the answer is that of an index that is still being made. */
export async function onceMade<Answered extends { status: number; text: string }>(
  ask: () => Promise<Answered>,
): Promise<Answered> {
  let told: string | undefined;
  let since = performance.now();
  for (;;) {
    const answer = await ask();
    const share = shareIn(answer);
    if (share === undefined) return answer;
    if (share !== told) {
      told = share;
      since = performance.now();
    }
    if (performance.now() - since > stillness) return answer;
    await setTimeout(pause);
  }
}
