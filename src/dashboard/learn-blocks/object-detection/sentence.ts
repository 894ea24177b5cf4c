/** The outcome of a picture as a sentence: how many boxes were found, missed and false. */
import { mainClassification } from '../../../domain/learn-blocks/registry';
import { formatCount, formatScore } from '../../ui/numbers-in-words';
import { labelSentence, type JudgedSample, type SentencePart } from '../label-sentence';
import { boxVerdicts, countVerdicts, type BoxVerdicts } from './box-verdicts';

/** "Found 3 of 4 boxes, 1 false." */
function boxWords(boxes: BoxVerdicts, f1: number | null): SentencePart[] {
  const { truths, found, falseAlarms } = countVerdicts(boxes);
  const score = f1 === null ? '' : `, F1 ${formatScore(f1)}`;
  const noun = (count: number) => (count === 1 ? 'box' : 'boxes');
  if (!boxes.isJudged) return [`Said ${formatCount(boxes.said.length)} ${noun(boxes.said.length)}.`];
  if (truths === 0 && falseAlarms === 0) return ['There was nothing to find, and nothing was found.'];
  if (truths === 0)
    return [`There was nothing to find; ${formatCount(falseAlarms)} false ${noun(falseAlarms)}${score}.`];
  const falsely = falseAlarms === 0 ? 'none false' : `${formatCount(falseAlarms)} false`;
  return [`Found ${formatCount(found)} of ${formatCount(truths)} ${noun(truths)}, ${falsely}${score}.`];
}

export function boxSentence(judged: JudgedSample): SentencePart[] {
  const { entry, windows, shown } = judged;
  const block = mainClassification(entry);
  if (block === undefined || shown === undefined || windows.length !== 1) return labelSentence(judged);
  const part = shown.parts.find(({ at }) => at.block === block);
  return boxWords(boxVerdicts(block, entry.result.sample, part), windows[0]?.f1 ?? null);
}
