/** What a cell may need beside its row; the same object until it really changes, so that rows are not drawn again. */
import { useMemo } from 'react';
import { emptyQuery, type Query } from '../../../contract/query';
import type { LabelColours } from '../../charts/label-colours';

export interface CellContext {
  projectId: number;
  /** What of the query chooses the run; filters and sort do not change it. */
  run: Query;
  colours: LabelColours;
}

/** The context of all cells of a screen. */
export function useCellContext(
  projectId: number,
  { impulseId, variant, run }: Query,
  colours: LabelColours,
): CellContext {
  return useMemo(
    () => ({ projectId, run: { ...emptyQuery, impulseId, variant, run }, colours }),
    [projectId, impulseId, variant, run, colours],
  );
}
