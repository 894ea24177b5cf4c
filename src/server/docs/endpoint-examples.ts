/** An address to try for every endpoint, on the demo projects. */
import type { EndpointName } from '../../contract/endpoints';

export const endpointExamples = {
  resultPage: '/v1/api/1/classify/all/result/page?limit=2&outcome=incorrect&sort=confidence',
  result: '/v1/api/1/classify/all/result?featureExplorerOnly=true',
  metrics: '/v1/api/1/classify/all/metrics',
  modelVariants: '/v1/api/1/model-variants',
  projects: '/v1/api/projects',
  projectInfo: '/v1/api/1',
  impulses: '/v1/api/1/impulses',
  metadataFilterOptions: '/v1/api/1/raw-data/metadata-filter-options?category=testing',
  rawData: '/v1/api/1/raw-data/10001?limitPayloadValues=10',
  rawDataImage: '/v1/api/2/raw-data/20001/image',
  rawDataWav: '/v1/api/1/raw-data/10001/wav?axisIx=0',
  rawDataVideo: '/v1/api/1/raw-data/10001/video',
  rawDataRaw: '/v1/api/1/raw-data/10001/raw',
  project: '/v1/api/1/second-look/project',
  summary: '/v1/api/1/second-look/summary?maxConfidence=0.7',
  sample: '/v1/api/1/second-look/samples/10001?outcome=incorrect',
  signal: '/v1/api/1/second-look/samples/10001/signal?points=200&from=2000&to=4000',
  agreement: '/v1/api/1/second-look/agreement',
  import:
    '/v1/api/7/second-look/import?importId=9b0e5a34-6d0c-4b5e-9f5c-2f6f0b1f7c11&name=My+project&variant=int8&files=[{"name":"page.json","size":81342}]',
  importProgress: '/v1/api/second-look/imports/9b0e5a34-6d0c-4b5e-9f5c-2f6f0b1f7c11',
  cancelImport: '/v1/api/second-look/imports/9b0e5a34-6d0c-4b5e-9f5c-2f6f0b1f7c11',
  deleteRun: '/v1/api/7/second-look/runs/20250317-090000-265a9b',
  health: '/v1/api/second-look/health',
  login: '/v1/api/second-look/login',
} as const satisfies Record<EndpointName, string>;
