/** A whole classify result with its accuracy, streamed. */
import { emptyQuery } from '../../contract/query';
import type { DamagedSample } from '../../contract/result-page';
import { runAnswer } from '../answers';
import type { Handler, ServerParts } from '../app-context';
import { streamAnswer } from '../json-stream';
import { runFor } from '../run-for';
import { damagedMember, pageEnvelope } from './page-envelope';
import { truncated } from './truncate-labels';

const pageSize = 5000;

/** `GET …/classify/all/result` */
export const result =
  ({ store, accuracy }: ServerParts): Handler =>
  async (request) => {
    const { query, own, client, onCutOff } = request;
    const isFiguresOnly = own.flag('featureExplorerOnly') === true;
    const { project, run } = await runFor(store, request);
    const ofImpulse = project.runs.filter(({ impulseId }) => impulseId === run.impulseId);
    const availableVariants = [...new Set(ofImpulse.map(({ variant }) => variant))];

    const damaged: DamagedSample[] = [];
    const samples = isFiguresOnly ? 0 : run.samples;
    // Page by page, so that no more than a page of ids is held.
    async function* whole(part: 'results' | 'predictions') {
      for (let offset = 0; offset < samples; offset += pageSize) {
        const page = await store.page(run, { ...emptyQuery, limit: pageSize, offset }, client);
        yield* page[part]();
        if (part === 'predictions') continue;
        for (const sample of page.damaged()) damaged.push({ ...sample, index: offset + sample.index });
      }
    }
    const rest = async () => {
      const figures = JSON.stringify(await accuracy.of(run));
      return `,"accuracy":${figures},"additionalMetricsByLearnBlock":[],"availableVariants":${JSON.stringify(availableVariants)}${damagedMember(damaged)}`;
    };
    const send = (headers: Record<string, string>) => {
      const results = whole('results');
      const shown = query.truncateStructuredLabels ? truncated(results) : results;
      return streamAnswer(pageEnvelope(shown, whole('predictions'), rest), headers, onCutOff);
    };
    return runAnswer(request, run, send, [isFiguresOnly, ...availableVariants].join());
  };
