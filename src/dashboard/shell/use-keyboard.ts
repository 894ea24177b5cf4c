/** The keyboard: maps keys to commands, except while typing; an open dialog leaves only its own commands active. */
import { useEffect, useRef } from 'react';
import { commandFor, type CommandTools } from './commands';

const typesText = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)));

/** Widgets that use the arrow keys themselves. */
const usesArrows = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest(
    '[role="tab"], [role="slider"], [role="menu"], [role="listbox"], [role="grid"], input, video, audio',
  ) !== null;

const openDialogs = () => [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')];

/** Listens to the whole page; a first key such as `f` waits for the second one until another key is pressed. */
export function useKeyboard(tools: CommandTools): void {
  const current = useRef(tools);
  const earlier = useRef<string | null>(null);
  useEffect(() => {
    current.current = tools;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (typesText(event.target)) return;
      if (event.key.startsWith('Arrow') && usesArrows(event.target)) return;
      const { command, begins } = commandFor(event.key, earlier.current, current.current);
      earlier.current = begins ? event.key : null;
      if (command === undefined) return;
      const isOutside = (dialog: Element) =>
        command.scope === undefined || dialog.getAttribute('data-command-scope') !== command.scope;
      if (openDialogs().some(isOutside)) return;
      event.preventDefault();
      command.run(current.current);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
