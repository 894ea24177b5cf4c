/** The tabs, in order. A view is loaded when it is first opened. */
import { lazyPart } from '../ui/lazy-part';
import { cellsSetting, orderSetting } from './matrix/settings';
import { SamplesView } from './samples/samples-view';
import { columnsSetting } from './samples/settings';
import type { View } from './view';

const MatrixView = lazyPart(async () => (await import('./matrix/matrix-view')).MatrixView);

export const views = [
  {
    name: 'samples',
    title: 'Samples',
    shortcut: 's',
    component: SamplesView,
    settings: [columnsSetting],
  },
  {
    name: 'matrix',
    title: 'Matrix',
    shortcut: 'm',
    component: MatrixView,
    settings: [cellsSetting, orderSetting],
  },
] as const satisfies readonly View[];

/** The view with a name in the URL; the first one if the name is absent or unknown. */
export const viewNamed = (name: string | undefined): View =>
  views.find((view) => view.name === name) ?? views[0];
