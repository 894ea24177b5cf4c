/** The tabs, in order, one line each. A view is loaded when it is first opened. */
import { lazyPart } from '../ui/lazy-part';
import { SamplesView } from './samples/samples-view';
import type { View } from './view';

const MatrixView = lazyPart(async () => (await import('./matrix/matrix-view')).MatrixView);

export const views = [
  { name: 'samples', title: 'Samples', shortcut: 's', component: SamplesView },
  { name: 'matrix', title: 'Matrix', shortcut: 'm', component: MatrixView },
] as const satisfies readonly View[];

/** The view with a name in the URL; the first one if the name is absent or unknown. */
export const viewNamed = (name: string | undefined): View =>
  views.find((view) => view.name === name) ?? views[0];
