/** The table of all filterable fields, one row each; everything else about fields derives from it. */
import type { Field } from './field';
import {
  allLabels,
  dataTypeOf,
  dataTypes,
  labelAsNumber,
  metadataPairs,
  millisecondsOf,
  one,
} from './field-values';
import { verdictFields } from './verdict-fields';

export const outcomes = ['incorrect', 'correct', 'unknown'] as const;

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
    help: 'The model said one of these in any window, of any box or for any key.',
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
  wrong: {
    title: 'Share wrong',
    kind: 'range',
    parameters: ['minWrong', 'maxWrong'],
    lower: '>=',
    scale: [0, 1],
    help: "The share of the sample's judged verdicts (windows, boxes or keys) that are incorrect, 0 to 1.",
    sortable: true,
    sidebar: 'closed',
    from: 'derived',
  },
  worst: {
    title: 'Worst',
    kind: 'range',
    parameters: [],
    lower: '>=',
    help: 'How sure the model was where it was wrong: the highest score of a wrong class or box, the largest error, or how far an anomaly score lies on the wrong side.',
    sortable: true,
    sidebar: 'closed',
    from: 'derived',
  },
  ...verdictFields,
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
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;
export type FieldOf<Name extends FieldName> = (typeof fields)[Name];
export type KindOf<Name extends FieldName> = FieldOf<Name>['kind'];

/** The names of all fields of one kind. */
export type FieldNameOfKind<K extends Field['kind']> = {
  [Name in FieldName]: KindOf<Name> extends K ? Name : never;
}[FieldName];

/** The fields that a sample has a value for; the others have values only in its verdicts. */
export type SampleFieldName = {
  [Name in FieldName]: FieldOf<Name>['from'] extends 'verdicts' ? never : Name;
}[FieldName];
/** The fields whose filters a single verdict must meet. */
export type VerdictFieldName = {
  [Name in FieldName]: FieldOf<Name> extends { level: 'verdict' } ? Name : never;
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

export type ChoiceFieldName = FieldNameOfKind<'choice'>;

export const isChoiceField = (name: FieldName): name is ChoiceFieldName => fields[name].kind === 'choice';
export const choiceFieldNames: readonly ChoiceFieldName[] = fieldNames.filter(isChoiceField);
export const isSampleField = (name: FieldName): name is SampleFieldName => fields[name].from !== 'verdicts';
export const isVerdictField = (name: FieldName): name is VerdictFieldName => 'level' in fields[name];
export const sampleFieldNames: readonly SampleFieldName[] = fieldNames.filter(isSampleField);
export const verdictFieldNames: readonly VerdictFieldName[] = fieldNames.filter(isVerdictField);
