/** The query of API and dashboard, derived from the fields; its codec is strict for the API, lenient for the page. */
import { isolatedText } from './isolated-text';
import { SecondLookError } from './errors';
import { exclusionParameters, printExclusions, readExclusions, type Exclusions } from './exclusions';
import { fieldNames, fields, sortKeys, type FieldName, type KindOf, type SortKey } from './fields';
import type { Field } from './field';
import type {
  FieldsByKind,
  FilterValues,
  KindName,
  ParameterDoc,
  Problem,
  ReadParameter,
} from './kinds/kind';
import { kinds } from './kinds/registry';
import { nearestName } from './nearest-name';
import { isTrialName, printTrial, readTrial, type Trial } from './trial';
import { isReservedName } from './view-state';
import { readWholeNumber } from './whole-number';

/** The active filters by field. */
export type Filters = { readonly [Name in FieldName]?: FilterValues[KindOf<Name>] };

export interface SortTerm {
  key: SortKey;
  descending: boolean;
}

export const variants = ['int8', 'float32', 'akida'] as const;
export type Variant = (typeof variants)[number];

/** The run, and which of its samples to return, in which order, and which part of them. */
export interface Query {
  filters: Filters;
  not: Exclusions;
  trial: Trial;
  sort: readonly SortTerm[];
  limit: number;
  offset: number;
  variant?: Variant;
  impulseId?: number;
  run?: string;
  truncateStructuredLabels: boolean;
}

export const pageLimits = { default: 100, most: 100_000 } as const;
const offsetMost = Number.MAX_SAFE_INTEGER;

/** The query that matches everything. */
export const emptyQuery: Query = {
  filters: {},
  not: {},
  trial: [],
  sort: [],
  limit: pageLimits.default,
  offset: 0,
  truncateStructuredLabels: false,
};

// The only place that pairs a field with its kind; `kind` is the field's own, passed separately so that the types
// match.
const parseField = <K extends KindName>(
  field: FieldsByKind[K],
  kind: K,
  read: ReadParameter,
  problems: Problem[],
) => kinds[kind].parse(field, read, problems);
const printField = <K extends KindName>(field: FieldsByKind[K], kind: K, value: FilterValues[K]) =>
  kinds[kind].print(field, value);
const fieldSentence = <K extends KindName>(field: FieldsByKind[K], kind: K, value: FilterValues[K]) =>
  kinds[kind].sentence(field, value);
const fieldParameters = <K extends KindName>(field: FieldsByKind[K], kind: K) =>
  kinds[kind].parameters(field);

/** The parameter names of a field. */
export const parametersOf = (field: Field): readonly string[] =>
  'parameters' in field ? field.parameters : [field.parameter];

export const ownParameters = [
  'limit',
  'offset',
  'sort',
  'variant',
  'impulseId',
  'run',
  'truncateStructuredLabels',
] as const;
const allParameters = new Set<string>([
  ...ownParameters,
  ...fieldNames.flatMap((name) => parametersOf(fields[name])),
  ...exclusionParameters,
]);

function readSort(text: string, problems: Problem[]): SortTerm[] {
  const terms: SortTerm[] = [];
  for (const part of text.split(',')) {
    const name = part.replace(/^-/, '');
    const key = sortKeys.find((candidate) => candidate === name);
    if (key === undefined) {
      problems.push({
        parameter: 'sort',
        message: `"sort" must be a comma list of ${sortKeys.join(', ')}, each with - before it to turn it round`,
      });
    } else if (terms.some((term) => term.key === key)) {
      problems.push({ parameter: 'sort', message: `"sort" names ${key} twice` });
    } else {
      terms.push({ key, descending: part.startsWith('-') });
    }
  }
  return terms;
}

function readWhole(
  name: string,
  text: string,
  [least, most]: readonly [number, number],
  problems: Problem[],
): number | undefined {
  const value = readWholeNumber(text);
  if (value !== undefined && value >= least && value <= most) return value;
  problems.push({ parameter: name, message: `"${name}" must be a whole number from ${least} to ${most}` });
  return undefined;
}

function readBoolean(name: string, text: string, problems: Problem[]): boolean {
  if (text !== 'true' && text !== 'false')
    problems.push({ parameter: name, message: `"${name}" must be true or false` });
  return text === 'true';
}

