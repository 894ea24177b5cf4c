/** The tabs, in order: a line each. A view is loaded when it is first opened. */
import { lazyPart } from '../lazy-part';
import { SamplesView } from './samples/samples-view';
import type { View } from './view';

const MatrixView = lazyPart(async () => (await import('./matrix/matrix-view')).MatrixView);

export const views = [
  { name: 'samples', title: 'Samples', shortcut: 's', component: SamplesView },
  { name: 'matrix', title: 'Matrix', shortcut: 'm', component: MatrixView },
] as const satisfies readonly View[];

/** The view that a name in the URL means; the first one for none and for unknown ones. */
export const viewNamed = (name: string | undefined): View =>
  views.find((view) => view.name === name) ?? views[0];
