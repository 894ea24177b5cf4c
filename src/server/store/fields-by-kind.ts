/** The names of the fields, kind by kind, as the store keeps their values. */
import { fieldNames, fields, sortKeys, type FieldName, type FieldNameOfKind } from '../../contract/fields';
import type { KindName } from '../../contract/kinds/kind';

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

export const isChoiceField = hasKind('choice');
export const isTextField = hasKind('text');
export const numberFields = fieldNames.filter(isNumber);
export const choiceFields = fieldNames.filter(isChoiceField);
export const textFields = fieldNames.filter(isTextField);
export const flagFields = fieldNames.filter(hasKind('flag'));

/** The texts that are kept as such; a search looks into columns that are there anyway. */
export const containsFields = textFields.filter((name) => fields[name].match === 'contains');

/** The texts that rows can be sorted by: texts that are equal when folded are sorted as written. */
export const sortedTextFields = textFields.filter((name) => sortKeys.some((key) => key === name));
