/** The tables of a run's index: their names, and which column holds which field. */
import { z } from 'zod';
import { fieldNames, fields, type FieldName } from '../../../contract/fields';
import { summaryLimits } from '../../../contract/summary';
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
 * samples        a row each, in the order of ids; "row" is its place, from 0
 * sample_values  owner, row, code: further values of a choice field, besides the sample's main one
 * metadata       the same for the keys too rare for a column of their own
 * verdicts       a row each, those of a sample together; "ordinal" is its place, from 0. The code of an expected or
 *                said word is 0 for null, and -1 for a number
 * tallies        code, from 0, and what the verdicts of samples with it count as: see `tallyNames`
 * words          owner, code, word, folded: the dictionary of each owner, codes from 1 in the order of text;
 *                the expected words and the said ones are numbered together
 * keys           owner, name: the metadata keys
 * An owner is a field with words, the reasons why outcomes are unknown, the keys of verdicts, or a metadata key. Code 0
 * stands for no value.
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
/** The first metadata key, the one that most samples have; the others follow in the order of use. */
export const firstKeyOwner = 1000;
/** Keys from this owner on have no column. */
export const firstRareOwner = firstKeyOwner + summaryLimits.metadataKeys;

export const column = {
  row: quoted('row'),
  offset: quoted('record offset'),
  length: quoted('record length'),
  /** The outcome as a number: its place in `outcomeOrder`. */
  outcome: quoted('outcome number'),
  reason: quoted('reason'),
  /** The code of what the sample's verdicts count as. */
  tally: quoted('tally'),
  hasMetadata: quoted('has metadata'),
  owner: quoted('owner'),
  code: quoted('code'),
  /** A code with the row's outcome, in the form of a pack. */
  counted: quoted('counted'),
  /** Whether the value stands for a main one that the sample lacks. */
  isFirst: quoted('is first'),
  word: quoted('word'),
  folded: quoted('folded'),
  name: quoted('name'),
} as const;

/** A column of the verdicts. */
export const verdictColumn = (name: VerdictCode | VerdictMeasure): string => quoted(name);
/** The place of a verdict among all, in the order of samples. */
export const ordinal = quoted('ordinal');

/** What the verdicts of a sample are counted as, which are columns of the tallies. Surplus ones are in no result. */
export const tallyNames = [...verdictResults, 'hits', 'surplus', 'falseAlarms', 'misses'] as const;
export type TallyName = (typeof tallyNames)[number];

/** The column of a field that has one of its own. */
export const columnOf = (name: FieldName): string => quoted(name);
/** A text as it was written, where folding changes it. */
export const writtenColumnOf = (name: TextFieldName): string => quoted(`${name} written`);
/** The column of a common metadata key. */
export const keyColumn = (owner: number): string => quoted(`key ${owner - firstKeyOwner}`);
export const packColumn = (pack: number): string => quoted(`pack ${pack}`);

/** The outcomes by number. */
export const outcomeOrder = verdictResults;

/** A flag's values in the order of text; their codes are 1 and 2. */
export const flagWords = ['false', 'true'] as const;

const histogramShapeSchema = z.object({ low: z.number(), high: z.number(), bins: z.int() });

/** A packed column: number ÷ stride, modulo size, is the code of its member. */
const packSchema = z.object({
  members: z.array(z.object({ name: z.string(), stride: z.int(), size: z.int() })),
  /** All numbers are below it. */
  end: z.int(),
});

/** What an index holds, as its manifest says. */
export const builtSchema = z.object({
  rows: z.int(),
  verdicts: z.int(),
  histograms: z.array(histogramShapeSchema.extend({ field: z.string() })),
  /** The metadata keys that have columns, most used first. */
  keys: z.array(z.string()),
  keyCount: z.int(),
  /** The choice fields of which some sample has several values. */
  fieldsWithOthers: z.array(z.string()),
  packs: z.array(packSchema),
  /** The choice, flag, range and date fields that some sample or verdict has a value of. */
  fieldsWithValues: z.array(z.string()),
  /** Whether some verdict is of a key. */
  hasVerdictKeys: z.boolean(),
});

export type HistogramShape = z.infer<typeof histogramShapeSchema>;
export type PackPlan = z.infer<typeof packSchema>;
export type BuiltIndex = z.infer<typeof builtSchema>;

/** Changes whenever a declaration does, so that an index made under another one is rebuilt. */
export const schemaSignature = JSON.stringify([
  fieldNames.map((name) => [name, fields[name].kind, 'scale' in fields[name] ? fields[name].scale : null]),
  numberFields,
  verdictNumbers,
]);
