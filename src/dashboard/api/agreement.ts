/** Query options of how far the rules agree with the job of a run. */
import { queryOptions } from '@tanstack/react-query';
import { endpoints } from '../../contract/endpoints';
import { addressOf, request } from './client';

export function agreementOptions(projectId: number, run: string) {
  return queryOptions({
    queryKey: ['agreement', projectId, run],
    queryFn: ({ signal }) =>
      request(addressOf('agreement', { projectId }, [['run', run]]), endpoints.agreement.answer, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
