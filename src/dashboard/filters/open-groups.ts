/** Which groups of the sidebar are open: stored in the browser, shared by sidebar and sheet. */
import { useCallback, useSyncExternalStore } from 'react';
import { z } from 'zod';

const storageKey = 'second-look.open-groups';
const storedSchema = z.array(z.tuple([z.string(), z.boolean()]));

/** The stored state; empty if it cannot be read. */
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
    // Groups still open and close if the browser cannot store anything.
  }
  for (const listener of listeners) listener();
}

/** Whether a group is open, and a function that toggles it. */
export function useOpenGroup(group: string, openAtFirst: boolean): [isOpen: boolean, toggle: () => void] {
  const isOpen = useSyncExternalStore(subscribe, () => current().get(group) ?? openAtFirst);
  const toggle = useCallback(() => setOpen(group, !isOpen), [group, isOpen]);
  return [isOpen, toggle];
}
