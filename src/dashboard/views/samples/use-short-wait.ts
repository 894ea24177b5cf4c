/** Waits for data that would change what is rendered without it, but only briefly. */
import { useEffect, useState } from 'react';

/** Whether to keep waiting: until it is loaded, or until `most` milliseconds after the key first appeared. */
export function useShortWait(isPending: boolean, key: string, most: number): boolean {
  const [over, setOver] = useState<string>();
  useEffect(() => {
    if (!isPending) return undefined;
    const timer = setTimeout(() => setOver(key), most);
    return () => clearTimeout(timer);
  }, [isPending, key, most]);
  return isPending && over !== key;
}
