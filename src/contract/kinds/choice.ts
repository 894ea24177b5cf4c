/** The kind of filter that selects one or several values; several are alternatives. */
import type { ChoiceField } from '../field';
import { isolatedText } from '../isolated-text';
import { isShortText, jsonList } from './json-list';
import { parameterLimits, type ChoiceValue, type Kind, type Problem } from './kind';

const exampleOf = (field: ChoiceField) =>
  JSON.stringify(field.options?.slice(0, 2) ?? ['idle', field.nullable === undefined ? 'snake' : null]);

function candidates(field: ChoiceField, text: string, problems: Problem[]): unknown[] | undefined {
  const isJson = field.form === 'list' || (field.form === 'bare-list' && text.startsWith('['));
  if (isJson) return jsonList(field.parameter, text, exampleOf(field), problems);
  if (text !== '') return [text];
  problems.push({
    parameter: field.parameter,
    message: `"${field.parameter}" must not be empty; leave it out to see everything`,
  });
  return undefined;
}

function whatIsAllowed(field: ChoiceField): string {
  if (field.options === undefined) {
    const orNull = field.nullable === undefined ? '' : ', and null';
    return `texts of at most ${parameterLimits.textLength} characters${orNull}`;
  }
  return [...field.options, ...(field.everything === undefined ? [] : [field.everything])].join(', ');
}

/** Values as people read them; an empty text is named, long lists are shortened. */
export function choiceWords(field: ChoiceField, values: readonly ChoiceValue[]): string {
  const shown = values
    .slice(0, 3)
    .map((value) =>
      value === null ? (field.nullable ?? '') : value === '' ? '(empty)' : isolatedText(value),
    );
  return values.length > 3 ? `${shown.join(', ')} and ${values.length - 3} more` : shown.join(', ');
}

export const choice: Kind<'choice'> = {
  parse(field, read, problems) {
    const text = read(field.parameter);
    if (text === undefined) return undefined;
    if (field.everything !== undefined && text === field.everything) return undefined;
    const values = candidates(field, text, problems);
    if (values === undefined) return undefined;
    const isAllowed = (value: unknown): value is ChoiceValue =>
      isShortText(value)
        ? (field.options?.includes(value) ?? true)
        : value === null && field.nullable !== undefined;
    const right = values.filter(isAllowed);
    if (right.length < values.length) {
      problems.push({
        parameter: field.parameter,
        message: `"${field.parameter}" may only hold ${whatIsAllowed(field)}`,
      });
    }
    return right.length === 0 ? undefined : [...new Set(right)];
  },
  print(field, values) {
    const [first] = values;
    if (first === undefined) return [];
    const isBare =
      field.form !== 'list' && values.length === 1 && first !== '' && first?.startsWith('[') === false;
    return [[field.parameter, isBare ? first : JSON.stringify(values)]];
  },
  sentence: (field, values) => `${field.title} is ${choiceWords(field, values)}`,
  parameters(field) {
    const one = {
      type: 'string',
      ...(field.options && { enum: [...field.options, ...(field.everything ? [field.everything] : [])] }),
    };
    if (field.form === 'one') return [{ name: field.parameter, schema: one, description: field.help }];
    const form = field.form === 'list' ? 'A JSON list.' : 'A JSON list, or one bare value.';
    const allowed = field.options === undefined ? '' : ` Allowed: ${field.options.join(', ')}.`;
    return [
      {
        name: field.parameter,
        schema: { type: 'string' },
        description: `${field.help} ${form}${allowed}`,
        example: exampleOf(field),
      },
    ];
  },
};
