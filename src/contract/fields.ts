/** The table of all filterable fields, a row each; everything that knows fields is derived from it or keyed by it. */
import type { ColumnValues } from './kinds/kind';
import type { SampleRecord } from './sample';

/** `derived`: read from the predictions by `domain/sample-values`; otherwise straight from the sample. */
type From<Value> = 'derived' | ((sample: SampleRecord) => Value);

interface FieldBase {
  /** For people: the sidebar, the column head, the chip. */
  title: string;
  /** One sentence on what the filter keeps. */
  help: string;
  sortable?: true;
  /** Where the sidebar shows it: the most used are open on top; hidden ones come from a click elsewhere. */
  sidebar: 'open' | 'closed' | 'hidden';
}

export interface RangeField extends FieldBase {
  kind: 'range';
  parameters: readonly [min: string, max: string];
  /** What the lower bound means; the upper one is always `<`. */
  lower: '>' | '>=';
  unit?: string;
  /** The scale's ends where they are known without looking at the data. */
  scale?: readonly [low: number, high: number];
  from: From<ColumnValues['range']>;
}

export interface DateField extends FieldBase {
  kind: 'date';
  parameters: readonly [min: string, max: string];
  lower: '>';
  from: From<ColumnValues['date']>;
}

export interface ChoiceField extends FieldBase {
  kind: 'choice';
  parameter: string;
  /** `list`: a JSON list; `bare-list`: also one bare value; `one`: exactly one bare value. */
  form: 'list' | 'bare-list' | 'one';
  /** The only values that are allowed, where they are known. */
  options?: readonly string[];
  /** A value that says "no filter", where the API has one. */
  everything?: string;
  from: From<ColumnValues['choice']>;
}

export interface TextField extends FieldBase {
  kind: 'text';
  parameter: string;
  /** `contains`: the text as a whole; `terms`: every white-space separated term, or it is the id. */
  match: 'contains' | 'terms';
  from: From<ColumnValues['text']>;
}

export interface FlagField extends FieldBase {
  kind: 'flag';
  parameter: string;
  /** In words: what the samples are when it is true, and when it is false. */
  words: readonly [whenTrue: string, whenFalse: string];
  from: From<ColumnValues['flag']>;
}

export interface MetadataField extends FieldBase {
  kind: 'metadata';
  parameter: string;
  from: From<ColumnValues['metadata']>;
}

export type Field = RangeField | DateField | ChoiceField | TextField | FlagField | MetadataField;

const one = (value: string | null | undefined) =>
  value === null || value === undefined ? { main: null, all: [] } : { main: value, all: [value] };

/** A metadata value as the text that filters compare it by; `null` counts as not having the key. */
function metadataPairs({ metadata }: SampleRecord): [string, string][] {
  const pairs: [string, string][] = [];
  // A loop over the keys, since an import comes through here for every sample.
  for (const key in metadata) {
    const value = metadata[key];
    if (value !== null && value !== undefined) pairs.push([key, String(value)]);
  }
  return pairs;
}

/** The kind of data in a sample: by its chart type, else `audio` where its only sensor is named so. */
export function dataTypeOf(sample: SampleRecord): (typeof dataTypes)[number] {
  if (sample.chartType === 'image' || sample.chartType === 'video' || sample.chartType === 'table') {
    return sample.chartType;
  }
  const sensors = sample.sensors ?? [];
  return sensors.length === 1 && sensors[0]?.name === 'audio' ? 'audio' : 'timeseries';
}

