/**
 * Samples that stand in one file of lines more than once: each is compared with its first line, which is read again, or
 * which a temporary file keeps.
 */
import { entriesOf } from '../store/entry-batch';
import type { StoredEntry } from '../store/store';
import type { Place, SourceFile } from './entries';
import { jsonBytes } from './json-bytes';
import type { LineBlock } from './line-blocks';
import { readLines, type ReadLines } from './line-reader';
import { NumberList } from './number-list';
import { isSameJson } from './same-json';
import { SampleIndex } from './sample-index';
import { SpillFile } from './spill-file';
import { mostSamples, tellsApart, tooMany, type RepeatListener } from './repeats';

const lookBehind = 64 * 1024;

const listed = (predictions: Uint8Array) => Buffer.concat([Buffer.from('['), predictions, Buffer.from(']')]);

export class RepeatedLines {
  readonly #file: string;
  readonly #again: SourceFile['again'];
  readonly #spill: SpillFile;
  /** The offset in the file of what the temporary file begins with. */
  readonly #offset: number;
  readonly #listener: RepeatListener;
  readonly #samples = new SampleIndex();
  readonly #lines = new NumberList();
  readonly #lineStarts = new NumberList();
  #end: number;

  /** `again` reads bytes of the file, where that can be done; the temporary file, which is the caller's to close, keeps them elsewhere. */
  constructor(
    file: string,
    offset: number,
    again: SourceFile['again'],
    spill: SpillFile,
    listener: RepeatListener,
  ) {
    this.#file = file;
    this.#offset = offset;
    this.#end = offset;
    this.#again = again;
    this.#spill = spill;
    this.#listener = listener;
  }

  /** Keeps a block that is going to be read. */
  async keep({ bytes }: LineBlock): Promise<void> {
    this.#end += bytes.length;
    if (this.#again !== undefined) return;
    this.#spill.reserve(bytes.length).set(bytes);
    await this.#spill.drain();
  }

  /** What was read of the next block, without the samples that stand in an earlier line. */
  async without(read: ReadLines, block: LineBlock): Promise<ReadLines> {
    const { batch, lines, lineStarts, resultStarts } = read;
    const repeats: { row: number; first: number }[] = [];
    const placeOf = (row: number) => block.placeOf(lines[row] ?? 0, [], resultStarts[row] ?? 0).place;
    for (let row = 0; row < batch.count; row++) {
      const count = this.#samples.length;
      const first = this.#samples.numberOf(batch.sampleIds[row] ?? 0);
      if (first !== count) repeats.push({ row, first });
      else if (count >= mostSamples) throw tooMany(placeOf(row), 'result entries', mostSamples);
      else {
        this.#lines.push(block.line + (lines[row] ?? 0));
        this.#lineStarts.push(block.byte + (lineStarts[row] ?? 0));
      }
    }
    if (repeats.length === 0) return read;
    const entries = [...entriesOf(batch)];
    for (const { row, first } of repeats) {
      const entry = entries[row];
      if (entry !== undefined) await this.#compare(entry, placeOf(row), first);
    }
    const leftOut = new Set(repeats.map(({ row }) => lines[row] ?? 0));
    return readLines(batch.bytes.subarray(0, read.size), undefined, leftOut);
  }

  async #compare(entry: StoredEntry, place: Place, first: number): Promise<void> {
    const { sampleId } = entry;
    const earlier = await this.#lineOf(first);
    const differ = (what: string) => this.#listener.problem(tellsApart(sampleId, what, earlier.place, place));
    if (!isSameJson(earlier.entry.result, entry.result)) differ('result entries');
    else if (!isSameJson(listed(earlier.entry.predictions), listed(entry.predictions))) differ('predictions');
    else this.#listener.repeated(sampleId, place);
  }

  /** The first line of a sample. */
  async #lineOf(sample: number): Promise<{ entry: StoredEntry; place: Place }> {
    const start = this.#lineStarts.at(sample);
    let bytes: Uint8Array;
    let end: number;
    for (let length = lookBehind; ; length *= 2) {
      const most = Math.min(length, this.#end - start);
      bytes = await this.#read(start, most);
      end = bytes.indexOf(jsonBytes.newline);
      if (end !== -1 || most < length) break;
    }
    const { batch, resultStarts } = readLines(end === -1 ? bytes : bytes.subarray(0, end));
    const [entry] = entriesOf(batch);
    if (entry === undefined) throw new Error('A line that was read is not there any more');
    const byte = start + (resultStarts[0] ?? 0);
    return { entry, place: { file: this.#file, what: 'line', record: this.#lines.at(sample) + 1, byte } };
  }

  async #read(byte: number, length: number): Promise<Uint8Array> {
    if (this.#again !== undefined) return this.#again(byte, length);
    await this.#spill.flush();
    return this.#spill.read(byte - this.#offset, length);
  }
}
