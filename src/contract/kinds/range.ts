/** The kind of filter that limits a number by two bounds, `minX` and `maxX`; some fields have none. */
import type { RangeField } from '../field';
import type { Kind, RangeValue } from './kind';
import { numberFromText, textFromNumber } from './numbers';

const withUnit = (field: RangeField, value: number) =>
  field.unit === undefined ? textFromNumber(value) : `${textFromNumber(value)} ${field.unit}`;

function sentence(field: RangeField, { min, max }: RangeValue): string {
  const lower = field.lower === '>' ? 'above' : 'from';
  if (min !== undefined && max !== undefined) {
    return `${field.title} ${lower} ${textFromNumber(min)}, below ${withUnit(field, max)}`;
  }
  if (min !== undefined) {
    return field.lower === '>'
      ? `${field.title} above ${withUnit(field, min)}`
      : `${field.title} at least ${withUnit(field, min)}`;
  }
  return max === undefined ? field.title : `${field.title} below ${withUnit(field, max)}`;
}

export const range: Kind<'range'> = {
  parse(field, read, problems) {
    const [min, max] = field.parameters.map((parameter) => {
      const text = read(parameter);
      if (text === undefined) return undefined;
      const value = numberFromText(text);
      if (value === undefined) {
        problems.push({ parameter, message: `"${parameter}" must be a number such as 0.5` });
      }
      return value;
    });
    if (min === undefined && max === undefined) return undefined;
    return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  },
  print(field, { min, max }) {
    const [minName, maxName] = field.parameters;
    const printed: [string, string][] = [];
    if (minName === undefined || maxName === undefined) return printed;
    if (min !== undefined) printed.push([minName, textFromNumber(min)]);
    if (max !== undefined) printed.push([maxName, textFromNumber(max)]);
    return printed;
  },
  sentence,
  parameters(field) {
    const [min, max] = field.parameters;
    if (min === undefined || max === undefined) return [];
    const unit = field.unit === undefined ? '' : `, in ${field.unit}`;
    return [
      {
        name: min,
        schema: { type: 'number' },
        description: `${field.title} ${field.lower} this value${unit}. ${field.help}`,
      },
      {
        name: max,
        schema: { type: 'number' },
        description: `${field.title} < this value${unit}. ${field.help}`,
      },
    ];
  },
};
