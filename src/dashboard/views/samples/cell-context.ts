/** What cells need in addition to their row; the same object until it changes, so that rows are not re-rendered. */
import { createContext, use, useMemo } from 'react';
import { emptyQuery, type Query } from '../../../contract/query';
import { rulesUnder, type OutcomeRules } from '../../../domain/outcome-rules';
import type { LabelColours } from '../../charts/label-colours';

export interface CellContext {
  projectId: number;
  /** The part of the query that chooses the run; filters and sort do not affect it. */
  run: Query;
  colours: LabelColours;
  /** The rules for judging rows: with the job's own thresholds, or those of a trial. */
  rules: OutcomeRules;
}

/** The context of all cells of a screen. */
export function useCellContext(
  projectId: number,
  { impulseId, variant, run, trial }: Query,
  colours: LabelColours,
): CellContext {
  return useMemo(
    () => ({
      projectId,
      run: { ...emptyQuery, impulseId, variant, run },
      colours,
      rules: rulesUnder(trial),
    }),
    [projectId, impulseId, variant, run, trial, colours],
  );
}

export const CellsContext = createContext<CellContext | undefined>(undefined);

/** The context for the current cell. */
export function useCells(): CellContext {
  const context = use(CellsContext);
  if (context === undefined) throw new Error('A cell stands outside of the table of samples');
  return context;
}
