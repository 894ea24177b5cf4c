/** The projects, one project, and its impulses in Studio's format, and the project in our own. */
import type { z } from 'zod';
import { emptyQuery } from '../../contract/query';
import { chosenRun, type Project } from '../../contract/schemas/runs';
import type { studioProjectSchema } from '../../contract/schemas/studio-projects';
import { learnBlockFor } from '../../domain/learn-blocks/registry';
import { jsonAnswer } from '../http/answers';
import type { Handler, ServerParts } from '../http/app-context';
import { projectFor, runFor } from '../http/run-for';

/** A project as Studio lists it; properties that only a Studio account has are given as "none". */
function studioProject(project: Project): z.input<typeof studioProjectSchema> {
  const times = project.runs.map(({ imported }) => imported).sort();
  const hasBoxes = project.runs.some(({ learnBlocks }) =>
    learnBlocks.some(({ type }) => learnBlockFor(type).unit === 'box'),
  );
  return {
    id: project.id,
    name: project.name,
    description: project.description,
    created: times[0] ?? new Date(0).toISOString(),
    lastModified: times.at(-1) ?? new Date(0).toISOString(),
    owner: '',
    ownerIsDeveloperProfile: false,
    collaborators: [],
    labelingMethod: hasBoxes ? 'object_detection' : 'single_label',
    metadata: {},
    isEnterpriseProject: false,
    whitelabelId: null,
    tier: 'free',
    hasPublicVersion: false,
    isPublic: false,
    allowsLivePublicAccess: false,
    indPauseProcessingSamples: false,
    publicProjectListed: false,
  };
}

/** `GET /v1/api/projects` */
export const projects =
  ({ store }: ServerParts): Handler =>
  async () =>
    jsonAnswer({ success: true, projects: (await store.projects()).map(studioProject) });

/** `GET /v1/api/{projectId}` */
export const projectInfo =
  ({ store, gate }: ServerParts): Handler =>
  async (request) => {
    request.own.flag('truncateLabels');
    const { project, run } = await runFor(store, request);
    const summary = await gate.run(
      (signal) => store.summary(run, emptyQuery, signal),
      request.client,
      store.isKnown(run, emptyQuery, 'summary') ? 'quick' : 'heavy',
    );
    const labels = summary.facets.label;
    return jsonAnswer({
      success: true,
      project: studioProject(project),
      impulse: { created: true, configured: true, complete: true },
      defaultImpulseId: project.defaultImpulseId,
      dataSummary: {
        labels: labels?.values.map(({ value }) => value) ?? [],
        totalLabels: labels?.distinct ?? 0,
        dataCount: summary.total,
      },
      developmentKeys: {},
      devices: [],
      collaborators: [],
      experiments: [],
      latencyDevices: [],
      notifications: [],
      urls: {},
    });
  };

/** `GET …/impulses` */
export const impulses =
  ({ store }: ServerParts): Handler =>
  async ({ context }) => {
    const project = await projectFor(store, context);
    const found = project.impulses.map(({ id, name }) => ({
      id,
      name,
      type: 'default',
      inputBlocks: [],
      dspBlocks: [],
      learnBlocks: (chosenRun(project, { impulseId: id })?.learnBlocks ?? []).map((block) => ({
        id: block.id,
        type: block.type,
        name: block.title,
        dsp: [],
        title: block.title,
      })),
      postProcessingBlocks: [],
    }));
    return jsonAnswer({ success: true, impulses: found, maxImpulseCount: found.length });
  };

/** `GET …/second-look/project` */
export const project =
  ({ store }: ServerParts): Handler =>
  async ({ context }) =>
    jsonAnswer({ success: true, project: await projectFor(store, context) });
