/** The fields that the sidebar shows: those with something to select in the run, and those with active filters. */
import { fieldNames, fields, type FieldName } from '../../contract/fields';
import type { Field } from '../../contract/field';
import { parametersOf } from '../../contract/query';
import type { Summary } from '../../contract/schemas/summary';
import { leftOutOf, type Conditions } from '../frame/set-filters';

/** Whether any sample or verdict of the run has a value in the field. */
function hasValues(name: FieldName, field: Field, whole: Summary): boolean {
  switch (field.kind) {
    case 'choice':
    case 'flag':
    case 'range':
    case 'date':
      return whole.fieldsWithValues.includes(name);
    case 'metadata':
      return whole.metadata.length > 0;
    case 'text':
      return whole.total > 0;
  }
}

/** The fields of the sidebar in order: those that are initially open, then the rest. */
export function availableFields(
  whole: Summary,
  { filters, not }: Conditions,
): { open: FieldName[]; more: FieldName[] } {
  const shown = fieldNames.filter((name) => {
    const field: Field = fields[name];
    const canBeChosen = field.sidebar !== 'hidden' && parametersOf(field).length > 0;
    const isSet = filters[name] !== undefined || leftOutOf(not, name).length > 0;
    return canBeChosen && (isSet || hasValues(name, field, whole));
  });
  const isOpen = (name: FieldName) => fields[name].sidebar === 'open';
  return { open: shown.filter(isOpen), more: shown.filter((name) => !isOpen(name)) };
}
