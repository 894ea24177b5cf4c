/** The kind of filter that searches for a text, as a whole or term by term. */
import { isolatedText } from '../isolated-text';
import { parameterLimits, type Kind } from './kind';

export const text: Kind<'text'> = {
  parse(field, read, problems) {
    const value = read(field.parameter);
    if (value === undefined) return undefined;
    const isBlank = field.match === 'terms' ? value.trim() === '' : value === '';
    if (!isBlank && value.length <= parameterLimits.textLength) return value;
    const message = isBlank
      ? `"${field.parameter}" must not be empty; leave it out to see everything`
      : `"${field.parameter}" has ${value.length} characters; at most ${parameterLimits.textLength} are allowed`;
    problems.push({ parameter: field.parameter, message });
    return undefined;
  },
  print: (field, value) => [[field.parameter, value]],
  sentence: (field, value) =>
    field.match === 'terms'
      ? `${field.title}: ${isolatedText(value)}`
      : `${field.title} contains ${isolatedText(value)}`,
  parameters: (field) => [
    {
      name: field.parameter,
      schema: { type: 'string', minLength: 1, maxLength: parameterLimits.textLength },
      description: field.help,
    },
  ],
};
