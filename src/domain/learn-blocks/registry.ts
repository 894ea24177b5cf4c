/** The registry of learn blocks: which one handles a type, and which blocks of an entry decide. */
import type { Classification, SampleEntry } from '../../contract/schemas/result-page';
import { anomaly } from './anomaly';
import { classification } from './classification';
import { freeform } from './freeform';
import type { LearnBlock } from './learn-block';
import { objectDetection } from './object-detection';
import { regression } from './regression';
import { visualAnomaly } from './visual-anomaly';
import { isAnomalyClass } from './window-scores';

export const learnBlocks = {
  classification,
  regression,
  anomaly,
  'object-detection': objectDetection,
  'visual-anomaly': visualAnomaly,
  freeform,
} as const satisfies Readonly<Record<string, LearnBlock>>;

export type LearnBlockName = keyof typeof learnBlocks;

const isName = (name: string): name is LearnBlockName => Object.hasOwn(learnBlocks, name);

export const learnBlockNames: readonly LearnBlockName[] = Object.keys(learnBlocks).filter(isName);

const nameByType = new Map(
  learnBlockNames.flatMap((name) => learnBlocks[name].types.map((type) => [type, name] as const)),
);

/** The name of the rule for one of Studio's learn block types; unknown types are `freeform`. */
const nameFor = (type: string): LearnBlockName => nameByType.get(type) ?? 'freeform';

/** The rule for one of Studio's learn block types. */
export const learnBlockFor = (type: string): LearnBlock => learnBlocks[nameFor(type)];

/** The name of the rule for the result of one block: label maps are `freeform` whatever the block's type. */
export function learnBlockNameOf(block: Classification): LearnBlockName {
  const labelMaps = block.labelMapResult?.length ?? 0;
  return labelMaps > 0 ? 'freeform' : nameFor(block.learnBlock.type);
}

/** The rule for the result of one block on a sample. */
export const learnBlockOf = (block: Classification): LearnBlock => learnBlocks[learnBlockNameOf(block)];

const isAnomalyBlock = (block: Classification) => learnBlockOf(block).detector !== null;

/** One learn block of an entry. */
export interface EntryBlock {
  /** Its own id; if it has none, its position in the entry, counted from 1. */
  id: number;
  block: Classification;
  rule: LearnBlock;
  /** Whether it decides: anomaly blocks decide only if there is no other block. */
  decides: boolean;
  /** Whether its score named `anomaly` belongs to a class. */
  anomalyIsClass: boolean;
}

/** Used if an entry has predictions but no classification. */
export const noBlock: EntryBlock = {
  id: -1,
  block: { learnBlock: { type: 'keras' } },
  rule: classification,
  decides: true,
  anomalyIsClass: false,
};

/** The id of a learn block, used in verdicts and filters; a block without one is numbered by its position, from 1. */
export const learnBlockId = ({ learnBlock }: Classification, place: number): number =>
  learnBlock.id ?? place + 1;

/** The learn blocks of an entry, in order. */
export function entryBlocks(entry: SampleEntry): EntryBlock[] {
  const rules = entry.result.classifications.map(learnBlockOf);
  const hasAnomalyBlock = rules.some(({ detector }) => detector !== null);
  const hasOther = rules.some(({ detector }) => detector === null);
  return entry.result.classifications.map((block, place) => {
    const rule = rules[place] ?? freeform;
    return {
      id: learnBlockId(block, place),
      block,
      rule,
      decides: rule.detector === null || !hasOther,
      anomalyIsClass: rule.hasClasses && isAnomalyClass(block, hasAnomalyBlock),
    };
  });
}

/** Whether a block's score named `anomaly` belongs to a class, for one block of an entry. */
export function hasAnomalyClass(entry: SampleEntry, block: Classification): boolean {
  return (
    learnBlockOf(block).hasClasses && isAnomalyClass(block, entry.result.classifications.some(isAnomalyBlock))
  );
}

/** The first block that decides the verdicts on a sample; `undefined` if there is none. */
export function mainClassification(entry: SampleEntry): Classification | undefined {
  const blocks = entry.result.classifications;
  return blocks.length < 2 ? blocks[0] : (blocks.find((block) => !isAnomalyBlock(block)) ?? blocks[0]);
}

/** The name of the rule of the main block; if an entry has no block, of the one that judges its predictions. */
export const mainLearnBlockName = (entry: SampleEntry): LearnBlockName =>
  learnBlockNameOf(mainClassification(entry) ?? noBlock.block);

/** The rule of the main block, or the one that judges predictions without a block. */
export const mainLearnBlock = (entry: SampleEntry): LearnBlock => learnBlocks[mainLearnBlockName(entry)];
