/** Samples that occur in a file of lines more than once: each is compared with its first line, which is read again. */
import { entriesOf } from '../../store/entry-batch';
import type { StoredEntry } from '../../store/store';
import type { Place } from '../fault';
import { jsonBytes } from '../json/json-bytes';
import type { LineBlock } from './line-blocks';
import { readLines, type ReadLines } from './line-reader';
import type { OpenedSource } from '../opened-source';
import { refuseTooMany, tellsApart, type RepeatListener } from '../repeats';
import { isSameJson } from '../json/same-json';
import { SampleIndex } from '../sample-index';

const lookBehind = 64 * 1024;

const listed = (predictions: Uint8Array) => Buffer.concat([Buffer.from('['), predictions, Buffer.from(']')]);

export class RepeatedLines {
  readonly #source: OpenedSource;
  readonly #listener: RepeatListener;
  readonly #samples = new SampleIndex();
  readonly #lines: number[] = [];
  readonly #lineStarts: number[] = [];

  constructor(source: OpenedSource, listener: RepeatListener) {
    this.#source = source;
    this.#listener = listener;
  }

  /** The samples of the next block without those that an earlier line contains. */
  async without(read: ReadLines, block: LineBlock): Promise<ReadLines> {
    const { batch, lines, lineStarts } = read;
    const repeats: { row: number; first: number }[] = [];
    const placeOf = (row: number) => block.placeOf(lines[row] ?? 0, [], batch.resultStarts[row] ?? 0).place;
    for (let row = 0; row < batch.count; row++) {
      const first = this.#samples.numberOf(batch.sampleIds[row] ?? 0);
      refuseTooMany(this.#samples.length, () => placeOf(row));
      if (first !== this.#lines.length) {
        repeats.push({ row, first });
        continue;
      }
      this.#lines.push(block.line + (lines[row] ?? 0));
      this.#lineStarts.push(block.byte + (lineStarts[row] ?? 0));
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
    const start = this.#lineStarts[first] ?? 0;
    const read = readLines(await this.#lineAt(start));
    const [earlier] = entriesOf(read.batch);
    if (earlier === undefined) throw new Error('A line that was read is not there any more');
    const differ = (what: string) => {
      const { file } = this.#source;
      const byte = start + (read.batch.resultStarts[0] ?? 0);
      const earlierPlace: Place = { file, what: 'line', record: (this.#lines[first] ?? 0) + 1, byte };
      this.#listener.problem(tellsApart(sampleId, what, earlierPlace, place));
    };
    if (!isSameJson(earlier.result, entry.result)) differ('result entries');
    else if (!isSameJson(listed(earlier.predictions), listed(entry.predictions))) differ('predictions');
    else this.#listener.repeated(sampleId, place);
  }

  async #lineAt(start: number): Promise<Uint8Array> {
    for (let size = lookBehind; ; size *= 2) {
      const bytes = await this.#source.reader.bytes(start, size);
      const end = bytes.indexOf(jsonBytes.newline);
      if (end !== -1) return bytes.subarray(0, end);
      if (bytes.length < size) return bytes;
    }
  }
}
