/** All keys for people: grouped by where they work, each as it is shown. */
import { commands, gridKeys } from './commands';

interface ListedKeys {
  title: string;
  keys: readonly string[];
}

export const keyGroups: readonly { where: string; entries: readonly ListedKeys[] }[] = [
  { where: 'Everywhere', entries: commands.filter(({ scope }) => scope === undefined) },
  { where: 'While a sample is open', entries: commands.filter(({ scope }) => scope === 'sample') },
  { where: 'In the table', entries: gridKeys },
];

const shownKeys = new Map([
  ['ArrowUp', '↑'],
  ['ArrowDown', '↓'],
  ['ArrowLeft', '←'],
  ['ArrowRight', '→'],
  ['Escape', 'Esc'],
]);

/** A key as shown to people; the two keys of a sequence are shown one after the other. */
export const keyInWords = (key: string): string =>
  key
    .split(' ')
    .map((part) => shownKeys.get(part) ?? part)
    .join(' ');
