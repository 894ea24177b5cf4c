/** Which fields the sidebar shows: those that have something to choose in the run, and those that are filtered. */
import { fieldNames, fields, type FieldName } from '../../contract/fields';
import type { Field } from '../../contract/field';
import { parametersOf, type Filters } from '../../contract/query';
import type { Summary } from '../../contract/summary';

/** Whether any sample of the run has a value in the field. */
function hasValues(name: FieldName, field: Field, whole: Summary): boolean {
  switch (field.kind) {
    case 'choice':
    case 'flag':
      return (whole.facets[name]?.values.length ?? 0) > 0;
    case 'range':
    case 'date':
      return whole.histograms[name] !== undefined;
    case 'metadata':
      return whole.metadata.length > 0;
    case 'text':
      return whole.total > 0;
  }
}

/** The fields of the sidebar in their order: those open at first, then the rest. */
export function availableFields(whole: Summary, filters: Filters): { open: FieldName[]; more: FieldName[] } {
  const shown = fieldNames.filter((name) => {
    const field: Field = fields[name];
    const canBeChosen = field.sidebar !== 'hidden' && parametersOf(field).length > 0;
    return canBeChosen && (filters[name] !== undefined || hasValues(name, field, whole));
  });
  const isOpen = (name: FieldName) => fields[name].sidebar === 'open';
  return { open: shown.filter(isOpen), more: shown.filter((name) => !isOpen(name)) };
}
