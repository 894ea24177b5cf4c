/** The settings of the samples view in the URL. */
import { listedNames, type Setting } from '../view-settings';
import { isColumn } from './columns';

// Metadata keys may contain commas, and columns are named after them.
const escapeComma = (name: string) => name.replaceAll('%', '%25').replaceAll(',', '%2C');
const unescapeComma = (name: string) => name.replaceAll('%2C', ',').replaceAll('%25', '%');

const allowed = 'a comma list of columns';

/** The columns of the table in order; `undefined`: the default ones. */
export const columnsSetting: Setting<readonly string[] | undefined> = {
  // Not `samples.cols`: the short name is the one that people write into links.
  name: 'cols',
  allowed,
  help: "The table's columns, in order.",
  initial: undefined,
  parse: (text) => {
    const names = [...new Set(text.split(',').map(unescapeComma))];
    const ids = names.filter((name) => name !== '');
    const unknown = ids.filter((id) => !isColumn(id));
    const what = unknown.length === 1 ? 'is no column' : 'are no columns';
    const problem =
      unknown.length > 0
        ? `${allowed}; there ${what} ${listedNames(unknown)}`
        : text !== '' && ids.length < names.length
          ? allowed
          : null;
    return { value: ids.length > 0 ? ids : undefined, problem };
  },
  print: (ids = []) => (ids.length === 0 ? undefined : ids.map(escapeComma).join(',')),
};
