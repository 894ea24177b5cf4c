/** The query that both sides agree on, derived from the fields, and its codec: strict for the API, kind for the page. */
import { isolatedText } from './isolated-text';
import { SecondLookError } from './errors';
import {
  choiceFieldNames,
  fieldNames,
  fields,
  sortKeys,
  type ChoiceFieldName,
  type FieldName,
  type KindOf,
  type SortKey,
} from './fields';
import type { ChoiceField, Field } from './field';
import { choice, choiceWords } from './kinds/choice';
import type {
  ChoiceValue,
  FieldsByKind,
  FilterValues,
  KindName,
  ParameterDoc,
  Problem,
  ReadParameter,
} from './kinds/kind';
import { kinds } from './kinds/registry';
import { isReservedName } from './view-state';
import { readWholeNumber } from './whole-number';

/** The filters that are set, by field. */
export type Filters = { readonly [Name in FieldName]?: FilterValues[KindOf<Name>] };

/** By choice field, values that leave a sample out that has any of them. */
export type Exclusions = { readonly [Name in ChoiceFieldName]?: readonly ChoiceValue[] };

export interface SortTerm {
  key: SortKey;
  descending: boolean;
}

export const variants = ['int8', 'float32', 'akida'] as const;
export type Variant = (typeof variants)[number];

/** Which run, which of its samples, in which order, which stretch of them. */
export interface Query {
  filters: Filters;
  not: Exclusions;
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

/** A query that shows everything. */
export const emptyQuery: Query = {
  filters: {},
  not: {},
  sort: [],
  limit: pageLimits.default,
  offset: 0,
  truncateStructuredLabels: false,
};

// The one place where a field meets its kind; `kind` is the field's own, passed so that the two types stay paired.
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

/** A choice field as its exclusion is read and printed, under a name of its own. */
function exclusionOf(name: ChoiceFieldName): ChoiceField {
  const { title, help, parameter }: ChoiceField = fields[name];
  const { options, nullable }: ChoiceField = fields[name];
  return {
    kind: 'choice',
    title,
    help: `Leaves out every sample with any of these values. ${help}`,
    parameter: `not.${parameter}`,
    form: 'bare-list',
    ...(options && { options }),
    ...(nullable !== undefined && { nullable }),
    sidebar: 'hidden',
    from: 'derived',
  };
}

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
  ...choiceFieldNames.map((name) => exclusionOf(name).parameter),
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

function readExclusions(read: ReadParameter, problems: Problem[]): Exclusions {
  return Object.fromEntries(
    choiceFieldNames.flatMap((name) => {
      const values = choice.parse(exclusionOf(name), read, problems);
      return values === undefined ? [] : [[name, values]];
    }),
  );
}

function readWith(read: ReadParameter, problems: Problem[]): Query {
  const query: Query = {
    ...emptyQuery,
    filters: readFilters(read, problems),
    not: readExclusions(read, problems),
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

/** How many characters must be added, removed or replaced to make one text the other (Levenshtein distance). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_cell, at) => at);
  for (let at = 0; at < one.length; at++) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to++) {
      const replaced = (row[to] ?? 0) + (one[at] === other[to] ? 0 : 1);
      next.push(Math.min(replaced, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The known name that differs least from an unknown one, where one is near; an exclusion always has one. */
function nearestName(name: string): string | undefined {
  const lower = name.slice(0, 60).toLowerCase();
  if (lower.startsWith('not.')) {
    const known = choiceFieldNames.map((field) => exclusionOf(field).parameter);
    const distance = (parameter: string) => editDistance(lower, parameter.toLowerCase());
    return known.reduce((best, parameter) => (distance(parameter) < distance(best) ? parameter : best));
  }
  return [...allParameters].find((known) => {
    const other = known.toLowerCase();
    if (other === lower || `${other}s` === lower || other === `${lower}s`) return true;
    return other.length > 3 && lower.length > 3 && [...other].sort().join('') === [...lower].sort().join('');
  });
}

function unknownNames(parameters: URLSearchParams, extraNames: readonly string[]): Problem[] {
  const unknown = [...new Set(parameters.keys())].filter(
    (name) => !allParameters.has(name) && !extraNames.includes(name) && !isReservedName(name),
  );
  return unknown.map((name) => {
    const near = nearestName(name);
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

const reader =
  (parameters: URLSearchParams): ReadParameter =>
  (name) =>
    parameters.get(name) ?? undefined;

/**
 * The query in a query string, for the API: any unknown, repeated or malformed parameter throws `bad-parameter`.
 * `extraNames` are the endpoint's own parameters beside the query's.
 */
export function parseQuery(parameters: URLSearchParams, extraNames: readonly string[] = []): Query {
  const problems = [...unknownNames(parameters, extraNames), ...repeatedNames(parameters, extraNames)];
  const query = readWith(reader(parameters), problems);
  if (problems.length > 0) {
    throw new SecondLookError('bad-parameter', problems.map(({ message }) => message).join('; '));
  }
  return query;
}

/** The query in a query string, for the page: keeps what can be kept, and lists what it dropped. */
export function readQuery(parameters: URLSearchParams): { query: Query; dropped: Problem[] } {
  const dropped = [...unknownNames(parameters, []), ...repeatedNames(parameters, [])];
  return { query: readWith(reader(parameters), dropped), dropped };
}

/** The parameters of one filter, as short as they can be. */
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

/** The parameters of one exclusion, as short as they can be. */
export const printExclusion = (name: ChoiceFieldName, values: readonly ChoiceValue[]): [string, string][] =>
  choice.print(exclusionOf(name), values);

/** One exclusion in words, such as "Device is not north". */
export const exclusionSentence = (name: ChoiceFieldName, values: readonly ChoiceValue[]): string =>
  `${fields[name].title} is not ${choiceWords(fields[name], values)}`;

/** The parameters of all exclusions as the documentation lists them. */
export const exclusionDocs = (): ParameterDoc[] =>
  choiceFieldNames.flatMap((name) => choice.parameters(exclusionOf(name)));

/** A field's parameters as the documentation lists them. */
export function parameterDocs(name: FieldName): ParameterDoc[] {
  const field: Field = fields[name];
  return fieldParameters(field, field.kind);
}

/** A sort as its parameter's text. */
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
  for (const name of choiceFieldNames) {
    const values = query.not[name];
    if (values !== undefined) printed.push(...printExclusion(name, values));
  }
  if (query.sort.length > 0) printed.push(['sort', printSort(query.sort)]);
  if (query.truncateStructuredLabels) printed.push(['truncateStructuredLabels', 'true']);
  if (query.limit !== pageLimits.default) printed.push(['limit', String(query.limit)]);
  if (query.offset !== 0) printed.push(['offset', String(query.offset)]);
  return printed;
}
