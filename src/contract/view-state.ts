/** The view state, which shares the query string with the API under reserved names, and its codec. */
import { isolatedText } from './isolated-text';
import type { Problem } from './kinds/kind';
import { readWholeNumber } from './whole-number';

/** The state of the screen in addition to the query. The API ignores all of it. */
export interface ViewState {
  /** The tab; absent: samples. */
  view?: string;
  /** The open sample's id. */
  sample?: number;
  /** The selected window of the open sample, counted from 0. */
  window?: number;
  /**
   * The metadata key whose values group the samples for intervals, as in the summary; absent: each sample is its
   * own group.
   */
  group?: string;
  /** The settings of views by parameter, as text: each view declares and parses its own. */
  settings: ReadonlyMap<string, string>;
}

const screenNames: readonly string[] = ['view', 'sample', 'window', 'group', 'unit'];

/** Settings of views that are not named after their view: `cols`, and old names. */
const settingNames: readonly string[] = ['cols', 'cells', 'order'];

/** The names that the API ignores where an endpoint does not take them, in addition to those of view settings. */
export const reservedNames = [...screenNames, ...settingNames];

/** The maximum length of the name of a metadata key that groups samples. */
export const groupKeyLength = 1000;
export const isGroupKey = (text: string): boolean => text.length >= 1 && text.length <= groupKeyLength;
export const groupKeyRule = `a metadata key of 1 to ${groupKeyLength} characters`;

/** A view's own setting, such as `matrix.block`; no view may be named "not" or "t". */
const viewSetting = /^(?!(?:not|t)\.)[a-z][\w-]*\.\w[\w.-]*$/i;

/** Whether a parameter belongs to the screen and is ignored by the API. */
export const isReservedName = (name: string): boolean =>
  reservedNames.includes(name) || viewSetting.test(name);

/** Parses the view state of a query string; invalid parts are dropped and reported to `problems`. */
export function readViewState(parameters: URLSearchParams, problems: Problem[]): ViewState {
  const settings = new Map<string, string>();
  const state: ViewState = { settings };
  const drop = (parameter: string, allowed: string) =>
    problems.push({ parameter, message: `"${parameter}" must be ${allowed}` });
  for (const name of new Set(parameters.keys())) {
    if (!isReservedName(name)) continue;
    const [text = '', ...others] = parameters.getAll(name);
    if (others.length > 0) {
      const message = `"${isolatedText(name.slice(0, 60))}" is given more than once`;
      problems.push({ parameter: name, message });
    }
    if (name === 'view') {
      if (/^[a-z-]{1,40}$/.test(text)) state.view = text;
      else drop(name, 'the name of a view');
    } else if (name === 'sample' || name === 'window') {
      const value = readWholeNumber(text);
      if (value === undefined) drop(name, 'a whole number');
      else state[name] = value;
    } else if (name === 'group') {
      if (isGroupKey(text)) state.group = text;
      else drop(name, groupKeyRule);
    } else if (!screenNames.includes(name)) {
      settings.set(name, text);
    }
  }
  return state;
}

/** The parameters that parse to the same view state; defaults are left out. */
export function printViewState(state: ViewState): [name: string, text: string][] {
  const printed: [string, string][] = [];
  if (state.view !== undefined) printed.push(['view', state.view]);
  printed.push(...state.settings);
  if (state.group !== undefined) printed.push(['group', state.group]);
  if (state.sample !== undefined) printed.push(['sample', String(state.sample)]);
  if (state.window !== undefined) printed.push(['window', String(state.window)]);
  return printed;
}
