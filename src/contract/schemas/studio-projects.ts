/** The schema of Studio's list of projects. Its own file keeps the dashboard bundle small. */
import { z } from 'zod';
import { success } from '../errors';
import { isoDate, labelingMethods } from './sample';

/** The fields that Studio lists for each project. */
export const studioProjectSchema = z.looseObject({
  id: z.int().describe('Its number.'),
  name: z.string().describe('Its name.'),
  description: z.string().describe('In words.'),
  created: isoDate.describe('When its first run was imported.'),
  lastModified: isoDate.optional().describe('When it was changed last.'),
  owner: z.string().describe('Always empty here.'),
  ownerIsDeveloperProfile: z.boolean().describe('Always false here.'),
  collaborators: z.array(z.never()).describe('Always empty here.'),
  labelingMethod: z.enum(labelingMethods).describe('Whether samples have one label or boxes.'),
  metadata: z.looseObject({}).describe('Always empty here.'),
  isEnterpriseProject: z.boolean().describe('Always false here.'),
  whitelabelId: z.null().describe('Always null here.'),
  tier: z.enum(['free', 'community-plus', 'professional', 'enterprise']).describe('Always "free" here.'),
  hasPublicVersion: z.boolean().describe('Always false here.'),
  isPublic: z.boolean().describe('Always false here.'),
  allowsLivePublicAccess: z.boolean().describe('Always false here.'),
  indPauseProcessingSamples: z.boolean().describe('Always false here.'),
  publicProjectListed: z.boolean().describe('Always false here.'),
});

export const studioProjectsSchema = z.object({
  success,
  projects: z.array(studioProjectSchema).describe('All projects.'),
});
