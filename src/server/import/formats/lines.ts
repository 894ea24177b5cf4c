/** JSON Lines: each line is a sample. A file of them is staged if other files may contain the same samples. */
import { Refused } from '../fault';
import { faultIn, lineBlocks } from './line-blocks';
import { linesIn, sampleIn } from './line-reader';
import type { LinePiece } from '../read-sample';
import { badSampleId, sampleIdOf } from '../sample-id';
import type { StageTarget } from '../stage/stage';
import type { FormatSource, ImportFormat } from './import-format';

function idOf({ bytes, byte }: LinePiece): number {
  const found = sampleIdOf(bytes);
  if ('id' in found) return found.id;
  throw new Refused({ ...badSampleId(found.text), byte, path: ['result', 'sampleId'] });
}

async function stageLines(
  source: FormatSource,
  { stage, onProblem, drain }: StageTarget,
): Promise<undefined> {
  const { file, chunks, offset, reader } = source;
  const part = stage.addPart({ file, reader, isLines: true });
  for await (const block of lineBlocks(file, chunks, offset)) {
    for (const line of linesIn(block.bytes)) {
      try {
        const { result, predictions } = sampleIn(line);
        const sampleId = idOf(result);
        const record = block.line + line.line + 1;
        const at = ({ bytes, byte }: LinePiece) => ({
          part,
          record,
          byte: block.byte + byte,
          length: bytes.length,
        });
        stage.addResult(sampleId, at(result));
        for (const piece of predictions) stage.addPrediction(sampleId, at(piece));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        onProblem(faultIn(block, { ...error.fault, line: line.line }));
      }
    }
    if (block.problem !== undefined) onProblem(block.problem);
    await drain();
  }
}

const entryNames = new Set<unknown>(['sampleId', 'sample', 'classifications']);

export const lines: ImportFormat = {
  isShownBy: (path) => path.length === 2 && entryNames.has(path[1]),
  isNamed: (name) => /\.(?:jsonl|ndjson)(?:\.gz)?$/i.test(name),
  stage: stageLines,
};
