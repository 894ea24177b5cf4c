/** The names of the fields by kind, as the store keeps their values: those of samples, and those of verdicts. */
import {
  fieldNames,
  fields,
  isSampleField,
  isVerdictField,
  sampleFieldNames,
  sortKeys,
  type FieldName,
  type FieldNameOfKind,
  type SampleFieldName,
  type VerdictFieldName,
} from '../../contract/fields';
import type { KindName } from '../../contract/kinds/kind';

const hasKind =
  <K extends KindName>(kind: K) =>
  (name: FieldName): name is FieldNameOfKind<K> =>
    fields[name].kind === kind;

type OfSample<K extends KindName> = FieldNameOfKind<K> & SampleFieldName;

export type NumberField = OfSample<'range' | 'date'>;
export type SampleChoice = OfSample<'choice'>;
export type TextFieldName = OfSample<'text'>;
export type FlagFieldName = OfSample<'flag'>;
/** The numbers of a verdict that can be filtered by. */
export type VerdictNumber = FieldNameOfKind<'range'> & VerdictFieldName;
/** The fields of a verdict whose words are in a dictionary; the others have few words, which the contract lists. */
export const verdictWordFields = ['expected', 'said', 'block'] as const;
export type VerdictWordField = (typeof verdictWordFields)[number];

const isRange = hasKind('range');
const isDate = hasKind('date');
const isChoice = hasKind('choice');
const isNumber = (name: SampleFieldName): name is NumberField => isRange(name) || isDate(name);

export const isSampleChoice = (name: FieldName): name is SampleChoice =>
  isChoice(name) && isSampleField(name);
export const isTextField = hasKind('text');
export const isVerdictNumber = (name: FieldName): name is VerdictNumber =>
  isRange(name) && isVerdictField(name);
export const numberFields = sampleFieldNames.filter(isNumber);
export const sampleChoices = sampleFieldNames.filter(isSampleChoice);
export const textFields = fieldNames.filter(isTextField);
export const flagFields = fieldNames.filter(hasKind('flag'));
export const verdictNumbers = fieldNames.filter(isVerdictNumber);

/** The texts that have a column; a search uses columns that exist anyway. */
export const containsFields = textFields.filter((name) => fields[name].match === 'contains');

/** The texts that rows can be sorted by: texts that are equal when folded are sorted as written. */
export const sortedTextFields = textFields.filter((name) => sortKeys.some((key) => key === name));
