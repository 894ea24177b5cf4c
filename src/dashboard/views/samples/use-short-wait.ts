/** Waiting for what would change what is drawn without it, but not for long. */
import { useEffect, useState } from 'react';

/** Whether it is still to be waited for: until it is there, or so many milliseconds after the key was first given. */
export function useShortWait(isPending: boolean, key: string, most: number): boolean {
  const [over, setOver] = useState<string>();
  useEffect(() => {
    if (!isPending) return undefined;
    const timer = setTimeout(() => setOver(key), most);
    return () => clearTimeout(timer);
  }, [isPending, key, most]);
  return isPending && over !== key;
}
