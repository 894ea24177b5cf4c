/** The values of a row's cells, computed once from its entry. */
import type { SampleEntry } from '../../../contract/schemas/result-page';
import type { OutcomeRules } from '../../../domain/outcome-rules';
import { sampleFacts, type SampleFacts } from '../../../domain/sample-values';
import { entryWindows, type WindowPrediction } from '../../../domain/windows';

export interface RowFacts extends SampleFacts {
  entry: SampleEntry;
  windowList: readonly WindowPrediction[];
}

const known = new WeakMap<SampleEntry, RowFacts>();

/** Cached as long as the entry's page is, with the rules with which it was first shown. */
export function rowFacts(entry: SampleEntry, rules: OutcomeRules): RowFacts {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const facts = { ...sampleFacts(entry, rules), entry, windowList: entryWindows(entry, rules) };
  known.set(entry, facts);
  return facts;
}
