/** What a view must give, and what it receives. */
import type { ComponentType } from 'react';
import type { Query } from '../../contract/query';
import type { Run } from '../../contract/runs';
import type { ViewState } from '../../contract/view-state';
import type { LabelColours } from '../charts/label-colours';

/** What every view, the sidebar and the panel receive: which samples, of which run, and how the screen stands. */
export interface ViewProps {
  projectId: number;
  run: Run;
  query: Query;
  view: ViewState;
  colours: LabelColours;
}

/** The id of the field in which a row's number is typed, for the command that goes there. */
export const goToRowId = 'go-to-row';

export interface View {
  /** As in the URL. */
  name: string;
  title: string;
  /** The second key after `g`. */
  shortcut: string;
  component: ComponentType<ViewProps>;
}
