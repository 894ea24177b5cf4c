/** Query options for the agreement of the rules with the job of a run. */
import { queryOptions } from '@tanstack/react-query';
import { agreementSchema } from '../../contract/schemas/sample-answers';
import { addressOf, request } from './client';

export function agreementOptions(projectId: number, run: string) {
  return queryOptions({
    queryKey: ['agreement', projectId, run],
    queryFn: ({ signal }) =>
      request(addressOf('agreement', { projectId }, [['run', run]]), agreementSchema, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
