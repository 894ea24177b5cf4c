/** Unknown views and columns in the URL. */
import { isolatedText } from '../../contract/isolated-text';
import type { Problem } from '../../contract/kinds/kind';
import type { ViewState } from '../../contract/view-state';
import { views } from './registry';
import { isColumn } from './samples/columns';

/** The maximum number of names in a sentence. */
const mostNames = 5;
const longestName = 60;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => `"${isolatedText(name.slice(0, longestName))}"`);
  const more = names.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}

/** The ignored names, in the same form as other problems with the URL. */
export function unknownParts({ view, cols = [] }: ViewState): Problem[] {
  const problems: Problem[] = [];
  if (view !== undefined && !views.some(({ name }) => name === view)) {
    const known = views.map(({ name }) => name).join(', ');
    problems.push({
      parameter: 'view',
      message: `"view" must be one of ${known}; there is no view ${listed([view])}`,
    });
  }
  const unknown = cols.filter((id) => !isColumn(id));
  if (unknown.length > 0) {
    const what = unknown.length === 1 ? 'column' : 'columns';
    problems.push({
      parameter: 'cols',
      message: `"cols" must be a comma list of columns; there ${unknown.length === 1 ? 'is' : 'are'} no ${what} ${listed(unknown)}`,
    });
  }
  return problems;
}
