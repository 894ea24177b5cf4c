/** Strict reading of a parameter that holds a JSON list. */
import { parameterLimits, type Problem } from './kind';

/** Replaces lone surrogates by U+FFFD: JSON can contain them, but neither a URL nor an index can. */
const wellFormed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;

/** The entries of a non-empty JSON list, or `undefined` after reporting the problem. */
export function jsonList(
  parameter: string,
  text: string,
  example: string,
  problems: Problem[],
): unknown[] | undefined {
  const refuse = (message: string) => {
    problems.push({ parameter, message: `"${parameter}" ${message}` });
    return undefined;
  };
  let value: unknown;
  try {
    value = JSON.parse(text, wellFormed);
  } catch {
    return refuse(`must be a JSON list such as ${example}`);
  }
  if (!Array.isArray(value)) return refuse(`must be a JSON list such as ${example}`);
  if (value.length === 0)
    return refuse('must not be an empty list; leave the parameter out to see everything');
  if (value.length > parameterLimits.listLength) {
    return refuse(`has ${value.length} entries; at most ${parameterLimits.listLength} are allowed`);
  }
  const entries: unknown[] = value;
  return entries;
}

/** Whether a value is a text within the length limit of one parameter. */
export const isShortText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= parameterLimits.textLength;
