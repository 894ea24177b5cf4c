/** Samples of a run's record file back to batches, for an index that is made again: no checks, which the import made. */
import type { PredictionRecord, ResultRecord, SampleEntry } from '../../contract/result-page';
import type { OutcomeRules } from '../../domain/outcome-rules';
import { sampleFacts } from '../../domain/sample-values';
import { EntryBatchBuilder, type EntryBatch } from '../store/entry-batch';
import type { RecordPlaces } from '../store/record-file';
import { damageInWords, isDamage, type Damage, type ScannedRecord } from '../store/record-format';
import type { RecordReaders } from './record-readers';
import { isObject } from './record-shape';

/** Large enough that handing it over costs little, small enough that others have their turn in between. */
const batchBytes = 512 * 1024;
const batchSamples = 1000;

/** Sample id, result entry's length, predictions' length. */
const tableWidth = 3;

/** Stored samples: each one's result entry, then its predictions, parted by commas; sample after sample. */
export interface StoredSamples {
  bytes: Uint8Array<ArrayBuffer>;
  /** `tableWidth` numbers a sample. */
  table: Float64Array<ArrayBuffer>;
}

// The import checked every record against the contract's schema, and the checksum says that it is still the same.
const isResult = (value: unknown): value is ResultRecord => isObject(value) && isObject(value['sample']);
const arePredictions = (value: unknown): value is PredictionRecord[] =>
  Array.isArray(value) && value.every(isObject);

function parse(sampleId: number, result: Uint8Array, predictions: Uint8Array): SampleEntry {
  const decoder = new TextDecoder();
  const resultValue: unknown = JSON.parse(decoder.decode(result));
  const predictionValues: unknown = JSON.parse(`[${decoder.decode(predictions)}]`);
  if (!isResult(resultValue) || !arePredictions(predictionValues)) {
    throw new Error(`Sample ${sampleId} is stored, but is no result entry`);
  }
  return { result: resultValue, predictions: predictionValues };
}

/** Reads stored samples and judges them by the rules; the batch has their bytes, and all that an index is made from. */
export function readStoredSamples({ bytes, table }: StoredSamples, rules: OutcomeRules): EntryBatch {
  const batch = new EntryBatchBuilder(bytes);
  let at = 0;
  for (let row = 0; row < table.length; row += tableWidth) {
    const sampleId = table[row] ?? 0;
    const middle = at + (table[row + 1] ?? 0);
    const end = middle + (table[row + 2] ?? 0);
    const result = bytes.subarray(at, middle);
    const predictions = bytes.subarray(middle, end);
    batch.add({ sampleId, result, predictions }, sampleFacts(parse(sampleId, result, predictions), rules));
    at = end;
  }
  return batch.finish();
}

/** A batch, where its samples lie in the record file, and where the last of them ends. */
export interface StoredBatch {
  batch: EntryBatch;
  places: RecordPlaces;
  end: number;
}

/** Gathers records until they are worth reading at once. */
class Gathering {
  readonly #spare: ArrayBuffer[] = [];
  #bytes = new Uint8Array(0);
  #filled = 0;
  #table: number[] = [];
  #offsets: number[] = [];
  #lengths: number[] = [];

  get isEmpty(): boolean {
    return this.#offsets.length === 0;
  }

  hasRoomFor({ result, predictions }: ScannedRecord): boolean {
    const size = this.#filled + result.length + predictions.length;
    return size <= this.#bytes.length && this.#offsets.length < batchSamples;
  }

  add({ sampleId, result, predictions, offset, length }: ScannedRecord): void {
    const size = result.length + predictions.length;
    if (this.isEmpty) this.#bytes = new Uint8Array(this.#memory(size));
    this.#bytes.set(result, this.#filled);
    this.#bytes.set(predictions, this.#filled + result.length);
    this.#filled += size;
    this.#table.push(sampleId, result.length, predictions.length);
    this.#offsets.push(offset);
    this.#lengths.push(length);
  }

  taken(): { samples: StoredSamples; places: RecordPlaces; end: number } {
    const places = { offsets: Float64Array.from(this.#offsets), lengths: Float64Array.from(this.#lengths) };
    const samples = {
      bytes: this.#bytes.subarray(0, this.#filled),
      table: Float64Array.from(this.#table),
    };
    const end = (this.#offsets.at(-1) ?? 0) + (this.#lengths.at(-1) ?? 0);
    this.#bytes = new Uint8Array(0);
    this.#filled = 0;
    this.#table = [];
    this.#offsets = [];
    this.#lengths = [];
    return { samples, places, end };
  }

  /** Takes the memory of a batch that nobody reads any more. */
  giveBack({ buffer }: Uint8Array): void {
    if (buffer instanceof ArrayBuffer && buffer.byteLength === batchBytes) this.#spare.push(buffer);
  }

  #memory(size: number): ArrayBuffer {
    if (size > batchBytes) return new ArrayBuffer(size);
    return this.#spare.pop() ?? new ArrayBuffer(batchBytes);
  }
}

/** Reads the sound records of a file in batches; a damaged one is told to `onDamage`, in words, and left out. */
export async function* storedBatches(
  records: AsyncIterable<ScannedRecord | Damage>,
  readers: RecordReaders,
  onDamage: (words: string) => void,
): AsyncGenerator<StoredBatch> {
  const gathering = new Gathering();
  const asked: { read: Promise<EntryBatch>; places: RecordPlaces; end: number }[] = [];
  function ask(): void {
    if (gathering.isEmpty) return;
    const { samples, places, end } = gathering.taken();
    const read = readers.stored(samples);
    // Whoever waits for it hears of it; a making that ends before that does not.
    read.catch(() => undefined);
    asked.push({ read, places, end });
  }
  async function* settle(most: number): AsyncGenerator<StoredBatch> {
    while (asked.length > most) {
      const first = asked.shift();
      if (first === undefined) return;
      const batch = await first.read;
      yield { batch, places: first.places, end: first.end };
      gathering.giveBack(batch.bytes);
    }
  }
  for await (const record of records) {
    if (isDamage(record)) {
      onDamage(damageInWords(record));
      continue;
    }
    if (!gathering.isEmpty && !gathering.hasRoomFor(record)) {
      ask();
      yield* settle(readers.atOnce - 1);
    }
    gathering.add(record);
  }
  ask();
  yield* settle(0);
}
