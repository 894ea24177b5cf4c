/** The interface of a view, and its properties. */
import type { ComponentType } from 'react';
import type { Query } from '../../contract/query';
import type { Run } from '../../contract/schemas/runs';
import type { ViewState } from '../../contract/view-state';
import type { LabelColours } from '../charts/label-colours';
import type { SettingDeclaration } from './view-settings';

/** The properties of every view, the sidebar and the panel: the query, the run, and the state of the screen. */
export interface ViewProps {
  projectId: number;
  run: Run;
  query: Query;
  view: ViewState;
  colours: LabelColours;
}

/** The id of the input for a row number, for the command that focuses it. */
export const goToRowId = 'go-to-row';

export interface View {
  /** As in the URL. */
  name: string;
  title: string;
  /** The second key after `g`. */
  shortcut: string;
  component: ComponentType<ViewProps>;
  /** What the URL holds of its state. */
  settings: readonly SettingDeclaration[];
}
