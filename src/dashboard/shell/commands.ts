/** All commands as objects with title, key and action, used by the keyboard handler and the list behind `?`. */
import { views } from '../views/registry';

/** The ways in which a command can change the screen; provided by the app. */
export interface CommandTools {
  openView: (name: string) => void;
  walk: (step: 1 | -1) => void;
  closeSample: () => void;
  isSampleOpen: boolean;
  focusSearch: () => void;
  toggleIncorrect: () => void;
  clearFilters: () => void;
  toggleFilters: () => void;
  /** The input for a row number, if the view has one. */
  rowField: () => HTMLElement | null;
  showKeys: () => void;
  openImport: () => void;
  share: () => void;
  switchScheme: () => void;
}

/** A part of the screen whose commands stay active while it is shown as a sheet. */
export type CommandScope = 'sample';

export interface Command {
  title: string;
  /** One key, or two pressed one after the other, separated by a space. */
  keys: readonly string[];
  run: (tools: CommandTools) => void;
  /** If this returns `false`, the key keeps its function in the browser. */
  when?: (tools: CommandTools) => boolean;
  scope?: CommandScope;
}

const ofSample = { when: (tools: CommandTools) => tools.isSampleOpen, scope: 'sample' } as const;

export const commands: readonly Command[] = [
  { title: 'Search samples', keys: ['/'], run: (tools) => tools.focusSearch() },
  {
    title: 'Only the incorrect samples, or all again',
    keys: ['f m'],
    run: (tools) => tools.toggleIncorrect(),
  },
  { title: 'Clear all filters', keys: ['f x'], run: (tools) => tools.clearFilters() },
  { title: 'Show or hide the filters', keys: ['f f'], run: (tools) => tools.toggleFilters() },
  ...views.map((view): Command => ({
    title: `Open ${view.title}`,
    keys: [`g ${view.shortcut}`],
    run: (tools) => tools.openView(view.name),
  })),
  {
    title: 'Type the number of a row to go to',
    keys: ['g r'],
    run: (tools) => tools.rowField()?.focus(),
    when: (tools) => tools.rowField() !== null,
  },
  {
    title: 'Next sample',
    keys: ['j', 'ArrowDown', 'ArrowRight'],
    run: (tools) => tools.walk(1),
    ...ofSample,
  },
  {
    title: 'Previous sample',
    keys: ['k', 'ArrowUp', 'ArrowLeft'],
    run: (tools) => tools.walk(-1),
    ...ofSample,
  },
  { title: 'Close the sample', keys: ['Escape'], run: (tools) => tools.closeSample(), ...ofSample },
  { title: 'Import files', keys: ['i'], run: (tools) => tools.openImport() },
  { title: 'Copy the link to this view', keys: ['s'], run: (tools) => tools.share() },
  { title: 'Light or dark', keys: ['d'], run: (tools) => tools.switchScheme() },
  { title: 'List all keys', keys: ['?'], run: (tools) => tools.showKeys() },
];

/** Keys of the table that the grid handles itself while it has the focus; listed together with the others. */
export const gridKeys: readonly { title: string; keys: readonly string[] }[] = [
  { title: 'Open the sample of the row', keys: ['Enter', 'Space'] },
  { title: 'Up and down the rows', keys: ['ArrowUp', 'ArrowDown'] },
  { title: 'A screen up or down', keys: ['PageUp', 'PageDown'] },
  { title: 'First and last row', keys: ['Home', 'End'] },
  { title: 'Go to a row', keys: ['its number, Enter'] },
  { title: 'Copy the row', keys: ['Ctrl C'] },
];

/** The command for a key after an earlier key, or whether the key starts a sequence. */
export function commandFor(
  key: string,
  earlier: string | null,
  tools: CommandTools,
): { command?: Command; begins: boolean } {
  const possible = commands.filter((command) => command.when?.(tools) ?? true);
  const sequence = earlier === null ? key : `${earlier} ${key}`;
  const command = possible.find(({ keys }) => keys.includes(sequence));
  return {
    command,
    begins:
      earlier === null && possible.some(({ keys }) => keys.some((known) => known.startsWith(`${key} `))),
  };
}
