/** The registry of what each learn block shows, draws and says; a block without an entry does not compile. */
import type { Classification, SampleEntry } from '../../contract/schemas/result-page';
import {
  learnBlockNameOf,
  mainLearnBlockName,
  type LearnBlockName,
} from '../../domain/learn-blocks/registry';
import { anomaly } from './anomaly/anomaly';
import { classification } from './classification/classification';
import { freeform } from './freeform/freeform';
import type { LearnBlockDisplay } from './learn-block-display';
import { objectDetection } from './object-detection/object-detection';
import { regression } from './regression/regression';
import { visualAnomaly } from './visual-anomaly/visual-anomaly';

const displays: Readonly<Record<LearnBlockName, LearnBlockDisplay>> = {
  classification,
  regression,
  anomaly,
  'object-detection': objectDetection,
  'visual-anomaly': visualAnomaly,
  freeform,
};

/** How the result of one block on a sample is displayed. */
export const displayOf = (block: Classification): LearnBlockDisplay => displays[learnBlockNameOf(block)];

/** How the results of the block that decides on a sample are displayed. */
export const mainDisplay = (entry: SampleEntry): LearnBlockDisplay => displays[mainLearnBlockName(entry)];
