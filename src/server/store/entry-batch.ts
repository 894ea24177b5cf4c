/** Some samples of an import by column, with their bytes and their indexed values. Can be passed between threads. */
import type { Run } from '../../contract/schemas/runs';
import type { SampleFacts, SampleValues } from '../../domain/sample-values';
import { foldText } from '../../domain/text-match';
import {
  sampleChoices,
  containsFields,
  flagFields,
  numberFields,
  sortedTextFields,
  type SampleChoice,
  type FlagFieldName,
  type NumberField,
  type TextFieldName,
} from './fields-by-kind';
import type { StoredEntry } from './store';
import { VerdictColumnsBuilder, type VerdictColumns } from './verdict-columns';

/** One text per sample. */
export type Texts = readonly (string | null)[];

/** The values of the fields, one row per sample. Words are numbers from 1 into one list; 0 is none. */
export interface ValueColumns {
  /** NaN means no value. */
  numbers: ReadonlyMap<NumberField, Float64Array>;
  /** 1 for true. */
  flags: ReadonlyMap<FlagFieldName, Uint8Array>;
  /** Folded, as comparisons use them. */
  folded: ReadonlyMap<TextFieldName, Texts>;
  /** As written, for the fields that rows are sorted by, if folding changes the text. */
  written: ReadonlyMap<TextFieldName, Texts>;
  words: readonly string[];
  /** A sample's main word of each choice field. */
  choices: ReadonlyMap<SampleChoice, Uint32Array>;
  /**
   * The further words after the main one, three numbers each: the field's index among the choice fields, word, row.
   */
  others: Uint32Array;
  metadataKeys: readonly string[];
  /** Metadata values, three numbers each: the key's index among the keys, word, row. */
  metadata: Uint32Array;
  /** Why the outcome is unknown. */
  reasons: Uint32Array;
  verdicts: VerdictColumns;
}

/** Some samples of an import, in order; enough to write at once, few enough to keep in memory. */
export interface EntryBatch {
  count: number;
  sampleIds: Float64Array;
  /** The bytes of the samples; they are only valid until the next batch is requested. */
  bytes: Uint8Array;
  /** The start of each result entry in the bytes, and its length. */
  resultStarts: Uint32Array;
  resultLengths: Uint32Array;
  /** The same for each sample's predictions, separated by commas. */
  predictionsStarts: Uint32Array;
  predictionsLengths: Uint32Array;
  /** The total number of windows of the samples. */
  windows: number;
  /** Each learn block of the samples, once. */
  learnBlocks: readonly Run['learnBlocks'][number][];
  values: ValueColumns;
}

/** The samples of a batch with their bytes. */
export function* entriesOf(batch: EntryBatch): Generator<StoredEntry> {
  const { bytes, resultStarts, resultLengths, predictionsStarts, predictionsLengths } = batch;
  const stretch = (starts: Uint32Array, lengths: Uint32Array, row: number) =>
    bytes.subarray(starts[row] ?? 0, (starts[row] ?? 0) + (lengths[row] ?? 0));
  for (let row = 0; row < batch.count; row++) {
    yield {
      sampleId: batch.sampleIds[row] ?? 0,
      result: stretch(resultStarts, resultLengths, row),
      predictions: stretch(predictionsStarts, predictionsLengths, row),
    };
  }
}

/** All words of a choice field, as numbers; a word of several samples occurs several times. */
export function* wordsOf({ choices, others }: ValueColumns, name: SampleChoice): Generator<number> {
  for (const word of choices.get(name) ?? []) if (word > 0) yield word;
  const field = sampleChoices.indexOf(name);
  for (let at = 0; at < others.length; at += 3) if (others[at] === field) yield others[at + 1] ?? 0;
}

const numbersBy = <Name>(names: readonly Name[]) => new Map(names.map((name) => [name, new Array<number>()]));
const textsBy = (names: readonly TextFieldName[]) =>
  new Map(names.map((name) => [name, new Array<string | null>()]));

/** The index of a text among those that came before, from 0; a new one is appended. */
function placeOf(text: string, known: Map<string, number>): number {
  const place = known.get(text) ?? known.size;
  if (place === known.size) known.set(text, place);
  return place;
}

/** Gathers samples, one by one, into a batch. */
export class EntryBatchBuilder {
  readonly #sampleIds: number[] = [];
  readonly #resultStarts: number[] = [];
  readonly #resultLengths: number[] = [];
  readonly #predictionsStarts: number[] = [];
  readonly #predictionsLengths: number[] = [];
  #bytes: Uint8Array;
  #filled: number;
  #windows = 0;
  readonly #learnBlocks = new Map<number, Run['learnBlocks'][number]>();
  readonly #numbers = numbersBy(numberFields);
  readonly #flags = numbersBy(flagFields);
  readonly #folded = textsBy(containsFields);
  readonly #written = textsBy(sortedTextFields);
  readonly #words = new Map<string, number>();
  readonly #choices = numbersBy(sampleChoices);
  readonly #others: number[] = [];
  readonly #keys = new Map<string, number>();
  readonly #metadata: number[] = [];
  readonly #reasons: number[] = [];
  readonly #verdicts = new VerdictColumnsBuilder((word) => this.#wordOf(word));

