/** The samples of a stage as blocks of lines, so that joined pages are parsed like a file of lines. */
import type { JsonPath, PlacedPath } from '../fault';
import { pieceBytes, type Block } from '../formats/line-blocks';
import type { StagedSample } from './stage';
import { placedIn } from './pieces';

const blockSamples = 1000;
const opening = Buffer.from('{"result":');
const middle = Buffer.from(',"predictions":[');
const comma = Buffer.from(',');
const closing = Buffer.from(']}');
const around = opening.length + middle.length + closing.length;

const sizeOf = ({ result, predictions }: StagedSample) =>
  predictions.reduce((sum, { bytes }) => sum + bytes.length + 1, around + result.bytes.length);

/** The place of a value in a sample, from its offset in the sample's line. */
function placedInSample({ result, predictions }: StagedSample, path: JsonPath, byte: number): PlacedPath {
  const [list, item, ...rest] = path;
  let start = opening.length;
  if (list === 'predictions' && typeof item === 'number') {
    start += result.bytes.length + middle.length;
    let before = 0;
    for (const piece of predictions) {
      if (item < before + piece.count) return placedIn(piece, item - before, byte - start, rest);
      before += piece.count;
      start += piece.bytes.length + 1;
    }
  }
  return placedIn(result, 0, byte - opening.length, path.slice(1));
}

function blockOf(samples: readonly StagedSample[]): Block {
  const bytes = new Uint8Array(samples.reduce((sum, sample) => sum + sizeOf(sample), 0));
  const ends = new Float64Array(samples.length);
  let at = 0;
  const put = (part: Uint8Array) => {
    bytes.set(part, at);
    at += part.length;
  };
  samples.forEach(({ result, predictions }, index) => {
    put(opening);
    put(result.bytes);
    put(middle);
    predictions.forEach((piece, item) => {
      if (item > 0) put(comma);
      put(piece.bytes);
    });
    put(closing);
    ends[index] = at;
  });
  const starts = [0, ...ends];
  return {
    bytes: bytes.subarray(0, at),
    ends,
    placeOf(line, path, byte) {
      const sample = samples[line];
      if (sample === undefined) throw new Error(`The block has no line ${line}`);
      return placedInSample(sample, path, byte - (starts[line] ?? 0));
    },
  };
}

/** Gathers samples into blocks. */
export async function* joinedBlocks(samples: AsyncIterable<StagedSample>): AsyncGenerator<Block> {
  let gathered: StagedSample[] = [];
  let size = 0;
  for await (const sample of samples) {
    const more = sizeOf(sample);
    if (gathered.length > 0 && (size + more > pieceBytes || gathered.length >= blockSamples)) {
      yield blockOf(gathered);
      gathered = [];
      size = 0;
    }
    gathered.push(sample);
    size += more;
  }
  if (gathered.length > 0) yield blockOf(gathered);
}
