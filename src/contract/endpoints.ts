/** Every endpoint once: method, path, own parameters, answer, one sentence. Server, client, OpenAPI and tests read it. */
import { z } from 'zod';
import { errorSchema } from './errors';
import { importProgressSchema, importReportSchema } from './imports';
import type { ParameterDoc } from './kinds/kind';
import { resultPageSchema } from './result-page';
import { projectSchema, rebuildSchema } from './runs';
import {
  agreementSchema,
  agreementSamples,
  payloadRows,
  sampleAnswerSchema,
  signalPoints,
  signalSchema,
} from './sample-answers';
import {
  studioImpulsesSchema,
  studioMetadataFilterOptionsSchema,
  studioMetricsSchema,
  studioModelVariantsSchema,
  studioProjectInfoSchema,
  studioProjectsSchema,
  studioRawDataSchema,
  studioResultSchema,
} from './studio';
import { summarySchema } from './summary';

export interface Endpoint {
  method: 'get' | 'post' | 'delete';
  /** Below the server's root; `{name}` is a path parameter. */
  path: string;
  /** Studio's own, or ours beside it. */
  group: 'studio' | 'second-look';
  summary: string;
  /** `filters`: the whole query of `query.ts`; `run`: only what chooses the run. */
  takes: 'filters' | 'run' | 'nothing';
  /** The endpoint's own parameters beside those. */
  parameters?: readonly ParameterDoc[];
  /** What a write takes as its body: bytes, or JSON of a schema. */
  body?: 'application/octet-stream' | z.ZodType;
  /** A schema, or the content types of an answer that is no JSON. */
  answer: z.ZodType | readonly string[];
}

const whole = { type: 'integer', minimum: 0 };
const done = z.object({ success: z.literal(true) });

// What Studio's own clients may send along.
const cacheKey = {
  name: 'cacheKey',
  schema: { type: 'string' },
  description:
    'Where it is given, the answer may be kept for long; without it, it is asked for anew each time.',
};
const datastreamIndex = {
  name: 'datastreamIndex',
  schema: { type: 'integer', minimum: 0, maximum: 0 },
  description: 'Which data stream of the sample; a run has one.',
};
const afterInputBlock = {
  name: 'afterInputBlock',
  schema: { type: 'boolean', enum: [false] },
  description: 'Only false: a run has the data as it was taken, not as the model saw it.',
};

/** `off`: the server was told not to, or has them from an earlier start. */
export const demoStates = ['off', 'loading', 'ready', 'failed'] as const;