function readFilters(read: ReadParameter, problems: Problem[]): Filters {
  const entries: [FieldName, FilterValues[KindName]][] = [];
  for (const name of fieldNames) {
    const field: Field = fields[name];
    const value = parseField(field, field.kind, read, problems);
    if (value !== undefined) entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}

function readWith(parameters: URLSearchParams, problems: Problem[]): Query {
  const read: ReadParameter = (name) => parameters.get(name) ?? undefined;
  const query: Query = {
    ...emptyQuery,
    filters: readFilters(read, problems),
    not: readExclusions(read, problems),
    trial: readTrial(parameters, problems),
  };
  const sort = read('sort');
  if (sort !== undefined) query.sort = readSort(sort, problems);
  const limit = read('limit');
  if (limit !== undefined)
    query.limit = readWhole('limit', limit, [1, pageLimits.most], problems) ?? query.limit;
  const offset = read('offset');
  if (offset !== undefined)
    query.offset = readWhole('offset', offset, [0, offsetMost], problems) ?? query.offset;
  const impulseId = read('impulseId');
  if (impulseId !== undefined) {
    const value = readWhole('impulseId', impulseId, [0, offsetMost], problems);
    if (value !== undefined) query.impulseId = value;
  }
  const variant = read('variant');
  if (variant !== undefined) {
    const known = variants.find((candidate) => candidate === variant);
    if (known === undefined)
      problems.push({ parameter: 'variant', message: `"variant" must be one of ${variants.join(', ')}` });
    else query.variant = known;
  }
  const run = read('run');
  if (run !== undefined) {
    if (/^[\w.-]{1,100}$/.test(run)) query.run = run;
    else
      problems.push({
        parameter: 'run',
        message: '"run" must be the id of a run: letters, digits, dots, dashes',
      });
  }
  const truncate = read('truncateStructuredLabels');
  if (truncate !== undefined)
    query.truncateStructuredLabels = readBoolean('truncateStructuredLabels', truncate, problems);
  return query;
}

function unknownNames(parameters: URLSearchParams, extraNames: readonly string[]): Problem[] {
  const unknown = [...new Set(parameters.keys())].filter(
    (name) =>
      !allParameters.has(name) && !extraNames.includes(name) && !isReservedName(name) && !isTrialName(name),
  );
  return unknown.map((name) => {
    const near = nearestName(name, allParameters);
    const shown = isolatedText(name.slice(0, 60));
    return {
      parameter: name,
      message:
        near === undefined
          ? `"${shown}" is not a known parameter; see /docs for all of them`
          : `"${shown}" is not a known parameter; did you mean "${near}"?`,
    };
  });
}

function repeatedNames(parameters: URLSearchParams, extraNames: readonly string[]): Problem[] {
  const names = [...parameters.keys()].filter((name) => extraNames.includes(name) || !isReservedName(name));
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map((name) => ({
    parameter: name,
    message: `"${isolatedText(name.slice(0, 60))}" is given more than once`,
  }));
}

/**
 * Parses a query string for the API: any unknown, repeated or malformed parameter throws `bad-parameter`.
 * `extraNames` are the endpoint's own parameters.
 */
export function parseQuery(parameters: URLSearchParams, extraNames: readonly string[] = []): Query {
  const problems = [...unknownNames(parameters, extraNames), ...repeatedNames(parameters, extraNames)];
  const query = readWith(parameters, problems);
  if (problems.length > 0) {
    throw new SecondLookError('bad-parameter', problems.map(({ message }) => message).join('; '));
  }
  return query;
}

/** Parses a query string for the page: keeps everything that is valid, and lists what it dropped. */
export function readQuery(parameters: URLSearchParams): { query: Query; dropped: Problem[] } {
  const dropped = [...unknownNames(parameters, []), ...repeatedNames(parameters, [])];
  return { query: readWith(parameters, dropped), dropped };
}

/** The shortest parameters for one filter. */
export function printFilter<Name extends FieldName>(
  name: Name,
  value: FilterValues[KindOf<Name>],
): [string, string][] {
  const field: Field = fields[name];
  return printField(field, field.kind, value);
}

/** One filter in words, such as "Confidence below 0.6". */
export function filterSentence<Name extends FieldName>(
  name: Name,
  value: FilterValues[KindOf<Name>],
): string {
  const field: Field = fields[name];
  return fieldSentence(field, field.kind, value);
}

/** A field's parameters as they are documented. */
export function parameterDocs(name: FieldName): ParameterDoc[] {
  const field: Field = fields[name];
  return fieldParameters(field, field.kind);
}

/** A sort order as parameter text. */
export const printSort = (sort: readonly SortTerm[]) =>
  sort.map(({ key, descending }) => (descending ? `-${key}` : key)).join(',');

/** The parameters that parse to the same query, in a fixed order; defaults are left out. */
export function printQuery(query: Query): [name: string, text: string][] {
  const printed: [string, string][] = [];
  if (query.impulseId !== undefined) printed.push(['impulseId', String(query.impulseId)]);
  if (query.variant !== undefined) printed.push(['variant', query.variant]);
  if (query.run !== undefined) printed.push(['run', query.run]);
  for (const name of fieldNames) {
    const value = query.filters[name];
    if (value !== undefined) printed.push(...printFilter(name, value));
  }
  printed.push(...printExclusions(query.not), ...printTrial(query.trial));
  if (query.sort.length > 0) printed.push(['sort', printSort(query.sort)]);
  if (query.truncateStructuredLabels) printed.push(['truncateStructuredLabels', 'true']);
  if (query.limit !== pageLimits.default) printed.push(['limit', String(query.limit)]);
  if (query.offset !== 0) printed.push(['offset', String(query.offset)]);
  return printed;
}
