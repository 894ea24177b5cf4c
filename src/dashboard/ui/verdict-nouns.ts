/** The nouns for verdicts by what they are about (windows, boxes or keys), and texts for their number. */
import type { RunLearnBlock } from '../../contract/schemas/runs';
import type { VerdictUnit } from '../../domain/learn-blocks/learn-block';
import { learnBlockFor } from '../../domain/learn-blocks/registry';
import { formatCount } from './numbers-in-words';

type Noun = readonly [one: string, many: string];

export interface VerdictNouns {
  verdict: Noun;
  sample: Noun;
  /** The words for `null` as the expected word, and as the prediction. */
  nothingExpected: string;
  nothingSaid: string;
}

const samples: Noun = ['sample', 'samples'];
const windows: VerdictNouns = {
  verdict: ['window', 'windows'],
  sample: samples,
  nothingExpected: 'no label',
  nothingSaid: 'nothing said',
};
const boxes: VerdictNouns = {
  verdict: ['box', 'boxes'],
  sample: ['picture', 'pictures'],
  nothingExpected: 'nothing there',
  nothingSaid: 'missed',
};
const keys: VerdictNouns = {
  verdict: ['key', 'keys'],
  sample: samples,
  nothingExpected: 'nothing expected',
  nothingSaid: 'missed',
};
const verdicts: VerdictNouns = { ...windows, verdict: ['verdict', 'verdicts'] };

const nounsOf: Readonly<Record<VerdictUnit, VerdictNouns>> = { window: windows, box: boxes, key: keys };

/** The verdicts in question, as a summary describes them for its matrix. */
interface VerdictsOf {
  /** The ID of a learn block; `null`: any of them. */
  block: string | null;
  /** `null`: the verdicts have no keys. */
  key: string | null;
}

/** The nouns for the verdicts of one learn block of a run; without one, those that all its blocks share. */
export function verdictNouns(blocks: readonly RunLearnBlock[], { block, key }: VerdictsOf): VerdictNouns {
  if (key !== null) return keys;
  const named = blocks.filter(({ id }) => String(id) === block);
  const all = (named.length > 0 ? named : blocks).map(({ type }) => nounsOf[learnBlockFor(type).unit]);
  const [first] = all;
  return first !== undefined && all.every((nouns) => nouns === first) ? first : verdicts;
}

const counted = (count: number, [one, many]: Noun) => `${formatCount(count)} ${count === 1 ? one : many}`;

/** For example "14 windows", or "19 boxes in 17 pictures" if one sample has several. */
export function verdictsInWords(nouns: VerdictNouns, count: number, inSamples: number | null = null): string {
  const words = counted(count, nouns.verdict);
  return inSamples === null || inSamples === count
    ? words
    : `${words} in ${counted(inSamples, nouns.sample)}`;
}
