/** What a field may declare, kind by kind. */
import type { ColumnValues } from './kinds/kind';
import type { SampleRecord } from './sample';

/**
 * `derived`: read from the predictions by `domain/sample-values`; `verdicts`: only verdicts have a value, a sample has
 * none; otherwise straight from the sample.
 */
type From<Value> = 'derived' | 'verdicts' | ((sample: SampleRecord) => Value);

interface FieldBase {
  /** For people: the sidebar, the column head, the chip. */
  title: string;
  /** One sentence on what the filter keeps. */
  help: string;
  /** `verdict`: one single verdict of a sample must meet all filters of this level. Absent: the sample. */
  level?: 'verdict';
  sortable?: true;
  /** Where the sidebar shows it: the most used are open on top; hidden ones come from a click elsewhere. */
  sidebar: 'open' | 'closed' | 'hidden';
}

export interface RangeField extends FieldBase {
  kind: 'range';
  /** None where it cannot be filtered by: it is shown and sorted by. */
  parameters: readonly [min: string, max: string] | readonly [];
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
  /** What `null` stands for, in words, where it is a value; parameters hold it in a JSON list only. */
  nullable?: string;
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
