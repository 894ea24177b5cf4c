/** The properties that a field may declare, by kind. */
import type { ColumnValues } from './kinds/kind';
import type { SampleRecord } from './schemas/sample';

/**
 * `derived`: computed from the predictions by `domain/sample-values`; `verdicts`: only verdicts have a value,
 * samples have none; a function: read directly from the sample.
 */
type From<Value> = 'derived' | 'verdicts' | ((sample: SampleRecord) => Value);

interface FieldBase {
  /** The name in the sidebar, the column header and the chip. */
  title: string;
  /** One sentence that describes what the filter keeps. */
  help: string;
  /** `verdict`: all filters of this level must be met by one single verdict of a sample. Absent: the sample. */
  level?: 'verdict';
  sortable?: true;
  /**
   * Where the sidebar shows it: frequently used fields are open at the top; hidden ones are set by a click
   * elsewhere.
   */
  sidebar: 'open' | 'closed' | 'hidden';
}

export interface RangeField extends FieldBase {
  kind: 'range';
  /** Empty if the field cannot be filtered by, only shown and sorted by. */
  parameters: readonly [min: string, max: string] | readonly [];
  /** What the lower bound means; the upper one is always `<`. */
  lower: '>' | '>=';
  unit?: string;
  /** The ends of the scale, if they are known without looking at the data. */
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
  /** The only allowed values, if they are known. */
  options?: readonly string[];
  /** The value that means "no filter", if the API has one. */
  everything?: string;
  /** If `null` is a value: what it means, in words. Parameters can contain it only in a JSON list. */
  nullable?: string;
  from: From<ColumnValues['choice']>;
}

export interface TextField extends FieldBase {
  kind: 'text';
  parameter: string;
  /** `contains`: the whole text; `terms`: every whitespace-separated term, or the sample's id. */
  match: 'contains' | 'terms';
  from: From<ColumnValues['text']>;
}

export interface FlagField extends FieldBase {
  kind: 'flag';
  parameter: string;
  /** How to describe the samples for which it is true, and those for which it is false. */
  words: readonly [whenTrue: string, whenFalse: string];
  from: From<ColumnValues['flag']>;
}

export interface MetadataField extends FieldBase {
  kind: 'metadata';
  parameter: string;
  from: From<ColumnValues['metadata']>;
}

export type Field = RangeField | DateField | ChoiceField | TextField | FlagField | MetadataField;
