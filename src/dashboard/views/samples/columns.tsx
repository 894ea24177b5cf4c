/** The columns: one per field of samples, by its kind, and the few that show more than a field. */
import type { ReactNode } from 'react';
import {
  fields,
  sampleFieldNames,
  sortKeys,
  type SampleFieldName,
  type SortKey,
} from '../../../contract/fields';
import type { Field } from '../../../contract/field';
import { dateIso, formatCount, formatDate, formatLength, formatScore } from '../../numbers-in-words';
import { shownText } from '../../shortened-text';
import { damageWords, isDamaged, type SampleRow } from '../../api/result-page';
import type { CellContext } from './cell-context';
import { ConfidenceCell, LabelCell, OutcomeCell, SampleCell } from './cells';
import { Preview } from './preview';
import { rowFacts, type RowFacts } from './row-facts';
import { WindowStrip } from './window-strip';

export interface Column {
  id: string;
  title: string;
  /** Pixels, before anyone resizes it. */
  width: number;
  isNumber?: boolean;
  sortKey?: SortKey;
  cell: (row: RowFacts, context: CellContext) => ReactNode;
  /** The cell as text, to copy. */
  text: (row: RowFacts) => string;
}

type Overrides = Partial<Pick<Column, 'title' | 'width' | 'cell' | 'text'>>;

const overrides: { readonly [Name in SampleFieldName]?: Overrides } = {
  outcome: { width: 96, cell: (row) => <OutcomeCell outcome={row.values.outcome.main} /> },
  label: {
    title: 'Expected',
    width: 112,
    cell: (row, { colours }) => (
      <LabelCell labels={row.values.label} isList={row.values.f1 !== null} colours={colours} />
    ),
  },
  prediction: {
    title: 'Said',
    width: 112,
    cell: (row, { colours }) => (
      <LabelCell labels={row.values.prediction} isList={row.values.f1 !== null} colours={colours} />
    ),
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
function fieldColumn(name: SampleFieldName, field: Field): Column | undefined {
  const base = { id: name, title: field.title, sortKey: sortKeyOf(name), ...overrides[name] };
  const value = (row: RowFacts) => row.values[name];
  switch (field.kind) {
    case 'range': {
      const read = (row: RowFacts) => {
        const number = value(row);
        return typeof number === 'number' ? number : null;
      };
      return {
        width: 92,
        isNumber: true,
        cell: (row) => numberText(read(row), field.unit),
        text: (row) => String(read(row) ?? ''),
        ...base,
      };
    }
    case 'date': {
      const read = (row: RowFacts) => row.values.added;
      const cell = (row: RowFacts) => <time title={dateIso(read(row))}>{formatDate(read(row))}</time>;
      return { width: 100, cell, text: (row) => dateIso(read(row)), ...base };
    }
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

const sampleColumn: Column = {
  id: 'sample',
  title: 'Sample',
  width: 168,
  sortKey: 'filename',
  cell: (row) => <SampleCell row={row} />,
  text: (row) => row.values.filename ?? String(row.values.id),
};

const previewColumn: Column = {
  id: 'preview',
  title: 'Preview',
  width: 104,
  cell: (row, { projectId, run }) => <Preview projectId={projectId} run={run} row={row} />,
  text: () => '',
};

const windowsColumn: Column = {
  id: 'windows',
  title: 'Windows',
  width: 112,
  cell: (row, { colours }) => <WindowStrip windows={row.windowList} colours={colours} />,
  text: (row) => `${row.windows.correct} of ${row.windows.total}`,
};

const ofFields = sampleFieldNames
  .filter((name) => fields[name].sidebar !== 'hidden')
  .flatMap((name): Column[] => {
    const column = fieldColumn(name, fields[name]);
    return column === undefined ? [] : [column];
  });

/** Every column but those of the metadata keys. */
export const fixedColumns: readonly Column[] = [sampleColumn, previewColumn, windowsColumn, ...ofFields];

const metadataPrefix = 'meta.';

/** The column of a metadata key. */
export function metadataColumn(key: string): Column {
  const read = (row: RowFacts) => row.values.metadata.find(([name]) => name === key)?.[1] ?? '';
  return {
    id: `${metadataPrefix}${key}`,
    title: key,
    width: 110,
    cell: (row) => shownText(read(row) || '–'),
    text: read,
  };
}

/** The column that an id means; `undefined` for ids that nobody knows. */
export function columnOf(id: string): Column | undefined {
  if (id.startsWith(metadataPrefix)) return metadataColumn(id.slice(metadataPrefix.length));
  return fixedColumns.find((column) => column.id === id);
}

/** A row's cells as one line of tab-separated values, as spreadsheets take them. */
export function rowAsText(columns: readonly Column[], sample: SampleRow, { rules }: CellContext): string {
  if (isDamaged(sample)) return damageWords(sample);
  const facts = rowFacts(sample, rules);
  return columns.map((column) => column.text(facts).replace(/[\t\r\n]+/g, ' ')).join('\t');
}
