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
  /** The table's columns in order; absent: the default columns. */
  cols?: readonly string[];
  /** What matrix cells show; absent: samples. */
  cells?: 'share';
  /** The order of the matrix; absent: by confusion. */
  order?: 'name';
  /**
   * The metadata key whose values group the samples for intervals, as in the summary; absent: each sample is its
   * own group.
   */
  group?: string;
}

const reservedNames = ['view', 'sample', 'window', 'cols', 'cells', 'order', 'unit', 'group'] as const;

/** The maximum length of the name of a metadata key that groups samples. */
export const groupKeyLength = 1000;
export const isGroupKey = (text: string): boolean => text.length >= 1 && text.length <= groupKeyLength;
export const groupKeyRule = `a metadata key of 1 to ${groupKeyLength} characters`;

/** A view's own setting, such as `matrix.block`; no view may be named "not" or "t". */
const viewSetting = /^(?!(?:not|t)\.)[a-z][\w-]*\.\w[\w.-]*$/i;

/** Whether a parameter belongs to the screen and is ignored by the API. */
export function isReservedName(name: string): boolean {
  const isNamed = reservedNames.some((reserved) => reserved === name);
  return isNamed || viewSetting.test(name);
}

/** Parses the view state of a query string; invalid parts are dropped and reported to `problems`. */
export function readViewState(parameters: URLSearchParams, problems: Problem[]): ViewState {
  const state: ViewState = {};
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
    } else if (name === 'cols') {
      const names = [...new Set(text.split(',').map(unescapeComma))];
      const cols = names.filter((column) => column !== '');
      if (cols.length > 0) state.cols = cols;
      if (text !== '' && cols.length < names.length) drop(name, 'a comma list of columns');
    } else if (name === 'cells') {
      if (text === 'share') state.cells = text;
      else drop(name, 'share');
    } else if (name === 'order') {
      if (text === 'name') state.order = text;
      else drop(name, 'name');
    } else if (name === 'group') {
      if (isGroupKey(text)) state.group = text;
      else drop(name, groupKeyRule);
    }
  }
  return state;
}

// Metadata keys may contain commas, and columns are named after them.
const escapeComma = (name: string) => name.replaceAll('%', '%25').replaceAll(',', '%2C');
const unescapeComma = (name: string) => name.replaceAll('%2C', ',').replaceAll('%25', '%');

/** The parameters that parse to the same view state; defaults are left out. */
export function printViewState(state: ViewState): [name: string, text: string][] {
  const printed: [string, string][] = [];
  if (state.view !== undefined) printed.push(['view', state.view]);
  if (state.cols !== undefined && state.cols.length > 0)
    printed.push(['cols', state.cols.map(escapeComma).join(',')]);
  if (state.cells !== undefined) printed.push(['cells', state.cells]);
  if (state.order !== undefined) printed.push(['order', state.order]);
  if (state.group !== undefined) printed.push(['group', state.group]);
  if (state.sample !== undefined) printed.push(['sample', String(state.sample)]);
  if (state.window !== undefined) printed.push(['window', String(state.window)]);
  return printed;
}
