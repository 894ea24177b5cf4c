/** Field → columns of the index: what a sample has in each, by the field's kind. */
import { BOOLEAN, DOUBLE, INTEGER, VARCHAR, type DuckDBType } from '@duckdb/node-api';
import {
  fieldNames,
  fields,
  sortKeys,
  type FieldName,
  type FieldNameOfKind,
  type SortKey,
} from '../../../contract/fields';
import type { KindName } from '../../../contract/kinds/kind';
import type { SampleValues } from '../../../domain/sample-values';
import { foldText } from '../../../domain/text-match';

const hasKind =
  <K extends KindName>(kind: K) =>
  (name: FieldName): name is FieldNameOfKind<K> =>
    fields[name].kind === kind;

export type NumberField = FieldNameOfKind<'range' | 'date'>;
export type ChoiceFieldName = FieldNameOfKind<'choice'>;
export type TextFieldName = FieldNameOfKind<'text'>;
export type FlagFieldName = FieldNameOfKind<'flag'>;

const isRange = hasKind('range');
const isDate = hasKind('date');
const isNumber = (name: FieldName): name is NumberField => isRange(name) || isDate(name);

export const numberFields = fieldNames.filter(isNumber);
export const choiceFields = fieldNames.filter(hasKind('choice'));
export const textFields = fieldNames.filter(hasKind('text'));
/** The texts that are kept as such; a search looks into columns that are there anyway. */
export const containsFields = textFields.filter((name) => fields[name].match === 'contains');
export const flagFields = fieldNames.filter(hasKind('flag'));
export const isChoiceField = hasKind('choice');
export const isTextField = hasKind('text');

/** The fields that the summary counts value by value; a hidden one doubles another. */
export const facetFields: readonly (ChoiceFieldName | FlagFieldName)[] = [
  ...choiceFields.filter((name) => fields[name].sidebar !== 'hidden'),
  ...flagFields,
];

/** Those that it does not count, since they double another. */
export const hiddenFields = choiceFields.filter((name) => fields[name].sidebar === 'hidden');

/** The sort keys that need a column of ranks; rows lie in the order of their ids. */
export const rankedKeys: readonly SortKey[] = sortKeys.filter((key) => key !== 'id');

/** A flag's values in the order of text. */
export const flagWords = ['false', 'true'] as const;

/**
 * Words are kept as whole numbers. A slot is a set of words with codes of its own: one a choice field, one for the
 * reasons why outcomes are unknown, and one a metadata key.
 */
export const slotOf = (name: ChoiceFieldName): number => choiceFields.indexOf(name);
export const reasonSlot = choiceFields.length;
export const slotOfKey = (key: number): number => 1000 + key;

/** The code of a word that a sample has not. */
export const noWord = 0;

/** What a sample has in one column. */
export type Cell = number | string | boolean | null;
type Read = (values: SampleValues, codeOf: (slot: number, word: string) => number) => Cell;

export interface Column {
  name: string;
  type: DuckDBType;
  read: Read;
}

/** The text as written where folding changes it: text that is equal when folded is sorted by it. */
const asWritten = (name: TextFieldName) => `${name} as written`;

const numberColumn = (name: NumberField): Column => ({ name, type: DOUBLE, read: (values) => values[name] });

function choiceColumn(name: ChoiceFieldName): Column {
  const slot = slotOf(name);
  return {
    name,
    type: INTEGER,
    read(values, codeOf) {
      const { main } = values[name];
      return main === null ? noWord : codeOf(slot, main);
    },
  };
}

function textColumns(name: TextFieldName): Column[] {
  const folded: Column = {
    name,
    type: VARCHAR,
    read(values) {
      const value = values[name];
      return value === null ? null : foldText(value);
    },
  };
  const written: Column = {
    name: asWritten(name),
    type: VARCHAR,
    read(values) {
      const value = values[name];
      return value === null || foldText(value) === value ? null : value;
    },
  };
  return rankedKeys.some((key) => key === name) ? [folded, written] : [folded];
}

const flagColumn = (name: FlagFieldName): Column => ({ name, type: BOOLEAN, read: (values) => values[name] });

const columnsByKind = {
  range: fieldNames.filter(isRange).map(numberColumn),
  date: fieldNames.filter(isDate).map(numberColumn),
  choice: choiceFields.map(choiceColumn),
  text: containsFields.flatMap(textColumns),
  flag: flagFields.map(flagColumn),
  // It has a table of its own.
  metadata: [],
} satisfies Record<KindName, Column[]>;

/** The columns of all fields in the table of samples. */
export const fieldColumns: readonly Column[] = Object.values(columnsByKind).flat();

/** A field's column in SQL; its name comes from the contract, never from outside. */
export const columnOf = (name: string) => `"field ${name}"`;

/** A text's order in SQL: folded, then as written. */
export const textOrder = (name: TextFieldName) =>
  `${columnOf(name)}, coalesce(${columnOf(asWritten(name))}, ${columnOf(name)})`;

/** Changes whenever a declaration does, so that an index made under another one is made again. */
export const columnsSignature = JSON.stringify(
  fieldNames.map((name) => [name, fields[name].kind, 'scale' in fields[name] ? fields[name].scale : null]),
);
