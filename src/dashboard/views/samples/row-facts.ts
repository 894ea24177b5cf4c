/** The values of a row's cells, computed once from its entry. */
import type { SampleEntry } from '../../../contract/schemas/result-page';
import { mainLearnBlock } from '../../../domain/learn-blocks/registry';
import type { OutcomeRules } from '../../../domain/outcome-rules';
import { sampleFacts, type SampleFacts } from '../../../domain/sample-values';
import { entryWindows, type WindowPrediction } from '../../../domain/windows';

export interface RowFacts extends SampleFacts {
  entry: SampleEntry;
  /** Whether label and prediction may list several labels, those of boxes. */
  listsLabels: boolean;
  windowList: readonly WindowPrediction[];
}

const known = new WeakMap<SampleEntry, RowFacts>();

/** Cached as long as the entry's page is, with the rules with which it was first shown. */
export function rowFacts(entry: SampleEntry, rules: OutcomeRules): RowFacts {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const listsLabels = mainLearnBlock(entry).unit === 'box';
  const facts = { ...sampleFacts(entry, rules), entry, listsLabels, windowList: entryWindows(entry, rules) };
  known.set(entry, facts);
  return facts;
}
