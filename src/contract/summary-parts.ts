/** The parts of a summary that a caller may ask for by name; totals are always there. */
import { SecondLookError } from './errors';
import { fieldNames, fields, type FieldName, type FieldNameOfKind } from './fields';
import { isolatedText } from './isolated-text';
import { isShortText, jsonList } from './kinds/json-list';
import type { ParameterDoc, Problem } from './kinds/kind';

const isFacetField = (name: FieldName): name is FieldNameOfKind<'choice' | 'flag'> =>
  (fields[name].kind === 'choice' || fields[name].kind === 'flag') && fields[name].sidebar !== 'hidden';

const isHistogramField = (name: FieldName): name is FieldNameOfKind<'range' | 'date'> =>
  fields[name].kind === 'range' || fields[name].kind === 'date';

/** The fields that a summary counts value by value; a hidden one repeats another. */
export const facetFields = fieldNames.filter(isFacetField);

/** Parts without a name in them, and those of each field. */
const knownParts: ReadonlySet<string> = new Set([
  'metadata',
  'matrix',
  'reasons',
  ...facetFields.map((name) => `facet:${name}`),
  ...fieldNames.filter(isHistogramField).map((name) => `histogram:${name}`),
]);

/** The parts that are asked for; `undefined` stands for all. */
export type SummaryParts = ReadonlySet<string> | undefined;

export const hasPart = (parts: SummaryParts, part: string): boolean => parts === undefined || parts.has(part);

/** Whether the facet of a metadata key is asked for, by its name or with all that a summary lists. */
export const hasKeyPart = (parts: SummaryParts, key: string): boolean =>
  hasPart(parts, 'metadata') || hasPart(parts, `metadata:${key}`);

/** The keys that are asked for by name. */
export const namedKeys = (parts: SummaryParts): string[] =>
  [...(parts ?? [])]
    .filter((part) => part.startsWith('metadata:'))
    .map((part) => part.slice('metadata:'.length));

const example = '["facet:label","histogram:confidence","metadata:site","matrix"]';

export const partsParameter: ParameterDoc = {
  name: 'parts',
  schema: { type: 'string' },
  description:
    'A JSON list of the parts to count: facet:<field>, histogram:<field>, metadata (all keys that are listed), ' +
    'metadata:<key>, matrix, reasons. Unset: all. Totals are always there; what was not asked for is empty.',
  example,
};

/** Reads the parameter; throws `bad-parameter` for a part that there is not. */
export function readSummaryParts(text: string | undefined): SummaryParts {
  if (text === undefined) return undefined;
  const problems: Problem[] = [];
  const parts = new Set<string>();
  for (const part of jsonList('parts', text, example, problems) ?? []) {
    if (isShortText(part) && (knownParts.has(part) || part.startsWith('metadata:'))) parts.add(part);
    else {
      const shown = isolatedText(String(JSON.stringify(part)).slice(0, 60));
      problems.push({
        parameter: 'parts',
        message: `"parts" has the unknown part ${shown}; allowed are metadata:<key> and ${[...knownParts].join(', ')}`,
      });
    }
  }
  if (problems.length > 0) {
    throw new SecondLookError('bad-parameter', problems.map(({ message }) => message).join('; '));
  }
  return parts;
}