  /** Samples whose bytes are inside `bytes` stay there; others are copied after them. */
  constructor(bytes: Uint8Array = new Uint8Array(0)) {
    this.#bytes = bytes;
    this.#filled = bytes.length;
  }

  get count(): number {
    return this.#sampleIds.length;
  }

  hasLearnBlock(id: number): boolean {
    return this.#learnBlocks.has(id);
  }

  addLearnBlock(block: Run['learnBlocks'][number]): void {
    if (!this.#learnBlocks.has(block.id)) this.#learnBlocks.set(block.id, block);
  }

  add({ sampleId, result, predictions }: StoredEntry, facts: SampleFacts): void {
    const row = this.#sampleIds.length;
    this.#sampleIds.push(sampleId);
    this.#resultStarts.push(this.#startOf(result));
    this.#resultLengths.push(result.length);
    this.#predictionsStarts.push(this.#startOf(predictions));
    this.#predictionsLengths.push(predictions.length);
    this.#windows += facts.windows.total;
    this.#reasons.push(facts.unknownReason === null ? 0 : this.#wordOf(facts.unknownReason));
    this.#addValues(facts.values, row);
    this.#verdicts.add(facts.verdicts, row);
  }

  #addValues(values: SampleValues, row: number): void {
    for (const [name, numbers] of this.#numbers) numbers.push(values[name] ?? Number.NaN);
    for (const [name, flags] of this.#flags) flags.push(values[name] ? 1 : 0);
    for (const [name, texts] of this.#folded) {
      const value = values[name];
      texts.push(value === null ? null : foldText(value));
    }
    for (const [name, texts] of this.#written) {
      const value = values[name];
      texts.push(value === null || foldText(value) === value ? null : value);
    }
    for (const [field, name] of sampleChoices.entries()) {
      const { main, all } = values[name];
      this.#choices.get(name)?.push(main === null ? 0 : this.#wordOf(main));
      if (all.every((word) => word === main)) continue;
      for (const word of new Set(all)) {
        if (word !== main) this.#others.push(field, this.#wordOf(word), row);
      }
    }
    for (const [key, value] of values.metadata) {
      this.#metadata.push(placeOf(key, this.#keys), this.#wordOf(value), row);
    }
  }

  #wordOf(word: string): number {
    return placeOf(word, this.#words) + 1;
  }

  /** The position of bytes in those of the batch; they are copied unless they are already there. */
  #startOf(bytes: Uint8Array): number {
    const within = bytes.byteOffset - this.#bytes.byteOffset;
    const isWithin = within >= 0 && within + bytes.length <= this.#bytes.length;
    if (isWithin && bytes.buffer === this.#bytes.buffer) return within;
    this.#reserve(bytes.length);
    const start = this.#filled;
    this.#bytes.set(bytes, start);
    this.#filled += bytes.length;
    return start;
  }

  #reserve(more: number): void {
    if (this.#filled + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#filled + more));
    larger.set(this.#bytes.subarray(0, this.#filled));
    this.#bytes = larger;
  }

  /** The batch; nothing can be added afterwards. */
  finish(): EntryBatch {
    return {
      count: this.count,
      sampleIds: new Float64Array(this.#sampleIds),
      bytes: this.#bytes.subarray(0, this.#filled),
      resultStarts: new Uint32Array(this.#resultStarts),
      resultLengths: new Uint32Array(this.#resultLengths),
      predictionsStarts: new Uint32Array(this.#predictionsStarts),
      predictionsLengths: new Uint32Array(this.#predictionsLengths),
      windows: this.#windows,
      learnBlocks: [...this.#learnBlocks.values()],
      values: {
        numbers: new Map([...this.#numbers].map(([name, numbers]) => [name, new Float64Array(numbers)])),
        flags: new Map([...this.#flags].map(([name, flags]) => [name, new Uint8Array(flags)])),
        folded: this.#folded,
        written: this.#written,
        words: [...this.#words.keys()],
        choices: new Map([...this.#choices].map(([name, words]) => [name, new Uint32Array(words)])),
        others: new Uint32Array(this.#others),
        metadataKeys: [...this.#keys.keys()],
        metadata: new Uint32Array(this.#metadata),
        reasons: new Uint32Array(this.#reasons),
        verdicts: this.#verdicts.finish(),
      },
    };
  }
}

/** The memory of a batch's bytes, for transfer to another thread; the rest is small in comparison. */
export const buffersOf = ({ bytes }: EntryBatch): ArrayBuffer[] =>
  bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
