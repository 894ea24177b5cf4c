/** What a cell may need beside its row; the same object until it really changes, so that rows are not drawn again. */
import { createContext, use, useMemo } from 'react';
import { emptyQuery, type Query } from '../../../contract/query';
import { rulesUnder, type OutcomeRules } from '../../../domain/outcome-rules';
import type { LabelColours } from '../../charts/label-colours';

export interface CellContext {
  projectId: number;
  /** What of the query chooses the run; filters and sort do not change it. */
  run: Query;
  colours: LabelColours;
  /** What rows are judged by: the job's own thresholds, or those of a trial. */
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

/** The context of the cell that asks. */
export function useCells(): CellContext {
  const context = use(CellsContext);
  if (context === undefined) throw new Error('A cell stands outside of the table of samples');
  return context;
}
