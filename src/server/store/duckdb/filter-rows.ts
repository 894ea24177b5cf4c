/** Filters → the rows that each keeps by itself, by the declared kind of its field. */
import { fields, type FieldName } from '../../../contract/fields';
import type { Field } from '../../../contract/field';
import type { FieldsByKind, FilterValues, KindName } from '../../../contract/kinds/kind';
import type { Filters } from '../../../contract/query';
import { foldText, searchTerms } from '../../../domain/text-match';
import { isChoiceField, isTextField } from '../fields-by-kind';
import { flagWords } from './columns';
import { rowsOfChoice, rowsOfCodes, type FilterColumns } from './filter-columns';
import { rowsOfMetadata } from './metadata-rows';
import { allRows, noRows, rowsFromTo, type RowBits } from './row-bits';
import { placeOfLeast, rowsWithin } from './row-scans';
import { rowsWithTerms, rowsWithText } from './text-rows';

async function rowsInRange(
  { rows, ids, file }: FilterColumns,
  name: FieldName,
  lower: '>' | '>=',
  { min, max }: FilterValues['range'],
): Promise<RowBits> {
  if (min === undefined && max === undefined) return allRows(rows);
  // Rows lie in the order of their ids, which differ.
  const values = name === 'id' ? ids : await file.numbers(`values:${name}`);
  const from = min === undefined ? 0 : placeOfLeast(values, min, lower === '>');
  const to = max === undefined ? values.length : placeOfLeast(values, max, false);
  if (name === 'id') return rowsFromTo(rows, from, to);
  return rowsWithin(await file.codes(`rank:${name}`), from + 1, to);
}

type RowsOf<K extends KindName> = (
  columns: FilterColumns,
  name: FieldName,
  field: FieldsByKind[K],
  value: FilterValues[K],
) => Promise<RowBits>;

const rowsByKind: { [K in KindName]: RowsOf<K> } = {
  range: (columns, name, field, value) => rowsInRange(columns, name, field.lower, value),
  date: (columns, name, field, value) => rowsInRange(columns, name, field.lower, value),
  choice: async (columns, name, _field, chosen) =>
    isChoiceField(name) ? rowsOfChoice(columns, name, chosen) : noRows(columns.rows),
  async text(columns, name, field, value) {
    if (field.match === 'terms') return rowsWithTerms(columns, searchTerms(value));
    return isTextField(name) ? rowsWithText(columns, name, foldText(value)) : noRows(columns.rows);
  },
  flag: (columns, name, _field, value) =>
    rowsOfCodes(
      columns,
      `counted:${name}`,
      Uint8Array.from([undefined, ...flagWords], (word) => (word === String(value) ? 1 : 0)),
    ),
  metadata: (columns, _name, _field, value) => rowsOfMetadata(columns, value),
};

const rowsOfKind = <K extends KindName>(
  columns: FilterColumns,
  name: FieldName,
  field: FieldsByKind[K],
  kind: K,
  value: FilterValues[K],
) => rowsByKind[kind](columns, name, field, value);

/** Names a filter among what is remembered. */
export const filterRowsKey = (filters: Filters, name: FieldName): string =>
  JSON.stringify([name, filters[name]]);

/** The rows that one field's filter keeps, or `undefined` where it is not set. */
export function filterRows(
  filters: Filters,
  name: FieldName,
  columns: FilterColumns,
): Promise<RowBits> | undefined {
  const field: Field = fields[name];
  const value = filters[name];
  if (value === undefined) return undefined;
  return columns.remembered(filterRowsKey(filters, name), () =>
    rowsOfKind(columns, name, field, field.kind, value),
  );
}
