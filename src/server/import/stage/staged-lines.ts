/** Reads lines into a stage, because other files of the import may contain the same samples. */
import { Refused } from '../fault';
import { faultIn, lineBlocks } from '../formats/line-blocks';
import { linesIn, sampleIn } from '../formats/line-reader';
import type { OpenedSource } from '../opened-source';
import type { LinePiece } from '../read-sample';
import { badSampleId, sampleIdOf } from '../sample-id';
import type { StageTarget } from './stage';

function idOf({ bytes, byte }: LinePiece): number {
  const found = sampleIdOf(bytes);
  if ('id' in found) return found.id;
  throw new Refused({ ...badSampleId(found.text), byte, path: ['result', 'sampleId'] });
}

/** Reads a file of lines into a stage. */
export async function stageLines(
  source: OpenedSource,
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
