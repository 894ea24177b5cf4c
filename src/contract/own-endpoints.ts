/** The endpoints of our own beside Studio's. */
import { z } from 'zod';
import { wholeNumber, type Endpoint } from './endpoint';
import { importProgressSchema, importReportSchema } from './imports';
import { projectSchema, rebuildSchema } from './runs';
import {
  agreementSchema,
  agreementSamples,
  sampleAnswerSchema,
  signalPoints,
  signalSchema,
} from './sample-answers';
import { summarySchema } from './summary';
import { summaryParameters } from './summary-parts';

const done = z.object({ success: z.literal(true) });

/** `off`: the server was told not to, or has them from an earlier start. */
export const demoStates = ['off', 'loading', 'ready', 'failed'] as const;

export const ownEndpoints = {
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
    parameters: summaryParameters,
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
      { name: 'impulseId', schema: wholeNumber, description: 'The impulse of the run; unset: 1.' },
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
      'Whether the server is ready and can write, how far the demo projects are, and which indexes are being made.',
    takes: 'nothing',
    answer: done.extend({
      version: z.string(),
      demo: z.enum(demoStates),
      /** Why, in a sentence, where nothing can be imported or deleted. */
      readOnly: z.string().nullable(),
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
