/** The kind of filter for yes or no: `true` or `false`. */
import type { Kind } from './kind';

export const flag: Kind<'flag'> = {
  parse(field, read, problems) {
    const text = read(field.parameter);
    if (text === 'true') return true;
    if (text === 'false') return false;
    if (text !== undefined) {
      problems.push({ parameter: field.parameter, message: `"${field.parameter}" must be true or false` });
    }
    return undefined;
  },
  print: (field, value) => [[field.parameter, String(value)]],
  sentence: (field, value) => `Only ${value ? field.words[0] : field.words[1]} samples`,
  parameters: (field) => [{ name: field.parameter, schema: { type: 'boolean' }, description: field.help }],
};
