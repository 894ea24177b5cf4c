/** The registry of all learn blocks' panels; a block without an entry does not compile. */
import type { LearnBlockName } from '../../domain/learn-blocks/learn-block';
import { AnomalyPanel } from './anomaly';
import { ClassificationPanel } from './classification';
import { FreeformPanel } from './freeform';
import type { LearnBlockPanel } from './learn-block-panel';
import { ObjectDetectionPanel } from './object-detection';
import { RegressionPanel } from './regression';
import { VisualAnomalyPanel } from './visual-anomaly';

export const learnBlockPanels = {
  classification: { heading: 'Scores', component: ClassificationPanel },
  regression: { heading: 'Value', component: RegressionPanel },
  anomaly: { heading: 'Anomaly', component: AnomalyPanel },
  'object-detection': { heading: 'Boxes', component: ObjectDetectionPanel },
  'visual-anomaly': { heading: 'Anomaly', component: VisualAnomalyPanel },
  freeform: { heading: 'Values', component: FreeformPanel },
} as const satisfies Record<LearnBlockName, LearnBlockPanel>;
