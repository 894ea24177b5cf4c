/** Parts of the page that are loaded when they are first shown, also from a server that is away for a while. */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { healthSchema } from '../contract/health';
import { addressOf, request } from './api/client';

const pause = 2000;

async function isServerThere(): Promise<boolean> {
  try {
    await request(addressOf('health', {}), healthSchema);
    return true;
  } catch {
    return false;
  }
}

/** What `load` gives, once the server can be reached. Rejects where the server is there and its files are others. */
async function loaded<Part>(load: () => Promise<Part>): Promise<Part> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await load();
    } catch {
      const isThere = await isServerThere();
      // It may have come back between the two questions.
      if (isThere && failures > 1) {
        throw new Error('The server has another version of this page by now. Reload the page to go on.');
      }
      if (!isThere) {
        await new Promise((resolve) => {
          setTimeout(resolve, pause);
        });
      }
    }
  }
}

/** A component that is loaded when it is first drawn; React keeps a failure for good, so what can pass is waited for. */
export function lazyPart<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await loaded(load) }));
}