export const endpoints = {
  resultPage: {
    method: 'get',
    path: '/v1/api/{projectId}/classify/all/result/page',
    group: 'studio',
    summary:
      'One page of a classify result: samples, what every learn block said, and the predictions per window.',
    takes: 'filters',
    answer: resultPageSchema,
  },
  result: {
    method: 'get',
    path: '/v1/api/{projectId}/classify/all/result',
    group: 'studio',
    summary: 'A whole classify result with its accuracy.',
    takes: 'run',
    parameters: [
      {
        name: 'featureExplorerOnly',
        schema: { type: 'boolean' },
        description: 'Leave out the samples; only the figures.',
      },
    ],
    answer: studioResultSchema,
  },
  metrics: {
    method: 'get',
    path: '/v1/api/{projectId}/classify/all/metrics',
    group: 'studio',
    summary: 'The accuracy of every variant that has a run.',
    takes: 'run',
    answer: studioMetricsSchema,
  },
  modelVariants: {
    method: 'get',
    path: '/v1/api/{projectId}/model-variants',
    group: 'studio',
    summary: 'The variants that have a run.',
    takes: 'run',
    answer: studioModelVariantsSchema,
  },
  projects: {
    method: 'get',
    path: '/v1/api/projects',
    group: 'studio',
    summary: 'All projects.',
    takes: 'nothing',
    answer: studioProjectsSchema,
  },
  projectInfo: {
    method: 'get',
    path: '/v1/api/{projectId}',
    group: 'studio',
    summary: 'One project.',
    takes: 'run',
    parameters: [
      {
        name: 'truncateLabels',
        schema: { type: 'boolean' },
        description: 'Accepted as Studio does; the most frequent labels are listed either way.',
      },
    ],
    answer: studioProjectInfoSchema,
  },
  impulses: {
    method: 'get',
    path: '/v1/api/{projectId}/impulses',
    group: 'studio',
    summary: 'The impulses of a project with their learn blocks.',
    takes: 'nothing',
    answer: studioImpulsesSchema,
  },
  metadataFilterOptions: {
    method: 'get',
    path: '/v1/api/{projectId}/raw-data/metadata-filter-options',
    group: 'studio',
    summary: 'Every metadata key with its values.',
    takes: 'run',
    parameters: [
      {
        name: 'category',
        schema: { type: 'string' },
        description: 'Accepted as Studio does; the run decides which samples there are.',
      },
      { name: 'limit', schema: whole, description: 'The most keys.' },
      { name: 'offset', schema: whole, description: 'How many keys to leave out first.' },
    ],
    answer: studioMetadataFilterOptionsSchema,
  },
  rawData: {
    method: 'get',
    path: '/v1/api/{projectId}/raw-data/{sampleId}',
    group: 'studio',
    summary: 'One sample with its values.',
    takes: 'run',
    parameters: [
      {
        name: 'limitPayloadValues',
        schema: { ...whole, maximum: payloadRows.most, default: payloadRows.default },
        description: 'The most rows of values to return.',
      },
      cacheKey,
    ],
    answer: studioRawDataSchema,
  },
  rawDataImage: {
    method: 'get',
    path: '/v1/api/{projectId}/raw-data/{sampleId}/image',
    group: 'studio',
    summary: 'The picture of a sample.',
    takes: 'run',
    parameters: [afterInputBlock, datastreamIndex, cacheKey],
    answer: ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp'],
  },
  rawDataWav: {
    method: 'get',
    path: '/v1/api/{projectId}/raw-data/{sampleId}/wav',
    group: 'studio',
    summary: 'The sound of a sample, or one axis of a time series as sound.',
    takes: 'run',
    parameters: [
      { name: 'axisIx', schema: whole, description: 'Which sensor of a time series; unset: the first.' },
      { name: 'sliceStart', schema: whole, description: 'From this value on; unset: from the first.' },
      { name: 'sliceEnd', schema: whole, description: 'Up to and without this value; unset: to the last.' },
      cacheKey,
    ],
    answer: ['audio/wav'],
  },
  rawDataVideo: {
    method: 'get',
    path: '/v1/api/{projectId}/raw-data/{sampleId}/video',
    group: 'studio',
    summary: 'The video of a sample.',
    takes: 'run',
    parameters: [afterInputBlock, datastreamIndex, cacheKey],
    answer: ['video/mp4', 'video/webm'],
  },
  rawDataRaw: {
    method: 'get',
    path: '/v1/api/{projectId}/raw-data/{sampleId}/raw',
    group: 'studio',
    summary: 'The file of a sample as it is.',
    takes: 'run',
    answer: ['application/octet-stream'],
  },
  project: {
    method: 'get',
    path: '/v1/api/{projectId}/second-look/project',
    group: 'second-look',
    summary: 'A project with its impulses and runs, newest first.',
    takes: 'nothing',
    answer: z.object({ success: z.literal(true), project: projectSchema }),
  },
  summary: {
    method: 'get',
    path: '/v1/api/{projectId}/second-look/summary',
    group: 'second-look',
    summary: 'Totals, outcomes, facets, histograms and the matrix of the samples that match the filters.',
    takes: 'filters',
    answer: summarySchema,
  },
  sample: {
    method: 'get',
    path: '/v1/api/{projectId}/second-look/samples/{sampleId}',
    group: 'second-look',
    summary: 'One sample in full, with its neighbours among the samples that match the filters.',
    takes: 'filters',
    answer: sampleAnswerSchema,
  },
  signal: {
    method: 'get',
    path: '/v1/api/{projectId}/second-look/samples/{sampleId}/signal',
    group: 'second-look',
    summary: "A sample's signal, thinned to the extremes of buckets.",
    takes: 'run',
    parameters: [
      {
        name: 'points',
        schema: {
          type: 'integer',
          minimum: signalPoints.least,
          maximum: signalPoints.most,
          default: signalPoints.default,
        },
        description: 'The most points per sensor.',
      },
      { name: 'from', schema: { type: 'number' }, description: 'From this millisecond of the sample.' },
      { name: 'to', schema: { type: 'number' }, description: 'To this millisecond of the sample.' },
    ],
    answer: signalSchema,
  },
  agreement: {
    method: 'get',
    path: '/v1/api/{projectId}/second-look/agreement',
    group: 'second-look',
    summary: `How far our rules, on the job's own thresholds, say what the job said, on up to ${agreementSamples} samples.`,
    takes: 'run',
    answer: agreementSchema,
  },
  import: {
    method: 'post',
    path: '/v1/api/{projectId}/second-look/import',
    group: 'second-look',
    summary:
      'Imports result files as one new run, all or nothing. The body is their bytes, one after another.',
    takes: 'nothing',
    parameters: [
      {
        name: 'importId',
        schema: { type: 'string', format: 'uuid' },
        description: 'Made by the client, to ask for progress with.',
      },
      {
        name: 'files',
        schema: { type: 'string' },
        description: 'A JSON list of {"name","size"}, in the order of the bytes.',
      },
      { name: 'name', schema: { type: 'string' }, description: "The project's name, where it is new." },
      { name: 'impulseId', schema: whole, description: 'The impulse of the run; unset: 1.' },
      {
        name: 'variant',
        schema: { type: 'string', enum: ['int8', 'float32', 'akida'] },
        description: 'The variant of the run; unset: float32.',
      },
      { name: 'run', schema: { type: 'string' }, description: "The run's name; unset: the time." },
      {
        name: 'media',
        schema: { type: 'string' },
        description:
          "A folder on the server's machine with the samples' own data; only for the command line of the same machine.",
      },
    ],
    body: 'application/octet-stream',
    answer: importReportSchema,
  },
  importProgress: {
    method: 'get',
    path: '/v1/api/second-look/imports/{importId}',
    group: 'second-look',
    summary: 'How far an import is.',
    takes: 'nothing',
    answer: importProgressSchema,
  },
  cancelImport: {
    method: 'delete',
    path: '/v1/api/second-look/imports/{importId}',
    group: 'second-look',
    summary: 'Stops an import; nothing of it stays.',
    takes: 'nothing',
    answer: done,
  },
  deleteRun: {
    method: 'delete',
    path: '/v1/api/{projectId}/second-look/runs/{run}',
    group: 'second-look',
    summary: 'Deletes a run; a project without runs goes with it.',
    takes: 'nothing',
    answer: done,
  },
  health: {
    method: 'get',
    path: '/v1/api/second-look/health',
    group: 'second-look',
    summary:
      'Whether the server is ready, how far the demo projects are, and which indexes are being made again.',
    takes: 'nothing',
    answer: done.extend({
      version: z.string(),
      demo: z.enum(demoStates),
      rebuilding: z.array(rebuildSchema),
    }),
  },
  login: {
    method: 'post',
    path: '/v1/api/second-look/login',
    group: 'second-look',
    summary: 'Takes the access token once and gives a cookie for it, where the server asks for a token.',
    takes: 'nothing',
    body: z.object({ token: z.string() }),
    answer: done,
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;

/** The answer to anything that went wrong, on every endpoint. */
export const errorAnswer = errorSchema;
