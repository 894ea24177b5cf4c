/** The server's answer once it has rebuilt an index that it needs for the answer, however slow the machine is. */
import { setTimeout } from 'node:timers/promises';

/** The reported progress must change within this time, in milliseconds: a slow machine still makes progress. */
const stillness = 180_000;
const pause = 100;

const shareIn = ({ status, text }: { status: number; text: string }) =>
  status === 503 ? /being rebuilt from its records: (\d+) % done/.exec(text)?.[1] : undefined;

/**
 * Repeats the request while the rebuild makes progress; otherwise returns the answer that the index is still being
 * built.
 */
export async function onceMade<Answered extends { status: number; text: string }>(
  ask: () => Promise<Answered>,
): Promise<Answered> {
  let lastShare: string | undefined;
  let since = performance.now();
  for (;;) {
    const answer = await ask();
    const share = shareIn(answer);
    if (share === undefined) return answer;
    if (share !== lastShare) {
      lastShare = share;
      since = performance.now();
    }
    if (performance.now() - since > stillness) return answer;
    await setTimeout(pause);
  }
}
