/** The columns: one per field of samples, by its kind, and a few with special contents. */
import type { ReactNode } from 'react';
import {
  fields,
  sampleFieldNames,
  sortKeys,
  type SampleFieldName,
  type SortKey,
} from '../../../contract/fields';
import type { Field } from '../../../contract/field';
import { dateIso, formatCount, formatDate, formatLength, formatScore } from '../../ui/numbers-in-words';
import { shownText } from '../../ui/shortened-text';
import type { DataColumn } from '../../table/features';
import type { SampleRow } from '../../api/result-page';
import { ConfidenceCell, LabelCell, OutcomeCell, SampleCell } from './cells';
import { Preview } from './preview';
import type { RowFacts } from './row-facts';
import { WindowStrip } from './window-strip';

/** A row of the table: its number, and its sample once that is loaded. */
export interface ListedSample {
  number: number;
  sample: SampleRow | undefined;
  /** `undefined` while it is loading, and if its record is damaged. */
  facts: RowFacts | undefined;
}

export type SampleColumn = DataColumn<ListedSample>;

interface Shown {
  id: string;
  title: string;
  width: number;
  isNumber?: boolean;
  sortKey?: SortKey | undefined;
  cell: (row: RowFacts) => ReactNode;
  /** The cell as text, to copy. */
  text: (row: RowFacts) => string;
}

const columnOf = ({ id, title, width, isNumber = false, sortKey, cell, text }: Shown): SampleColumn => ({
  id,
  header: title,
  size: width,
  accessorFn: ({ facts }: ListedSample) => (facts === undefined ? '' : text(facts)),
  cell: ({ row: { original } }) => original.facts && cell(original.facts),
  meta: { isNumber, sortKey },
});

type Overrides = Partial<Pick<Shown, 'title' | 'width' | 'cell' | 'text'>>;

const overrides: { readonly [Name in SampleFieldName]?: Overrides } = {
  outcome: { width: 96, cell: (row) => <OutcomeCell outcome={row.values.outcome.main} /> },
  label: {
    title: 'Expected',
    width: 112,
    cell: (row) => <LabelCell labels={row.values.label} isList={row.listsLabels} />,
  },
  prediction: {
    title: 'Said',
    width: 112,
    cell: (row) => <LabelCell labels={row.values.prediction} isList={row.listsLabels} />,
  },
  confidence: { width: 112, cell: (row) => <ConfidenceCell confidence={row.values.confidence} /> },
  length: { width: 80, cell: (row) => formatLength(row.values.length) },
  anomaly: { title: 'Anomaly', width: 84 },
  f1: { title: 'F1', width: 64 },
  id: { width: 92, cell: (row) => String(row.values.id) },
};

function sortKeyOf(name: SampleFieldName): SortKey | undefined {
  return sortKeys.find((key) => key === name);
}

const numberText = (value: number | null, unit: string | undefined) =>
  value === null ? '–' : unit === undefined ? formatScore(value) : `${formatCount(value)}\u202f${unit}`;

/** A field's column as its kind shows it. */
function fieldColumn(name: SampleFieldName, field: Field): Shown | undefined {
  const base = { id: name, title: field.title, sortKey: sortKeyOf(name), ...overrides[name] };
  const value = (row: RowFacts) => row.values[name];
  const number = (row: RowFacts) => {
    const found = value(row);
    return typeof found === 'number' ? found : null;
  };
  switch (field.kind) {
    case 'range':
      return {
        width: 92,
        isNumber: true,
        cell: (row) => numberText(number(row), field.unit),
        text: (row) => String(number(row) ?? ''),
        ...base,
      };
    case 'date':
      return {
        width: 100,
        cell: (row) => <time title={dateIso(number(row))}>{formatDate(number(row))}</time>,
        text: (row) => dateIso(number(row)),
        ...base,
      };
    case 'choice': {
      const read = (row: RowFacts) => {
        const choice = value(row);
        return typeof choice === 'object' && choice !== null && 'main' in choice ? choice.main : null;
      };
      return {
        width: 100,
        cell: (row) => shownText(read(row) ?? '–'),
        text: (row) => read(row) ?? '',
        ...base,
      };
    }
    case 'flag': {
      const words = (row: RowFacts) => (value(row) === true ? field.words[0] : field.words[1]);
      return { width: 88, cell: words, text: words, ...base };
    }
    case 'text':
    case 'metadata':
      return undefined;
  }
}

const sampleColumn: Shown = {
  id: 'sample',
  title: 'Sample',
  width: 168,
  sortKey: 'filename',
  cell: (row) => <SampleCell row={row} />,
  text: (row) => row.values.filename ?? String(row.values.id),
};

const previewColumn: Shown = {
  id: 'preview',
  title: 'Preview',
  width: 104,
  cell: (row) => <Preview row={row} />,
  text: () => '',
};

const windowsColumn: Shown = {
  id: 'windows',
  title: 'Windows',
  width: 112,
  cell: (row) => <WindowStrip row={row} />,
  text: (row) => `${row.windows.correct} of ${row.windows.total}`,
};

const ofFields = sampleFieldNames
  .filter((name) => fields[name].sidebar !== 'hidden')
  .flatMap((name): Shown[] => {
    const column = fieldColumn(name, fields[name]);
    return column === undefined ? [] : [column];
  });

/** Every column except those of the metadata keys. */
const fixedColumns = [sampleColumn, previewColumn, windowsColumn, ...ofFields].map(columnOf);

const metadataPrefix = 'meta.';

/** The column of a metadata key. */
function metadataColumn(key: string): SampleColumn {
  const text = (row: RowFacts) => row.values.metadata.find(([name]) => name === key)?.[1] ?? '';
  return columnOf({
    id: `${metadataPrefix}${key}`,
    title: key,
    width: 110,
    cell: (row) => shownText(text(row) || '–'),
    text,
  });
}

/** Whether an id can be that of a column; an id of a metadata key always can. */
export const isColumn = (id: string): boolean =>
  id.startsWith(metadataPrefix) || fixedColumns.some((column) => column.id === id);

/** Every column, including those of these metadata keys and of ids named in a link. */
export function sampleColumns(keys: readonly string[], named: readonly string[]): SampleColumn[] {
  const ofLink = named.flatMap((id) =>
    id.startsWith(metadataPrefix) ? [id.slice(metadataPrefix.length)] : [],
  );
  return [...fixedColumns, ...[...new Set([...keys, ...ofLink])].map(metadataColumn)];
}
