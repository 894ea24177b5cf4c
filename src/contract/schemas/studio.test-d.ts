/** Type tests of the related answers: what we serve is what the official client expects. */
import type { ClassifyJobResponse } from 'edge-impulse-api/build/library/sdk/model/classifyJobResponse';
import type { GetAllImpulsesResponse } from 'edge-impulse-api/build/library/sdk/model/getAllImpulsesResponse';
import type { GetModelVariantsResponse } from 'edge-impulse-api/build/library/sdk/model/getModelVariantsResponse';
import type { GetSampleMetadataFilterOptionsResponse } from 'edge-impulse-api/build/library/sdk/model/getSampleMetadataFilterOptionsResponse';
import type { GetSampleResponse } from 'edge-impulse-api/build/library/sdk/model/getSampleResponse';
import type { ListProjectsResponse } from 'edge-impulse-api/build/library/sdk/model/listProjectsResponse';
import type { MetricsAllVariantsResponse } from 'edge-impulse-api/build/library/sdk/model/metricsAllVariantsResponse';
import type { ProjectInfoResponse } from 'edge-impulse-api/build/library/sdk/model/projectInfoResponse';
import type { z } from 'zod';
import type {
  studioImpulsesSchema,
  studioMetadataFilterOptionsSchema,
  studioMetricsSchema,
  studioModelVariantsSchema,
  studioProjectInfoSchema,
  studioRawDataSchema,
  studioResultSchema,
} from './studio';
import { studioProjectsSchema } from './studio-projects';

type Assignable<From extends To, To> = From;

export type Impulses = Assignable<z.output<typeof studioImpulsesSchema>, GetAllImpulsesResponse>;
export type Metrics = Assignable<z.output<typeof studioMetricsSchema>, MetricsAllVariantsResponse>;
export type ModelVariants = Assignable<z.output<typeof studioModelVariantsSchema>, GetModelVariantsResponse>;
export type Options = Assignable<
  z.output<typeof studioMetadataFilterOptionsSchema>,
  GetSampleMetadataFilterOptionsResponse
>;
export type Projects = Assignable<z.output<typeof studioProjectsSchema>, ListProjectsResponse>;
export type RawData = Assignable<z.output<typeof studioRawDataSchema>, GetSampleResponse>;
export type Result = Assignable<z.output<typeof studioResultSchema>, ClassifyJobResponse>;

/** We do not serve Studio's account, compute time and settings; the rest is as the client expects it. */
type SharedInfo = 'success' | 'project' | 'impulse' | 'defaultImpulseId' | 'developmentKeys' | 'devices';
export type Info = Assignable<
  z.output<typeof studioProjectInfoSchema>,
  Pick<ProjectInfoResponse, SharedInfo>
>;
