/** Reads stored samples of a run into batches, to rebuild an index; the import has already checked them. */
import type { PredictionRecord, ResultRecord, SampleEntry } from '../../contract/schemas/result-page';
import type { OutcomeRules } from '../../domain/outcome-rules';
import { sampleFacts } from '../../domain/sample-values';
import { EntryBatchBuilder, type EntryBatch } from '../store/entry-batch';
import type { RecordPlaces } from '../store/records/record-file';
import { damageInWords, isDamage, type Damage, type RecordPlace } from '../store/records/record-format';
import type { StoredEntry } from '../store/store';
import { pieceBytes } from './formats/line-blocks';
import type { RecordReaders } from './record-readers';
import { isObject } from './record-shape';

const batchSamples = 1000;

/** Sample id, length of the result entry, length of the predictions. */
const tableWidth = 3;

/** Stored samples: for each, its result entry, then its predictions, separated by commas. */
export interface StoredSamples {
  bytes: Uint8Array<ArrayBuffer>;
  /** `tableWidth` numbers per sample. */
  table: Float64Array<ArrayBuffer>;
}

// The import checked every record against the contract's schema, and the checksum proves that it has not changed.
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

/** Judges stored samples by the rules; the batch contains their bytes and everything needed for an index. */
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

/** A batch, the positions of its samples in the record file, and the end of the last of them. */
export interface StoredBatch {
  batch: EntryBatch;
  places: RecordPlaces;
  end: number;
}

/** Samples that are read together, and their positions in the record file. */
interface GatheredSamples extends StoredSamples {
  places: RecordPlaces;
  end: number;
}

/** A stored sample and its position among all records. */
export type IndexedRecord = StoredEntry & RecordPlace;

async function* gathered(
  records: AsyncIterable<IndexedRecord | Damage>,
  onDamage: (words: string) => void,
): AsyncGenerator<GatheredSamples> {
  let bytes = new Uint8Array(0);
  let filled = 0;
  let held: IndexedRecord[] = [];
  function taken(): GatheredSamples {
    const offsets = Float64Array.from(held, ({ offset }) => offset);
    const lengths = Float64Array.from(held, ({ length }) => length);
    const table = held.flatMap(({ sampleId, result, predictions }) => [
      sampleId,
      result.length,
      predictions.length,
    ]);
    const end = (offsets.at(-1) ?? 0) + (lengths.at(-1) ?? 0);
    const samples = { bytes: bytes.subarray(0, filled), table: Float64Array.from(table) };
    held = [];
    filled = 0;
    return { ...samples, places: { offsets, lengths }, end };
  }
  for await (const record of records) {
    if (isDamage(record)) {
      onDamage(damageInWords(record));
      continue;
    }
    const { result, predictions } = record;
    const size = result.length + predictions.length;
    if (held.length === batchSamples || (held.length > 0 && filled + size > bytes.length)) yield taken();
    if (held.length === 0) bytes = new Uint8Array(Math.max(size, pieceBytes));
    bytes.set(result, filled);
    bytes.set(predictions, filled + result.length);
    filled += size;
    held.push(record);
  }
  if (held.length > 0) yield taken();
}

/** Reads the sound ones of stored records in batches; a damaged one is reported to `onDamage` in words and left out. */
export async function* storedBatches(
  records: AsyncIterable<IndexedRecord | Damage>,
  readers: RecordReaders,
  onDamage: (words: string) => void,
): AsyncGenerator<StoredBatch> {
  for await (const [{ places, end }, batch] of readers.stored(gathered(records, onDamage))) {
    yield { batch, places, end };
  }
}
