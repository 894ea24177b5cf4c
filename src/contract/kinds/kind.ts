/** What a kind of filter must give: its value's shape, strict parse, shortest print, a sentence, its parameters. */
import type { FlagField, ChoiceField, DateField, MetadataField, RangeField, TextField } from '../field';

/** A bound pair; which comparison each bound means stands in the field's declaration. */
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

/** A whole metadata filter; `combinator` is absent where the list does not say one (then: OR, without its extra). */
export interface MetadataFilter {
  items: readonly MetadataItem[];
  noMetadata: boolean;
  combinator?: 'and' | 'or';
}

/** A value to choose; `null` only where the field is nullable. */
export type ChoiceValue = string | null;

/** The value that a filter of each kind holds while it is set. Dates are milliseconds since 1970, UTC. */
export interface FilterValues {
  range: RangeValue;
  date: RangeValue;
  choice: readonly ChoiceValue[];
  text: string;
  flag: boolean;
  metadata: MetadataFilter;
}

/** What a sample has in a field of each kind; `null` and empty lists stand for "no value". */
export interface ColumnValues {
  range: number | null;
  date: number | null;
  /** `main` is shown and sorted by; a filter matches when any of `all` is chosen. */
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

/** Something wrong with one parameter, in words that name it and say what is allowed. */
export interface Problem {
  parameter: string;
  message: string;
}

/** Reads one parameter's text; `undefined` where it is not given. */
export type ReadParameter = (name: string) => string | undefined;

/** A parameter as the API's documentation describes it. */
export interface ParameterDoc {
  name: string;
  schema: Record<string, unknown>;
  description: string;
  example?: string;
}

/** What each kind gives, for all fields of that kind. */
export interface Kind<Name extends KindName> {
  /** Reads the field's parameters strictly; what is wrong goes to `problems`, what is right is still returned. */
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

/** Limits on what one parameter may hold, stated in the errors. */
export const parameterLimits = { textLength: 10_240, listLength: 1000 } as const;
