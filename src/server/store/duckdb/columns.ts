/** Field → columns of the index, and the words and texts that they are made from. */
import { fieldNames, fields, sortKeys, type SortKey } from '../../../contract/fields';
import type { TextColumn, ValueColumns } from '../entry-batch';
import {
  choiceFields,
  containsFields,
  flagFields,
  sortedTextFields,
  type ChoiceFieldName,
  type FlagFieldName,
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

/** A text's columns in SQL: as comparisons see it, and as written where that differs. Names come from the contract. */
export const foldedColumn = (name: TextFieldName) => `"folded ${name}"`;
export const writtenColumn = (name: TextFieldName) => `"written ${name}"`;

/** What each row of a batch has in a column; `null` for none. */
function textCells(texts: TextColumn | undefined): (row: number) => string | null {
  if (texts === undefined) return () => null;
  const { text, ends, isNone } = texts;
  return (row) => (isNone[row] === 1 ? null : text.slice(ends[row - 1] ?? 0, ends[row]));
}

const textColumn = (column: string, form: 'folded' | 'written', name: TextFieldName) => ({
  column,
  textsOf: (values: ValueColumns) => textCells(values[form].get(name)),
});

/** The columns of texts, which DuckDB sorts while an index is built. */
export const textColumns = [
  ...containsFields.map((name) => textColumn(foldedColumn(name), 'folded', name)),
  ...sortedTextFields.map((name) => textColumn(writtenColumn(name), 'written', name)),
];

/** A text's order in SQL: folded, then as written. */
export const textOrder = (name: TextFieldName) =>
  `${foldedColumn(name)}, coalesce(${writtenColumn(name)}, ${foldedColumn(name)})`;

/** Changes whenever a declaration does, so that an index made under another one is made again. */
export const columnsSignature = JSON.stringify(
  fieldNames.map((name) => [name, fields[name].kind, 'scale' in fields[name] ? fields[name].scale : null]),
);
