/** Parts of the page that are loaded when they are first shown, with retries if the server is temporarily down. */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { healthSchema } from '../../contract/schemas/health';
import { addressOf, request } from '../api/client';

const pause = 2000;

async function isServerThere(): Promise<boolean> {
  try {
    await request(addressOf('health', {}), healthSchema);
    return true;
  } catch {
    return false;
  }
}

/** The result of `load`, once the server can be reached. Rejects if the server is up but its files have changed. */
async function loaded<Part>(load: () => Promise<Part>): Promise<Part> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await load();
    } catch {
      const isThere = await isServerThere();
      // The server may have come back between the two requests.
      if (isThere && failures > 1) {
        throw new Error('The server has another version of this page by now. Reload the page to continue.');
      }
      if (!isThere) {
        await new Promise((resolve) => {
          setTimeout(resolve, pause);
        });
      }
    }
  }
}

/**
 * A component that is loaded when it is first rendered; React keeps failures forever, so temporary ones are
 * retried.
 */
export function lazyPart<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await loaded(load) }));
}
