/** A cache that forgets what was least lately used once it holds too much. */

export interface LruCache<Value> {
  has: (key: string) => boolean;
  get: (key: string) => Value | undefined;
  set: (key: string, value: Value) => void;
  delete: (key: string) => void;
}

/** A cache for values that together weigh at most `most`; a heavier one alone is kept nonetheless. */
export function createLruCache<Value>(most: number, weightOf: (value: Value) => number): LruCache<Value> {
  const values = new Map<string, Value>();
  let weight = 0;
  function forget(key: string): void {
    const value = values.get(key);
    if (value === undefined) return;
    weight -= weightOf(value);
    values.delete(key);
  }
  return {
    has: (key) => values.has(key),
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      // A map keeps its order: what is used goes to its end.
      values.delete(key);
      values.set(key, value);
      return value;
    },
    set(key, value) {
      forget(key);
      values.set(key, value);
      weight += weightOf(value);
      for (const oldest of values.keys()) {
        if (weight <= most || oldest === key) return;
        forget(oldest);
      }
    },
    delete: forget,
  };
}
