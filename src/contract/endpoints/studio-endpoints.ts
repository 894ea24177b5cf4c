/** The endpoints of Studio's API that we serve. */
import { wholeNumber, type Endpoint } from './endpoint';
import { endpointPaths } from './endpoint-paths';
import { resultPageSchema } from '../schemas/studio-result-page';
import { payloadRows } from '../schemas/sample-answers';
import {
  metadataOptionLimits,
  studioImpulsesSchema,
  studioMetadataFilterOptionsSchema,
  studioMetricsSchema,
  studioModelVariantsSchema,
  studioProjectInfoSchema,
  studioRawDataSchema,
  studioResultSchema,
} from '../schemas/studio';
import { studioProjectsSchema } from '../schemas/studio-projects';

// A parameter that Studio's own clients may send.
const cacheKey = {
  name: 'cacheKey',
  schema: { type: 'string' },
  description:
    'With it, the answer may be cached for long; without it, the answer is requested again each time.',
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

export const studioEndpoints = {
  resultPage: {
    method: 'get',
    path: endpointPaths.resultPage,
    example: '/v1/api/1/classify/all/result/page?limit=2&outcome=incorrect&sort=confidence',
    group: 'studio',
    summary:
      'One page of a classify result: samples, what every learn block said, and the predictions per window.',
    takes: 'filters',
    answer: resultPageSchema,
  },
  result: {
    method: 'get',
    path: endpointPaths.result,
    example: '/v1/api/1/classify/all/result?featureExplorerOnly=true',
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
    path: endpointPaths.metrics,
    example: '/v1/api/1/classify/all/metrics',
    group: 'studio',
    summary: 'The accuracy of every variant that has a run.',
    takes: 'run',
    answer: studioMetricsSchema,
  },
  modelVariants: {
    method: 'get',
    path: endpointPaths.modelVariants,
    example: '/v1/api/1/model-variants',
    group: 'studio',
    summary: 'The variants that have a run.',
    takes: 'run',
    answer: studioModelVariantsSchema,
  },
  projects: {
    method: 'get',
    path: endpointPaths.projects,
    example: '/v1/api/projects',
    group: 'studio',
    summary: 'All projects.',
    takes: 'nothing',
    answer: studioProjectsSchema,
  },
  projectInfo: {
    method: 'get',
    path: endpointPaths.projectInfo,
    example: '/v1/api/1',
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
    path: endpointPaths.impulses,
    example: '/v1/api/1/impulses',
    group: 'studio',
    summary: 'The impulses of a project with their learn blocks.',
    takes: 'nothing',
    answer: studioImpulsesSchema,
  },
  metadataFilterOptions: {
    method: 'get',
    path: endpointPaths.metadataFilterOptions,
    example: '/v1/api/1/raw-data/metadata-filter-options?category=testing',
    group: 'studio',
    summary: `Metadata keys with their values, at most ${metadataOptionLimits.values} of each, in the order of text.`,
    takes: 'run',
    parameters: [
      {
        name: 'category',
        schema: { type: 'string' },
        description: 'Accepted as Studio does; the run decides which samples there are.',
      },
      {
        name: 'limit',
        schema: { ...wholeNumber, default: metadataOptionLimits.keys },
        description: `The most keys; no answer has more than ${metadataOptionLimits.keys}.`,
      },
      { name: 'offset', schema: wholeNumber, description: 'How many keys to leave out first.' },
    ],
    answer: studioMetadataFilterOptionsSchema,
  },
  rawData: {
    method: 'get',
    path: endpointPaths.rawData,
    example: '/v1/api/1/raw-data/10001?limitPayloadValues=10',
    group: 'studio',
    summary: 'One sample with its values.',
    takes: 'run',
    parameters: [
      {
        name: 'limitPayloadValues',
        schema: { ...wholeNumber, maximum: payloadRows.most, default: payloadRows.default },
        description: 'The most rows of values to return.',
      },
      cacheKey,
    ],
    answer: studioRawDataSchema,
  },
  rawDataImage: {
    method: 'get',
    path: endpointPaths.rawDataImage,
    example: '/v1/api/2/raw-data/20001/image',
    group: 'studio',
    summary: 'The picture of a sample.',
    takes: 'run',
    parameters: [afterInputBlock, datastreamIndex, cacheKey],
    answer: ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp'],
  },
  rawDataWav: {
    method: 'get',
    path: endpointPaths.rawDataWav,
    example: '/v1/api/1/raw-data/10001/wav?axisIx=0',
    group: 'studio',
    summary: 'The sound of a sample, or one axis of a time series as sound.',
    takes: 'run',
    parameters: [
      {
        name: 'axisIx',
        schema: wholeNumber,
        description: 'Which sensor of a time series; unset: the first.',
      },
      { name: 'sliceStart', schema: wholeNumber, description: 'From this value on; unset: from the first.' },
      {
        name: 'sliceEnd',
        schema: wholeNumber,
        description: 'Up to and without this value; unset: to the last.',
      },
      cacheKey,
    ],
    answer: ['audio/wav'],
  },
  rawDataVideo: {
    method: 'get',
    path: endpointPaths.rawDataVideo,
    example: '/v1/api/1/raw-data/10001/video',
    group: 'studio',
    summary: 'The video of a sample.',
    takes: 'run',
    parameters: [afterInputBlock, datastreamIndex, cacheKey],
    answer: ['video/mp4', 'video/webm'],
  },
  rawDataRaw: {
    method: 'get',
    path: endpointPaths.rawDataRaw,
    example: '/v1/api/1/raw-data/10001/raw',
    group: 'studio',
    summary: 'The file of a sample as it is.',
    takes: 'run',
    answer: ['application/octet-stream'],
  },
} as const satisfies Record<string, Endpoint>;
