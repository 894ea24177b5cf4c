/** What every kind of filter must provide: the shape of its value, parser, printer, sentence and parameters. */
import type { FlagField, ChoiceField, DateField, MetadataField, RangeField, TextField } from '../field';

/** A pair of bounds; the field's declaration defines which comparison each bound means. */
export interface RangeValue {
  min?: number;
  max?: number;
}

/** One item of a metadata filter; see the design's section 4 for the meaning of absent and empty lists. */
export interface MetadataItem {
  key: string;
  op: 'eq' | 'neq';
  values?: readonly string[];
  exclude?: readonly string[];
}

/**
 * A whole metadata filter; `combinator` is absent if the list does not set it (then items combine with OR, but
 * without the extra samples of an explicit `or`).
 */
export interface MetadataFilter {
  items: readonly MetadataItem[];
  noMetadata: boolean;
  combinator?: 'and' | 'or';
}

/** A selectable value; `null` only if the field is nullable. */
export type ChoiceValue = string | null;

/** The value of an active filter of each kind. Dates are milliseconds since 1970, UTC. */
export interface FilterValues {
  range: RangeValue;
  date: RangeValue;
  choice: readonly ChoiceValue[];
  text: string;
  flag: boolean;
  metadata: MetadataFilter;
}

/** The value of a sample in a field of each kind; `null` and empty lists mean "no value". */
export interface ColumnValues {
  range: number | null;
  date: number | null;
  /** `main` is shown and sorted by; a filter matches if any of `all` is selected. */
  choice: ChoiceColumn;
  text: string | null;
  flag: boolean;
  metadata: readonly (readonly [key: string, value: string])[];
}

export interface ChoiceColumn {
  main: string | null;
  all: readonly string[];
}

export interface FieldsByKind {
  range: RangeField;
  date: DateField;
  choice: ChoiceField;
  text: TextField;
  flag: FlagField;
  metadata: MetadataField;
}

export type KindName = keyof FilterValues;

/** A problem with one parameter, in words that name it and say what is allowed. */
export interface Problem {
  parameter: string;
  message: string;
}

/** Reads one parameter's text; `undefined` if it is absent. */
export type ReadParameter = (name: string) => string | undefined;

/** A parameter as documented for the API. */
export interface ParameterDoc {
  name: string;
  schema: Record<string, unknown>;
  description: string;
  example?: string;
}

/** What each kind provides, for all fields of that kind. */
export interface Kind<Name extends KindName> {
  /**
   * Parses the field's parameters strictly; invalid parts are reported to `problems`, valid parts are still
   * returned.
   */
  parse: (
    field: FieldsByKind[Name],
    read: ReadParameter,
    problems: Problem[],
  ) => FilterValues[Name] | undefined;
  /** The shortest parameters that parse to the same value. */
  print: (field: FieldsByKind[Name], value: FilterValues[Name]) => [parameter: string, text: string][];
  /** The filter in words, such as "confidence below 0.6"; starts with the field's title. */
  sentence: (field: FieldsByKind[Name], value: FilterValues[Name]) => string;
  parameters: (field: FieldsByKind[Name]) => ParameterDoc[];
}

/** Limits on one parameter, stated in the errors. */
export const parameterLimits = { textLength: 10_240, listLength: 1000 } as const;
