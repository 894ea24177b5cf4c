/** The environment of the components' tests: the simulated page of happy-dom, with Node's own HTTP classes. */
import { builtinEnvironments, type Environment } from 'vitest/runtime';

/** The server under test runs in the same process, and needs the classes that it has in production. */
const ownNames = [
  'AbortController',
  'AbortSignal',
  'Blob',
  'FormData',
  'Headers',
  'ReadableStream',
  'Request',
  'Response',
  'TransformStream',
  'URL',
  'URLSearchParams',
  'WritableStream',
] as const;

/** Browsers have this, Node 20 does not. */
function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

const page = builtinEnvironments['happy-dom'];

const environment: Environment = {
  ...page,
  name: 'simulated page',
  async setup(global, options) {
    Object.assign(Map, { groupBy });
    const own = ownNames.map((name) => [name, Reflect.get(global, name)] as const);
    const made = await page.setup(global, { ...options, happyDOM: { width: 1440, height: 900 } });
    for (const [name, value] of own)
      Object.defineProperty(global, name, { value, configurable: true, writable: true });
    return made;
  },
};

export default environment;
