/** The path of every endpoint, relative to the server's root. Its own file keeps the dashboard bundle small. */

/** `{name}` is a path parameter. */
export const endpointPaths = {
  resultPage: '/v1/api/{projectId}/classify/all/result/page',
  result: '/v1/api/{projectId}/classify/all/result',
  metrics: '/v1/api/{projectId}/classify/all/metrics',
  modelVariants: '/v1/api/{projectId}/model-variants',
  projects: '/v1/api/projects',
  projectInfo: '/v1/api/{projectId}',
  impulses: '/v1/api/{projectId}/impulses',
  metadataFilterOptions: '/v1/api/{projectId}/raw-data/metadata-filter-options',
  rawData: '/v1/api/{projectId}/raw-data/{sampleId}',
  rawDataImage: '/v1/api/{projectId}/raw-data/{sampleId}/image',
  rawDataWav: '/v1/api/{projectId}/raw-data/{sampleId}/wav',
  rawDataVideo: '/v1/api/{projectId}/raw-data/{sampleId}/video',
  rawDataRaw: '/v1/api/{projectId}/raw-data/{sampleId}/raw',
  project: '/v1/api/{projectId}/second-look/project',
  summary: '/v1/api/{projectId}/second-look/summary',
  sample: '/v1/api/{projectId}/second-look/samples/{sampleId}',
  signal: '/v1/api/{projectId}/second-look/samples/{sampleId}/signal',
  agreement: '/v1/api/{projectId}/second-look/agreement',
  import: '/v1/api/{projectId}/second-look/import',
  importProgress: '/v1/api/second-look/imports/{importId}',
  cancelImport: '/v1/api/second-look/imports/{importId}',
  deleteRun: '/v1/api/{projectId}/second-look/runs/{run}',
  health: '/v1/api/second-look/health',
  login: '/v1/api/second-look/login',
} as const;

export type EndpointName = keyof typeof endpointPaths;
