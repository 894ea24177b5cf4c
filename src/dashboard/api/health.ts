/** Query options for the server's health: whether it is up, the demo projects, and indexes being rebuilt. */
import { queryOptions } from '@tanstack/react-query';
import { healthSchema } from '../../contract/schemas/health';
import { addressOf, request } from './client';

export const healthKey = ['health'] as const;

const interval = 10_000;
const busyInterval = 500;

export const healthOptions = () =>
  queryOptions({
    queryKey: healthKey,
    queryFn: ({ signal }) => request(addressOf('health', {}), healthSchema, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.demo === 'loading' || (data?.rebuilding.length ?? 0) > 0 ? busyInterval : interval,
    staleTime: 0,
    retry: false,
  });
