/** Caches promises by key, unless they fail. */

interface Memory<Value> {
  get: (key: string) => Promise<Value> | undefined;
  set: (key: string, value: Promise<Value>) => unknown;
  delete: (key: string) => unknown;
}

/** The cached promise, or a new one; concurrent callers wait for the same one. */
export function memoized<Value>(
  memory: Memory<Value>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  made.catch(() => memory.delete(key));
  return made;
}
