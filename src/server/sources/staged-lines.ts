/** Lines that are not read on their own, since other files of the import may hold the same samples. */
import { giveBack } from './block-memory';
import { faultError, Refused } from './fault';
import { lineBlocks } from './line-blocks';
import { linesIn, sampleIn } from './line-reader';
import type { StageTarget } from './stage';

/** Reads a file of lines into a stage. */
export async function stageLines(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  offset: number,
  { stage, onProblem, drain }: StageTarget,
): Promise<undefined> {
  const part = stage.addPart({ file, isLines: true });
  for await (const block of lineBlocks(file, chunks, offset)) {
    for (const line of linesIn(block.bytes)) {
      try {
        const { sampleId, result, predictions } = sampleIn(line);
        const position = { part, record: block.line + line.line + 1 };
        stage.addResult(sampleId, { ...position, byte: block.byte + result.byte }, result.bytes);
        for (const { bytes, byte, item } of predictions)
          stage.addPrediction(sampleId, { ...position, byte: block.byte + byte }, item, bytes);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const { path, byte } = error.fault;
        const placed = block.placeOf(line.line, path, byte);
        onProblem(faultError(placed.place, { ...error.fault, path: placed.path }));
      }
    }
    if (block.problem !== undefined) onProblem(block.problem);
    await drain();
    giveBack(block.bytes);
  }
}
