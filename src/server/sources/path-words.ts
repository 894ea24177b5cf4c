/** How messages name the way to a value, and a value. */
import { isolatedText } from '../../contract/isolated-text';
import type { JsonPath } from './json-scanner';

const longest = 60;
const plainName = /^[A-Za-z_$][\w$]*$/;

function shortened(text: string): string {
  if (text.length <= longest) return text;
  return `${Array.from(text).slice(0, longest).join('')}…`;
}

/** The way to a value as one would write it in code: `classifications[0].result[3].idle`. */
export function pathWords(path: JsonPath): string {
  let words = '';
  for (const step of path) {
    if (typeof step === 'number') words += `[${step}]`;
    else if (plainName.test(step) && step.length <= longest) words += words === '' ? step : `.${step}`;
    else words += `[${isolatedText(JSON.stringify(shortened(step)))}]`;
  }
  return words;
}

/** A value in few words: `the text "high"`, `a list`. */
export function valueWords(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return `the text ${isolatedText(JSON.stringify(shortened(value)))}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number too large to be read exactly';
  return String(value);
}
