/** The parts of a summary that a caller can select by name; totals are always included. */
import { SecondLookError } from '../errors';
import { fieldNames, fields, type FieldName, type FieldNameOfKind } from '../fields';
import { isolatedText } from '../isolated-text';
import { isShortText, jsonList } from '../kinds/json-list';
import type { ParameterDoc, Problem } from '../kinds/kind';
import { units, type Unit } from './summary';
import { groupKeyLength, groupKeyRule, isGroupKey } from '../view-state';

const isFacetField = (name: FieldName): name is FieldNameOfKind<'choice' | 'flag'> =>
  fields[name].kind === 'choice' || fields[name].kind === 'flag';

const isHistogramField = (name: FieldName): name is FieldNameOfKind<'range' | 'date'> =>
  fields[name].kind === 'range' || fields[name].kind === 'date';

/** The fields whose values a summary counts. */
export const facetFields = fieldNames.filter(isFacetField);

/** The verdicts that the matrix counts. */
export interface MatrixChoice {
  /** The ID of a learn block; absent: the first block that has verdicts with words under the filters. */
  block?: string | undefined;
  /** Absent: if verdicts have keys, the key with the most incorrect ones. */
  key?: string | undefined;
}

/** What to include in a summary, in addition to the query. */
export interface SummaryChoice {
  parts: SummaryParts;
  unit: Unit;
  matrix: MatrixChoice;
  /**
   * The metadata key whose values group the samples for the headline's intervals; absent: each sample is its own
   * group.
   */
  group?: string | undefined;
}

/** All parts, counted in samples. */
export const wholeSummary: SummaryChoice = { parts: undefined, unit: 'samples', matrix: {} };

/** The parts with fixed names, and those of each field. */
const knownParts: ReadonlySet<string> = new Set([
  'metadata',
  'matrix',
  'reasons',
  ...facetFields.map((name) => `facet:${name}`),
  ...fieldNames.filter(isHistogramField).map((name) => `histogram:${name}`),
]);

/** The requested parts; `undefined` means all. */
export type SummaryParts = ReadonlySet<string> | undefined;

export const hasPart = (parts: SummaryParts, part: string): boolean => parts === undefined || parts.has(part);

/** Whether the facet of a metadata key is requested, by its name or as part of everything. */
export const hasKeyPart = (parts: SummaryParts, key: string): boolean =>
  hasPart(parts, 'metadata') || hasPart(parts, `metadata:${key}`);

/** The metadata keys that are requested by name. */
export const namedKeys = (parts: SummaryParts): string[] =>
  [...(parts ?? [])]
    .filter((part) => part.startsWith('metadata:'))
    .map((part) => part.slice('metadata:'.length));

const example = '["facet:label","histogram:confidence","metadata:site","matrix"]';

const partsParameter: ParameterDoc = {
  name: 'parts',
  schema: { type: 'string' },
  description:
    'A JSON list of the parts to count: facet:<field>, histogram:<field>, metadata (all keys that are listed), ' +
    'metadata:<key>, matrix, reasons. Unset: all. Totals are always there; what was not asked for is empty.',
  example,
};

export const summaryParameters: readonly ParameterDoc[] = [
  partsParameter,
  {
    name: 'unit',
    schema: { type: 'string', enum: units, default: 'samples' },
    description:
      'What facets and histograms count: samples, or their verdicts (a decision on a window, box or key each).',
  },
  {
    name: 'matrix.block',
    schema: { type: 'string' },
    description: 'The ID of the learn block that the matrix is of; unset: the first one.',
  },
  {
    name: 'matrix.key',
    schema: { type: 'string' },
    description:
      'The key that the matrix is of, where verdicts have keys; unset: the one with the most incorrect ones.',
  },
  {
    name: 'group',
    schema: { type: 'string', minLength: 1, maxLength: groupKeyLength },
    description:
      'The metadata key by which samples belong together, such as one of their recording, for the intervals of the ' +
      'headline; samples without it are a group each. Unset: every sample is a group.',
    example: 'recording',
  },
];

function readUnit(text: string | undefined): Unit {
  const unit = units.find((known) => known === (text ?? 'samples'));
  if (unit === undefined) throw new SecondLookError('bad-parameter', `"unit" must be ${units.join(' or ')}`);
  return unit;
}

function readParts(text: string | undefined): SummaryParts {
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

function readGroup(text: string | undefined): string | undefined {
  if (text === undefined || isGroupKey(text)) return text;
  throw new SecondLookError('bad-parameter', `"group" must be ${groupKeyRule}`);
}

/** Parses a summary's own parameters; throws `bad-parameter` if they are invalid. */
export const readSummaryChoice = (text: (name: string) => string | undefined): SummaryChoice => ({
  parts: readParts(text('parts')),
  unit: readUnit(text('unit')),
  matrix: { block: text('matrix.block'), key: text('matrix.key') },
  group: readGroup(text('group')),
});

/** The choice as canonical text: equal choices give equal texts. */
export const choiceText = ({ parts, unit, matrix, group }: SummaryChoice): string =>
  JSON.stringify([
    parts === undefined ? null : [...parts].sort(),
    unit,
    matrix.block ?? null,
    matrix.key ?? null,
    group ?? null,
  ]);
