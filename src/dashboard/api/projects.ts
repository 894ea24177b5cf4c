/** Query options for the projects: the list, and one with its impulses and runs. */
import { queryOptions } from '@tanstack/react-query';
import { projectAnswerSchema } from '../../contract/schemas/runs';
import { studioProjectsSchema } from '../../contract/schemas/studio-projects';
import { addressOf, request } from './client';

export const projectsOptions = () =>
  queryOptions({
    queryKey: ['projects'],
    queryFn: async ({ signal }) =>
      (await request(addressOf('projects', {}), studioProjectsSchema, { signal })).projects,
  });

export const projectOptions = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId],
    queryFn: async ({ signal }) =>
      (await request(addressOf('project', { projectId }), projectAnswerSchema, { signal })).project,
  });
