/** Unknown views and settings in the URL, and settings that cannot be read. */
import type { Problem } from '../../contract/kinds/kind';
import type { ViewState } from '../../contract/view-state';
import { views } from './registry';
import type { View } from './view';
import { listedNames } from './view-settings';

const declared = views.flatMap(({ settings }: View) => settings);

/** What was ignored, in the same form as other problems with the URL. */
export function urlWarnings({ view, settings }: ViewState): Problem[] {
  const problems: Problem[] = [];
  if (view !== undefined && !views.some(({ name }) => name === view)) {
    const known = views.map(({ name }) => name).join(', ');
    problems.push({
      parameter: 'view',
      message: `"view" must be one of ${known}; there is no view ${listedNames([view])}`,
    });
  }
  const unknown: string[] = [];
  for (const [parameter, text] of settings) {
    const setting = declared.find(({ name, oldName }) => name === parameter || oldName === parameter);
    const problem = setting?.parse(text).problem ?? null;
    if (setting === undefined) unknown.push(parameter);
    else if (problem !== null) problems.push({ parameter, message: `"${parameter}" must be ${problem}` });
  }
  const [first] = unknown;
  if (first !== undefined) {
    const what = unknown.length === 1 ? 'is no setting' : 'are no settings';
    problems.push({ parameter: first, message: `there ${what} ${listedNames(unknown)}` });
  }
  return problems;
}
