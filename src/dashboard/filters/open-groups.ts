/** Which groups of the sidebar are open: remembered per person in this browser, the same in sidebar and sheet. */
import { useCallback, useSyncExternalStore } from 'react';
import { z } from 'zod';

const storageKey = 'second-look.open-groups';
const storedSchema = z.array(z.tuple([z.string(), z.boolean()]));

/** What was remembered; nothing where it cannot be read. */
function readStored(): Map<string, boolean> {
  try {
    return new Map(storedSchema.parse(JSON.parse(localStorage.getItem(storageKey) ?? '[]')));
  } catch {
    return new Map();
  }
}

let groups: ReadonlyMap<string, boolean> | undefined;
const listeners = new Set<() => void>();

const current = (): ReadonlyMap<string, boolean> => (groups ??= readStored());

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function setOpen(group: string, isOpen: boolean): void {
  groups = new Map([...current(), [group, isOpen]]);
  try {
    localStorage.setItem(storageKey, JSON.stringify([...groups]));
  } catch {
    // A browser that refuses to remember still opens and closes.
  }
  for (const listener of listeners) listener();
}

/** Whether a group is open, and a function that turns it round. */
export function useOpenGroup(group: string, openAtFirst: boolean): [isOpen: boolean, toggle: () => void] {
  const isOpen = useSyncExternalStore(subscribe, () => current().get(group) ?? openAtFirst);
  const toggle = useCallback(() => setOpen(group, !isOpen), [group, isOpen]);
  return [isOpen, toggle];
}
