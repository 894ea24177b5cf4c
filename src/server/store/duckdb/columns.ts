/** Field → columns of the index: what a sample has in each, by the field's kind. */
import { BOOLEAN, DOUBLE, INTEGER, VARCHAR, type DuckDBType } from '@duckdb/node-api';
import { fieldNames, fields, sortKeys, type SortKey } from '../../../contract/fields';
import type { KindName } from '../../../contract/kinds/kind';
import type { TextColumn, ValueColumns } from '../entry-batch';
import {
  choiceFields,
  containsFields,
  flagFields,
  numberFields,
  sortedTextFields,
  type ChoiceFieldName,
  type FlagFieldName,
  type NumberField,
  type TextFieldName,
} from '../fields-by-kind';

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

/** A choice field's words of a batch as the index numbers them. */
export type CodesOf = (name: ChoiceFieldName) => Uint32Array;

export interface Column {
  name: string;
  type: DuckDBType;
  /** What each row of a batch has in the column. */
  cells: (values: ValueColumns, codesOf: CodesOf) => (row: number) => Cell;
}

/** The text as written where folding changes it: text that is equal when folded is sorted by it. */
const asWritten = (name: TextFieldName) => `${name} as written`;

const numberColumn = (name: NumberField): Column => ({
  name,
  type: DOUBLE,
  cells({ numbers }) {
    const ofField = numbers.get(name);
    return (row) => {
      const value = ofField?.[row] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    };
  },
});

const choiceColumn = (name: ChoiceFieldName): Column => ({
  name,
  type: INTEGER,
  cells(_values, codesOf) {
    const codes = codesOf(name);
    return (row) => codes[row] ?? noWord;
  },
});

function textCells(column: TextColumn | undefined) {
  if (column === undefined) return () => null;
  const { text, ends, isNone } = column;
  return (row: number) => (isNone[row] === 1 ? null : text.slice(ends[row - 1] ?? 0, ends[row]));
}

function textColumns(name: TextFieldName): Column[] {
  const folded: Column = { name, type: VARCHAR, cells: (values) => textCells(values.folded.get(name)) };
  const written: Column = {
    name: asWritten(name),
    type: VARCHAR,
    cells: (values) => textCells(values.written.get(name)),
  };
  return sortedTextFields.some((sorted) => sorted === name) ? [folded, written] : [folded];
}

const flagColumn = (name: FlagFieldName): Column => ({
  name,
  type: BOOLEAN,
  cells({ flags }) {
    const ofField = flags.get(name);
    return (row) => ofField?.[row] === 1;
  },
});

const columnsByKind = {
  range: numberFields.filter((name) => fields[name].kind === 'range').map(numberColumn),
  date: numberFields.filter((name) => fields[name].kind === 'date').map(numberColumn),
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
