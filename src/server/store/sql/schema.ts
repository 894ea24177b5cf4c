/** The tables of a run's index: their names, and which column contains which field. */
import { z } from 'zod';
import { fieldNames, fields, type FieldName } from '../../../contract/fields';
import { summaryLimits } from '../../../contract/schemas/summary';
import { verdictResults } from '../../../contract/verdict-words';
import {
  numberFields,
  sampleChoices,
  verdictNumbers,
  verdictWordFields,
  type SampleChoice,
  type TextFieldName,
  type VerdictWordField,
} from '../fields-by-kind';
import type { VerdictCode, VerdictMeasure } from '../verdict-columns';
import { quoted } from './statement';

/*
 * samples        one row per sample, in the order of ids; "row" is its index, from 0
 * sample_values  owner, row, code: further values of a choice field, in addition to the sample's main one
 * metadata       the same for the keys that are too rare for a column
 * verdicts       one row per verdict, those of a sample together; "ordinal" is its index, from 0. The code of an
 *                expected or predicted word is 0 for null, and -1 for a number
 * tallies        code, from 0, and the counts of the verdicts of samples with this code: see `tallyNames`
 * words          owner, code, word, folded: the dictionary of each owner, codes from 1 in text order; expected and
 *                predicted words are numbered together
 * keys           owner, name: the metadata keys
 * An owner is a field with words, the reasons for unknown outcomes, the keys of verdicts, or a metadata key. Code 0
 * means no value.
 */
export const tables = {
  samples: 'samples',
  sampleValues: 'sample_values',
  metadata: 'metadata',
  verdicts: 'verdicts',
  tallies: 'tallies',
  words: 'words',
  keys: 'keys',
} as const;

type WordField = SampleChoice | VerdictWordField;
const wordFields: readonly WordField[] = [...sampleChoices, ...verdictWordFields];
export const ownerOf = (name: WordField): number => wordFields.indexOf(name);
export const reasonOwner = wordFields.length;
export const verdictKeyOwner = wordFields.length + 1;
/** The first metadata key, which most samples have; the others follow by descending frequency. */
export const firstKeyOwner = 1000;
/** Keys from this owner on have no column. */
export const firstRareOwner = firstKeyOwner + summaryLimits.metadataKeys;

export const column = {
  row: quoted('row'),
  offset: quoted('record offset'),
  length: quoted('record length'),
  /** The outcome as a number: its index in `outcomeOrder`. */
  outcome: quoted('outcome number'),
  reason: quoted('reason'),
  /** The code of the sample's tally. */
  tally: quoted('tally'),
  hasMetadata: quoted('has metadata'),
  owner: quoted('owner'),
  code: quoted('code'),
  /** A code with the row's outcome, in the format of a pack. */
  counted: quoted('counted'),
  /** Whether the value replaces a main one that the sample lacks. */
  isFirst: quoted('is first'),
  word: quoted('word'),
  folded: quoted('folded'),
  name: quoted('name'),
} as const;

/** A column of the verdicts. */
export const verdictColumn = (name: VerdictCode | VerdictMeasure): string => quoted(name);
/** The index of a verdict among all, in the order of samples. */
export const ordinal = quoted('ordinal');

/** Columns of the tallies: counts of a sample's verdicts. Surplus ones are not counted in a result. */
export const tallyNames = [...verdictResults, 'hits', 'surplus', 'falseAlarms', 'misses'] as const;
export type TallyName = (typeof tallyNames)[number];

/** The column of a field that has one. */
export const columnOf = (name: FieldName): string => quoted(name);
/** A text as written, for fields where folding changes it. */
export const writtenColumnOf = (name: TextFieldName): string => quoted(`${name} written`);
/** The column of a common metadata key. */
export const keyColumn = (owner: number): string => quoted(`key ${owner - firstKeyOwner}`);
export const packColumn = (pack: number): string => quoted(`pack ${pack}`);

/** The outcomes by number. */
export const outcomeOrder = verdictResults;

/** A flag's values in text order; their codes are 1 and 2. */
export const flagWords = ['false', 'true'] as const;

const histogramShapeSchema = z.object({ low: z.number(), high: z.number(), bins: z.int() });

/** A packed column: number ÷ stride, modulo size, is the code of a member. */
const packSchema = z.object({
  members: z.array(z.object({ name: z.string(), stride: z.int(), size: z.int() })),
  /** All numbers are below it. */
  end: z.int(),
});

/** The contents of an index, as its manifest states them. */
export const builtSchema = z.object({
  rows: z.int(),
  verdicts: z.int(),
  histograms: z.array(histogramShapeSchema.extend({ field: z.string() })),
  /** The metadata keys that have columns, most frequent first. */
  keys: z.array(z.string()),
  keyCount: z.int(),
  /** The choice fields for which some sample has several values. */
  fieldsWithOthers: z.array(z.string()),
  packs: z.array(packSchema),
  /** The choice, flag, range and date fields for which some sample or verdict has a value. */
  fieldsWithValues: z.array(z.string()),
  /** Whether some verdict has a key. */
  hasVerdictKeys: z.boolean(),
});

export type HistogramShape = z.infer<typeof histogramShapeSchema>;
export type PackPlan = z.infer<typeof packSchema>;
export type BuiltIndex = z.infer<typeof builtSchema>;

/** Increase this whenever the contents of an index for the same records change. */
export const indexVersion = 9;

/** Changes with every declaration, so that an index built with other declarations is rebuilt. */
export const schemaSignature = JSON.stringify([
  fieldNames.map((name) => [name, fields[name].kind, 'scale' in fields[name] ? fields[name].scale : null]),
  numberFields,
  verdictNumbers,
]);