/** A label as a number: decimal text only, so that "", "0x10" and "Infinity" are no numbers; `null` otherwise. */
export function labelAsNumber(label: string | null | undefined): number | null {
  const text = (label ?? '').trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

function allLabels(sample: SampleRecord): string[] {
  const labels = new Set<string>();
  if (typeof sample.label === 'string') labels.add(sample.label);
  for (const { label } of sample.structuredLabels ?? []) labels.add(label);
  for (const label of sample.structuredLabelsList ?? []) labels.add(label);
  for (const { label } of sample.boundingBoxes ?? []) labels.add(label);
  return [...labels];
}

function millisecondsOf(isoText: string | null | undefined): number | null {
  if (isoText === null || isoText === undefined) return null;
  const time = Date.parse(isoText);
  return Number.isNaN(time) ? null : time;
}

export const outcomes = ['incorrect', 'correct', 'unknown'] as const;
export const dataTypes = ['timeseries', 'audio', 'image', 'video', 'table'] as const;

/** The fields in the order of the sidebar. */
export const fields = {
  outcome: {
    title: 'Outcome',
    kind: 'choice',
    parameter: 'outcome',
    form: 'bare-list',
    options: outcomes,
    help: 'Incorrect if any window is; correct if every window that can be judged is; else unknown.',
    sortable: true,
    sidebar: 'open',
    from: 'derived',
  },
  label: {
    title: 'Expected label',
    kind: 'choice',
    parameter: 'labels',
    form: 'list',
    help: "The sample's label, or any of its structured labels or box labels, is one of these.",
    sortable: true,
    sidebar: 'open',
    from: (sample) => ({ main: sample.label ?? null, all: allLabels(sample) }),
  },
  prediction: {
    title: 'Predicted label',
    kind: 'choice',
    parameter: 'predictions',
    form: 'bare-list',
    help: 'The model said one of these in any window.',
    sortable: true,
    sidebar: 'open',
    from: 'derived',
  },
  confidence: {
    title: 'Confidence',
    kind: 'range',
    parameters: ['minConfidence', 'maxConfidence'],
    lower: '>=',
    scale: [0, 1],
    help: "The lowest of the windows' top scores: the shakiest window decides.",
    sortable: true,
    sidebar: 'open',
    from: 'derived',
  },
  anomaly: {
    title: 'Anomaly score',
    kind: 'range',
    parameters: ['minAnomaly', 'maxAnomaly'],
    lower: '>=',
    help: "The highest of the windows' anomaly scores.",
    sortable: true,
    sidebar: 'open',
    from: 'derived',
  },
  f1: {
    title: 'F1 score',
    kind: 'range',
    parameters: ['minF1', 'maxF1'],
    lower: '>=',
    scale: [0, 1],
    help: "The lowest F1 score of the sample's predictions, 0 to 1.",
    sortable: true,
    sidebar: 'open',
    from: 'derived',
  },
  metadata: {
    title: 'Metadata',
    kind: 'metadata',
    parameter: 'metadata',
    help: 'Filter by metadata key and value; items combine with OR unless the list says otherwise.',
    sidebar: 'open',
    from: metadataPairs,
  },
  device: {
    title: 'Device',
    kind: 'choice',
    parameter: 'devices',
    form: 'bare-list',
    help: 'The name of the device that the sample came from.',
    sortable: true,
    sidebar: 'open',
    from: (sample) => one(sample.deviceName),
  },
  category: {
    title: 'Category',
    kind: 'choice',
    parameter: 'category',
    form: 'bare-list',
    help: 'The part of the dataset that the sample belongs to.',
    sortable: true,
    sidebar: 'open',
    from: (sample) => one(sample.category),
  },
  dataType: {
    title: 'Data type',
    kind: 'choice',
    parameter: 'dataType',
    form: 'one',
    options: dataTypes,
    help: 'The kind of data in the sample.',
    sidebar: 'closed',
    from: (sample) => one(dataTypeOf(sample)),
  },
  length: {
    title: 'Length',
    kind: 'range',
    parameters: ['minLength', 'maxLength'],
    lower: '>',
    unit: 'ms',
    help: 'How long the sample is.',
    sortable: true,
    sidebar: 'open',
    from: (sample) => sample.totalLengthMs ?? null,
  },
  frequency: {
    title: 'Frequency',
    kind: 'range',
    parameters: ['minFrequency', 'maxFrequency'],
    lower: '>',
    unit: 'Hz',
    help: 'How often the sensor was read.',
    sortable: true,
    sidebar: 'closed',
    from: (sample) => sample.frequency ?? null,
  },
  added: {
    title: 'Added',
    kind: 'date',
    parameters: ['minDate', 'maxDate'],
    lower: '>',
    help: 'When the sample was added to the project; a date without a zone is UTC.',
    sortable: true,
    sidebar: 'closed',
    from: (sample) => millisecondsOf(sample.added),
  },
  id: {
    title: 'Sample ID',
    kind: 'range',
    parameters: ['minId', 'maxId'],
    lower: '>=',
    help: 'The number of the sample.',
    sortable: true,
    sidebar: 'closed',
    from: 'derived',
  },
  labelNumber: {
    title: 'Label as a number',
    kind: 'range',
    parameters: ['minLabel', 'maxLabel'],
    lower: '>=',
    help: 'The label read as a number, for regression; a label that is no number never matches.',
    sidebar: 'closed',
    from: (sample) => labelAsNumber(sample.label),
  },
  signature: {
    title: 'Signature',
    kind: 'choice',
    parameter: 'signatureValidity',
    form: 'one',
    options: ['valid', 'invalid'],
    everything: 'both',
    help: 'Whether the signature of the sample was validated.',
    sidebar: 'closed',
    from: (sample) =>
      one(
        sample.signatureValidate === true ? 'valid' : sample.signatureValidate === false ? 'invalid' : null,
      ),
  },
  disabled: {
    title: 'Disabled',
    kind: 'flag',
    parameter: 'disabled',
    words: ['disabled', 'enabled'],
    help: 'Whether the sample is excluded from use in the project.',
    sidebar: 'closed',
    from: (sample) => sample.isDisabled === true,
  },
  filename: {
    title: 'File name',
    kind: 'text',
    parameter: 'filename',
    match: 'contains',
    help: 'The file name contains this text, in any case.',
    sortable: true,
    sidebar: 'closed',
    from: (sample) => sample.filename ?? null,
  },
  search: {
    title: 'Search',
    kind: 'text',
    parameter: 'search',
    match: 'terms',
    help: 'Every word is the ID, or is in the file name, the label, the device or a metadata value.',
    sidebar: 'hidden',
    from: 'derived',
  },
  expected: {
    title: 'Expected',
    kind: 'choice',
    parameter: 'expected',
    form: 'bare-list',
    help: "The sample's own label is one of these: a row of the matrix.",
    sidebar: 'hidden',
    from: (sample) => one(sample.label),
  },
  said: {
    title: 'Said',
    kind: 'choice',
    parameter: 'said',
    form: 'bare-list',
    help: "The most frequent prediction of the sample's windows is one of these: a column of the matrix.",
    sidebar: 'hidden',
    from: 'derived',
  },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;
export type FieldOf<Name extends FieldName> = (typeof fields)[Name];
export type KindOf<Name extends FieldName> = FieldOf<Name>['kind'];

/** The names of all fields of one kind. */
export type FieldNameOfKind<K extends Field['kind']> = {
  [Name in FieldName]: KindOf<Name> extends K ? Name : never;
}[FieldName];

type DerivedName = { [Name in FieldName]: FieldOf<Name>['from'] extends 'derived' ? Name : never }[FieldName];
export type DerivedFieldName = DerivedName;

type SortableName = {
  [Name in FieldName]: FieldOf<Name> extends { sortable: true } ? Name : never;
}[FieldName];
export type SortKey = SortableName;

const isFieldName = (name: string): name is FieldName => Object.hasOwn(fields, name);
const isSortKey = (name: FieldName): name is SortKey => 'sortable' in fields[name];

export const fieldNames: readonly FieldName[] = Object.keys(fields).filter(isFieldName);
export const sortKeys: readonly SortKey[] = fieldNames.filter(isSortKey);
