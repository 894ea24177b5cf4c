/** The accuracy of each variant of an impulse, and which variant is selected. */
import { variants } from '../../contract/query';
import type { Project, Run } from '../../contract/schemas/runs';
import { jsonAnswer } from '../http/answers';
import type { Handler, ServerParts } from '../http/app-context';
import { runFor } from '../http/run-for';
import { studioAccuracy } from '../studio-accuracy';

/** The newest run of each variant of the run's impulse, in the order of the variants. */
function newestPerVariant(project: Project, { impulseId }: Run): Run[] {
  return variants.flatMap((variant) => {
    const newest = project.runs.find((run) => run.impulseId === impulseId && run.variant === variant);
    return newest ?? [];
  });
}

/** `GET …/classify/all/metrics` */
export const metrics =
  ({ store }: ServerParts): Handler =>
  async (request) => {
    const { query } = request;
    const { project, run } = await runFor(store, request);
    const wanted = query.run === undefined ? newestPerVariant(project, run) : [run];
    const runs = wanted.filter(({ variant }) => query.variant === undefined || variant === query.variant);
    const found = await Promise.all(
      runs.map(async (one) => ({
        variant: one.variant,
        accuracy: (await studioAccuracy(store, one, request.client)).accuracyScore,
      })),
    );
    return jsonAnswer({ success: true, metrics: found });
  };

/** `GET …/model-variants` */
export const modelVariants =
  ({ store }: ServerParts): Handler =>
  async ({ context, query }) => {
    const { project, run } = await runFor(store, { context, query: { ...query, variant: undefined } });
    const found = newestPerVariant(project, run).map(({ variant }) => ({
      variant,
      isReferenceVariant: variant === 'float32',
      isEnabled: true,
      isSelected: variant === run.variant,
    }));
    return jsonAnswer({ success: true, modelVariants: found });
  };
