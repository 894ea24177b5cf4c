/** The endpoints that Second Look adds to Studio's API. */
import { z } from 'zod';
import { successSchema } from '../errors';
import { wholeNumber, type Endpoint } from './endpoint';
import { endpointPaths } from './endpoint-paths';
import { importProgressSchema, importReportSchema } from '../schemas/imports';
import { healthSchema } from '../schemas/health';
import { projectAnswerSchema } from '../schemas/runs';
import {
  agreementSchema,
  agreementSamples,
  sampleAnswerSchema,
  signalPoints,
  signalSchema,
} from '../schemas/sample-answers';
import { resultEntrySchema, resultPageSchema } from '../schemas/studio-result-page';
import { summarySchema } from '../schemas/summary';
import { summaryParameters } from '../schemas/summary-parts';

export const ownEndpoints = {
  project: {
    method: 'get',
    path: endpointPaths.project,
    example: '/v1/api/1/second-look/project',
    group: 'second-look',
    summary: 'A project with its impulses and runs, newest first.',
    takes: 'nothing',
    answer: projectAnswerSchema,
  },
  summary: {
    method: 'get',
    path: endpointPaths.summary,
    example: '/v1/api/1/second-look/summary?maxConfidence=0.7',
    group: 'second-look',
    summary: 'Totals, outcomes, facets, histograms and the matrix of the samples that match the filters.',
    takes: 'filters',
    parameters: summaryParameters,
    answer: summarySchema,
  },
  sample: {
    method: 'get',
    path: endpointPaths.sample,
    example: '/v1/api/1/second-look/samples/10001?outcome=incorrect',
    group: 'second-look',
    summary: 'One sample in full, with its neighbours among the samples that match the filters.',
    takes: 'filters',
    answer: sampleAnswerSchema.extend({
      result: resultEntrySchema.describe('The entry of the sample, as it was imported.'),
      predictions: resultPageSchema.shape.predictions,
    }),
  },
  signal: {
    method: 'get',
    path: endpointPaths.signal,
    example: '/v1/api/1/second-look/samples/10001/signal?points=200&from=2000&to=4000',
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
    path: endpointPaths.agreement,
    example: '/v1/api/1/second-look/agreement',
    group: 'second-look',
    summary: `How far our rules, on the job's own thresholds, say what the job said, on up to ${agreementSamples} samples.`,
    takes: 'run',
    answer: agreementSchema,
  },
  import: {
    method: 'post',
    path: endpointPaths.import,
    example:
      '/v1/api/7/second-look/import?importId=9b0e5a34-6d0c-4b5e-9f5c-2f6f0b1f7c11&name=My+project&variant=int8&files=[{"name":"page.json","size":81342}]',
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
    path: endpointPaths.importProgress,
    example: '/v1/api/second-look/imports/9b0e5a34-6d0c-4b5e-9f5c-2f6f0b1f7c11',
    group: 'second-look',
    summary: 'How far an import is.',
    takes: 'nothing',
    answer: importProgressSchema,
  },
  cancelImport: {
    method: 'delete',
    path: endpointPaths.cancelImport,
    example: '/v1/api/second-look/imports/9b0e5a34-6d0c-4b5e-9f5c-2f6f0b1f7c11',
    group: 'second-look',
    summary: 'Stops an import; nothing of it stays.',
    takes: 'nothing',
    answer: successSchema,
  },
  deleteRun: {
    method: 'delete',
    path: endpointPaths.deleteRun,
    example: '/v1/api/7/second-look/runs/20250317-090000-265a9b',
    group: 'second-look',
    summary: 'Deletes a run; a project without runs goes with it.',
    takes: 'nothing',
    answer: successSchema,
  },
  health: {
    method: 'get',
    path: endpointPaths.health,
    example: '/v1/api/second-look/health',
    group: 'second-look',
    summary:
      'Whether the server is ready and can write, how far the demo projects are, and which indexes are being made.',
    takes: 'nothing',
    answer: healthSchema,
  },
  login: {
    method: 'post',
    path: endpointPaths.login,
    example: '/v1/api/second-look/login',
    group: 'second-look',
    summary: 'Takes the access token once and gives a cookie for it, where the server asks for a token.',
    takes: 'nothing',
    body: z.object({ token: z.string() }),
    answer: successSchema,
  },
} as const satisfies Record<string, Endpoint>;
